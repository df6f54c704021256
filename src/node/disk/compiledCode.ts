import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { Script } from 'node:vm';
import { createHash } from 'node:crypto';
import { makeFolderSync } from './makeFolder.ts';
import { nothingOnSystemError } from './systemError.ts';

/** Files that stay; of more the oldest go. */
const most = 12;
const hashLength = 32;

/** A program that was compiled. */
interface Compiled {
  readonly script: Script;
  /** Keeps what was compiled of it by now, for the next time. Left out where that is kept already. */
  readonly keep?: () => void;
}

/**
 * Compiles a program, or takes what V8 made of the same text before, functions that were called included, out of
 * `folder`. Only this user may have written that, and whatever is wrong with it, or with the disk, it is as if there was
 * none.
 *
 * @param file Absolute. @param folder Absolute; need not exist. Left out: nothing is kept.
 */
export function compileKept(file: string, folder: string | undefined): Compiled {
  const source = readFileSync(file, 'utf8');
  if (folder === undefined) return { script: new Script(source, { filename: file }) };
  const kept = path.join(folder, `${codeDigest(`${process.version} ${process.arch} ${source}`).toString('hex')}.bin`);
  const script = new Script(source, { filename: file, cachedData: readKept(kept) });
  if (script.cachedDataRejected === false) return { script };
  return {
    script,
    keep: () => {
      keepCode(kept, script.createCachedData());
    },
  };
}

/** V8 runs what it is given: a file that was damaged, or that others could write, is none. */
function readKept(file: string): Buffer | undefined {
  try {
    const handle = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const { uid, mode } = fstatSync(handle);
      if (process.getuid !== undefined && (uid !== process.getuid() || (mode & 0o022) !== 0)) return undefined;
      const bytes = readFileSync(handle);
      const data = bytes.subarray(hashLength);
      return codeDigest(data).equals(bytes.subarray(0, hashLength)) ? data : undefined;
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    nothingOnSystemError(error);
    return undefined;
  }
}

function keepCode(file: string, data: Buffer): void {
  const staged = `${file}.${process.pid}`;
  try {
    makeFolderSync(path.dirname(file), 0o700);
    writeFileSync(staged, Buffer.concat([codeDigest(data), data]), { mode: 0o600 });
    renameSync(staged, file);
    removeOldest(path.dirname(file));
  } catch (error) {
    nothingOnSystemError(error);
  }
}

function removeOldest(folder: string): void {
  const files = readdirSync(folder).map((name) => path.join(folder, name));
  if (files.length <= most) return;
  const aged = files.map((file) => ({ file, time: statSync(file).mtimeMs })).sort((a, b) => b.time - a.time);
  for (const { file } of aged.slice(most)) rmSync(file, { force: true });
}

function codeDigest(content: string | Uint8Array): Buffer {
  return createHash('sha256').update(content).digest();
}
