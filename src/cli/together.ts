import { createRequire } from 'node:module';
import path from 'node:path';
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';
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
  // What a thread compiles is too little to keep for all.
  if (keep && isMainThread) process.once('exit', keep);
  const run = script.runInThisContext() as (require: NodeJS.Require) => Programs;
  return run(createRequire(file));
}

/** By this name threads are told where compiled code is kept: they see no environment of the process. */
const folderOfCode = 'skill-publisher compiled code';

/** Where compiled code is kept, as nobody asked not to. */
function codeFolder(): string | undefined {
  if (!isMainThread) return getEnvironmentData(folderOfCode) as string | undefined;
  const folder = codeFolderOf(process.env);
  setEnvironmentData(folderOfCode, folder);
  return folder;
}

function codeFolderOf(env: NodeJS.ProcessEnv): string | undefined {
  if (env['NODE_DISABLE_COMPILE_CACHE'] === '1') return undefined;
  try {
    return path.join(cacheFolder(env), 'compiled');
  } catch (error) {
    // No home.
    nothingOnSystemError(error);
    return undefined;
  }
}
