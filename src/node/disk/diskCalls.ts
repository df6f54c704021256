import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  opendirSync,
  openSync,
  readFileSync,
  realpathSync,
  type BigIntStats,
  type Dirent,
} from 'node:fs';
import { lstat, open, opendir, realpath } from 'node:fs/promises';
import { isSystemError } from './systemError.ts';

/** A file that was read, with what was known of it before and after. */
interface WholeFile {
  readonly content: Buffer;
  readonly before: BigIntStats;
  readonly after: BigIntStats;
}

/** The calls of the system that reading a folder is made of. */
export interface DiskCalls {
  realpath(path: string): Promise<string> | string;
  /** Never follows a link. */
  lstat(path: string): Promise<BigIntStats> | BigIntStats;
  /** The same; `undefined` for what is not there, or may not be looked at. */
  lstatIfThere(path: string): Promise<BigIntStats | undefined> | BigIntStats | undefined;
  /** Of more than `most` entries the first `most` + 1. */
  list(folder: string, most: number): Promise<readonly Dirent[]> | readonly Dirent[];
  /** Follows no link and waits on no pipe. `accept` sees the open file first, and throws when it must not be read. */
  read(path: string, accept: (info: BigIntStats) => void, signal?: AbortSignal): Promise<WholeFile> | WholeFile;
}

// On Windows the last two are undefined, which counts as 0 here: it has no pipes in folders, and links were told apart
// by their kind.
const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Lets others run while the disk works. */
export const patientCalls: DiskCalls = {
  realpath: (path) => realpath(path),
  lstat: (path) => lstat(path, { bigint: true }),
  async lstatIfThere(path) {
    try {
      return await lstat(path, { bigint: true });
    } catch (error) {
      if (isSystemError(error)) return undefined;
      throw error;
    }
  },
  async list(folder, most) {
    const entries: Dirent[] = [];
    for await (const entry of await opendir(folder, { bufferSize: 256 })) {
      entries.push(entry);
      if (entries.length > most) break;
    }
    return entries;
  },
  async read(path, accept, signal) {
    const handle = await open(path, flags);
    try {
      const before = await handle.stat({ bigint: true });
      accept(before);
      const content = await handle.readFile(signal ? { signal } : {});
      return { content, before, after: await handle.stat({ bigint: true }) };
    } finally {
      await handle.close();
    }
  },
};

/**
 * The same at once, several times as fast for small files: for threads that do nothing else. They block, so nothing
 * stops in the middle of a file.
 */
export const directCalls: DiskCalls = {
  realpath: (path) => realpathSync.native(path),
  lstat: (path) => lstatSync(path, { bigint: true }),
  lstatIfThere(path) {
    try {
      return lstatSync(path, { bigint: true, throwIfNoEntry: false });
    } catch (error) {
      if (isSystemError(error)) return undefined;
      throw error;
    }
  },
  list(folder, most) {
    const entries: Dirent[] = [];
    const directory = opendirSync(folder, { bufferSize: 256 });
    try {
      for (let entry = directory.readSync(); entry; entry = directory.readSync()) {
        entries.push(entry);
        if (entries.length > most) break;
      }
    } finally {
      directory.closeSync();
    }
    return entries;
  },
  read(path, accept) {
    const file = openSync(path, flags);
    try {
      const before = fstatSync(file, { bigint: true });
      accept(before);
      return { content: readFileSync(file), before, after: fstatSync(file, { bigint: true }) };
    } finally {
      closeSync(file);
    }
  },
};

/** Milliseconds of direct calls before others have their turn. */
const unbroken = 10;
/** Bytes of a file that is read at once: more takes longer than the calls themselves, and other threads are as good at it. */
const small = 512 << 10;

/**
 * Direct for small files, with turns for others in between: for a program that has nothing better to do than to read, and
 * still hears signals. One for each reading.
 */
export function briskCalls(): DiskCalls {
  let begun = performance.now();
  const inTurns = async <T>(call: () => Promise<T> | T): Promise<T> => {
    if (performance.now() - begun > unbroken) {
      await new Promise((resolve) => setImmediate(resolve));
      begun = performance.now();
    }
    return call();
  };
  return {
    realpath: (path) => inTurns(() => directCalls.realpath(path)),
    lstat: (path) => inTurns(() => directCalls.lstat(path)),
    lstatIfThere: (path) => inTurns(() => directCalls.lstatIfThere(path)),
    list: (folder, most) => inTurns(() => directCalls.list(folder, most)),
    read: (path, accept, signal) =>
      inTurns(() =>
        lstatSync(path).size > small ? patientCalls.read(path, accept, signal) : directCalls.read(path, accept),
      ),
  };
}
