import { isSystemError } from './systemError.ts';
import type { BigIntStats } from 'node:fs';
import { readlink, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  TreeError,
  type FileDetails,
  type FileTree,
  type LinkTarget,
  type TreeEntry,
  type TreeErrorKind,
} from '../../core/bundle/fileTree.ts';
import { patientCalls, type DiskCalls } from './diskCalls.ts';
import { isInside } from './isInside.ts';
import { l10n } from '../../core/text/l10n.ts';

/** Bytes of one file that is read at all: more than eight times what a whole upload may hold. */
const maxFileBytes = 256 * 1024 * 1024;

/** Milliseconds after which every file system in use gives a change another time (FAT: two seconds). */
const settledAfter = 2500;

/**
 * The files of a folder on this machine's disk. Reads nothing outside of it, follows no link by accident and never
 * waits on a pipe.
 */
export class DiskFileTree implements FileTree {
  readonly #root: string;
  readonly #calls: DiskCalls;
  #realRoot: Promise<string> | undefined;

  /** `root`: absolute path of an existing folder; may itself be a link. */
  constructor(root: string, calls = patientCalls) {
    this.#root = root;
    this.#calls = calls;
  }

  async readDirectory(directory: string, most: number, signal?: AbortSignal): Promise<readonly TreeEntry[]> {
    signal?.throwIfAborted();
    return this.#guard(directory, async () => {
      const folder = await this.#locate(directory);
      const entries: TreeEntry[] = [];
      for (const entry of await this.#calls.list(folder, most)) {
        // Some file systems do not tell the kind with the name.
        const info = known(entry) ? entry : ((await this.#look(path.join(folder, entry.name))) ?? entry);
        entries.push({ name: entry.name, kind: kindOfEntry(info) });
      }
      return entries;
    });
  }

  async fileDetails(file: string, signal?: AbortSignal): Promise<FileDetails> {
    signal?.throwIfAborted();
    return this.#guard(file, async () => {
      const info = await this.#calls.lstat(path.join(await this.#real(), file));
      if (!info.isFile()) throw new TreeError('notRegular', file, l10n.t`“${file}” is not a regular file.`);
      return { size: Number(info.size), executable: (info.mode & 0o100n) !== 0n, stamp: stampOf(info) };
    });
  }

  async readFile(file: string, signal?: AbortSignal): Promise<Uint8Array> {
    signal?.throwIfAborted();
    return this.#guard(
      file,
      async () => {
        const folder = await this.#locate(path.posix.dirname(file) === '.' ? '' : path.posix.dirname(file));
        const accept = (info: BigIntStats): void => {
          if (!info.isFile()) throw new TreeError('notRegular', file, l10n.t`“${file}” is not a regular file.`);
          if (info.size > maxFileBytes) throw new TreeError('failed', file, l10n.t`“${file}” is too large to be read.`);
        };
        const place = path.join(folder, path.posix.basename(file));
        const { content, before, after } = await this.#calls.read(place, accept, signal);
        if (wasReplaced(before, after) || BigInt(content.length) !== after.size)
          throw new TreeError('changed', file, l10n.t`“${file}” changed while it was read. Try again.`);
        return new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
      },
      signal,
    );
  }

  async resolveLink(link: string, signal?: AbortSignal): Promise<LinkTarget> {
    signal?.throwIfAborted();
    return this.#guard(link, async () => {
      const folder = await this.#locate(path.posix.dirname(link) === '.' ? '' : path.posix.dirname(link));
      const full = path.join(folder, path.posix.basename(link));
      await readlink(full);
      let target: string;
      try {
        target = await realpath(full);
      } catch (error) {
        if (isSystemError(error) && (error.code === 'ENOENT' || error.code === 'ELOOP' || error.code === 'ENOTDIR'))
          return { kind: 'broken' };
        throw error;
      }
      const root = await this.#real();
      const relative = path.relative(root, target);
      if (relative === '' || !isInside(root, target)) return { kind: 'outside' };
      const info = await stat(target);
      if (info.isDirectory()) return { kind: 'directory' };
      if (!info.isFile()) return { kind: 'special' };
      return { kind: 'file', path: relative.split(path.sep).join('/') };
    });
  }

  #real(): Promise<string> {
    this.#realRoot ??= this.#resolve(this.#root).catch((error: unknown) => {
      this.#realRoot = undefined;
      throw error;
    });
    return this.#realRoot;
  }

  async #resolve(folder: string): Promise<string> {
    return this.#calls.realpath(folder);
  }

  async #look(file: string): Promise<BigIntStats | undefined> {
    try {
      return await this.#calls.lstat(file);
    } catch (error) {
      if (isSystemError(error)) return undefined;
      throw error;
    }
  }

  /**
   * The directory on disk, after making sure that no part of the way is a link: a swap between listing and reading
   * changes nothing.
   */
  async #locate(directory: string): Promise<string> {
    if (directory.split('/').includes('..') || path.posix.isAbsolute(directory) || path.isAbsolute(directory)) {
      throw new TreeError('failed', directory, l10n.t`“${directory}” is not inside the skill folder.`);
    }
    const root = await this.#real();
    const wanted = path.join(root, directory);
    const real = await this.#calls.realpath(wanted);
    const same =
      real === wanted ||
      real.normalize('NFC') === wanted.normalize('NFC') ||
      (process.platform === 'win32' && real.toLowerCase() === wanted.toLowerCase());
    if (!same)
      throw new TreeError('notRegular', directory, l10n.t`“${directory}” is a link now; it was a folder before.`);
    return real;
  }

  async #guard<T>(file: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    try {
      return await work();
    } catch (error) {
      // What Node throws for an abort in the middle of a reading has a code like an error of the system; the file is
      // not at fault.
      signal?.throwIfAborted();
      if (error instanceof TreeError || !isSystemError(error)) throw error;
      throw toTreeError(file, error);
    }
  }
}

function toTreeError(file: string, error: NodeJS.ErrnoException): TreeError {
  const shown = file === '' ? l10n.t`The skill folder` : l10n.t`“${file}”`;
  const [kind, message] = readFailure(shown, error.code);
  return new TreeError(kind, file, message, { cause: error });
}

function readFailure(shown: string, code: string | undefined): readonly [TreeErrorKind, string] {
  switch (code) {
    case 'ENOENT':
      return ['missing', l10n.t`${shown} does not exist.`];
    case 'EACCES':
    case 'EPERM':
      return ['denied', l10n.t`${shown} cannot be read: this user is not allowed to.`];
    case 'ELOOP':
      return ['notRegular', l10n.t`${shown} is a symbolic link, not a file.`];
    case 'ENXIO':
      return ['notRegular', l10n.t`${shown} is a socket or a device, not a file.`];
    case 'ENOTDIR':
      return ['notRegular', l10n.t`${shown} is not a folder.`];
    case 'EISDIR':
      return ['notRegular', l10n.t`${shown} is a folder, not a file.`];
    default:
      return ['failed', l10n.t`${shown} cannot be read (${code ?? l10n.t`unknown error`}).`];
  }
}

interface Kinds {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

function known(entry: Kinds): boolean {
  return entry.isFile() || entry.isDirectory() || entry.isSymbolicLink();
}

function kindOfEntry(entry: Kinds): TreeEntry['kind'] {
  if (entry.isSymbolicLink()) return 'symlink';
  if (entry.isDirectory()) return 'directory';
  return entry.isFile() ? 'file' : 'special';
}

/**
 * Of a file whose last change is as old as a clock's tick, the next change may leave the same times: it has no stamp
 * yet.
 */
function stampOf({ mtimeNs, ctimeNs, ino, size }: BigIntStats): string | undefined {
  const newest = Number((mtimeNs > ctimeNs ? mtimeNs : ctimeNs) / 1_000_000n);
  return Date.now() - newest < settledAfter ? undefined : [mtimeNs, ctimeNs, ino, size].join(' ');
}

function wasReplaced(before: BigIntStats, after: BigIntStats): boolean {
  return before.size !== after.size || before.mtimeNs !== after.mtimeNs || before.ino !== after.ino;
}
