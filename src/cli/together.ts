import { createRequire } from 'node:module';
import path from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { compileKept } from '../node/disk/compiledCode.ts';
import { cacheFolder } from '../node/disk/stateFolder.ts';
import { nothingOnSystemError } from '../node/disk/systemError.ts';

/** Runs a program of a file by its number, once, and gives what it exports. */
type Programs = (number: number) => unknown;

const loaded = new Map<string, Programs>();

/** Programs of a file beside this one that `npmPackage.mts` put together. */
export function together(name: string): Programs {
  const known = loaded.get(name) ?? loadPrograms(path.join(__dirname, name));
  loaded.set(name, known);
  return known;
}

function loadPrograms(file: string): Programs {
  const { script, keep } = compileKept(file, codeFolder());
  if (keep) process.once('exit', keep);
  const run = script.runInThisContext() as (require: NodeJS.Require) => Programs;
  return run(createRequire(file));
}

/** Where compiled code is kept, as nobody asked not to; a thread leaves that to its program. */
function codeFolder(): string | undefined {
  const { env } = process;
  if (!isMainThread || env['NODE_DISABLE_COMPILE_CACHE'] === '1') return undefined;
  try {
    return path.join(cacheFolder(env), 'compiled');
  } catch (error) {
    // No home.
    nothingOnSystemError(error);
    return undefined;
  }
}
