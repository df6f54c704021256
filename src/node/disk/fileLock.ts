import { mkdir, readdir, rename, rm, rmdir, stat, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isSystemError } from './systemError.ts';
import { leftovers, stagingPath } from './staging.ts';
import { l10n } from '../../core/text/l10n.ts';

/** Milliseconds after which a lock was left by a process that is gone: what is done under one mostly takes a few. */
const usualStale = 10_000;
const pause = 5;

interface FileLockOptions {
  /** Stops waiting; `work` that has begun is not stopped. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds to wait at most; 30,000 when left out. More than it takes a lock to be thought left behind. */
  readonly deadline?: number | undefined;
  /** Milliseconds that `work` takes at most, the same for all who ask for this file; 10,000 when left out. */
  readonly stale?: number | undefined;
}

/** The lock was held by others for too long. `message` says what to do. */
class FileLockError extends Error {
  override readonly name = 'FileLockError';
  readonly code = 'ELOCKED';
  readonly syscall = 'lock';
}

/**
 * Runs `work` while nobody else, in this process or in another, does so for the same file. Rejects with what `work` or
 * making the lock rejects with, with the signal's reason, and with `FileLockError` after the deadline.
 *
 * The lock is a folder beside the file with one entry, whose name says its owner and since when. It appears with its
 * entry by one rename; it is taken over from an owner that is gone by renaming that entry, which only one of many can
 * do and which never meets the lock of somebody else; and its owner removes the entry by its own name.
 */
export async function withFileLock<T>(
  file: string,
  work: () => Promise<T>,
  { signal, deadline = 30_000, stale = usualStale }: FileLockOptions = {},
): Promise<T> {
  signal?.throwIfAborted();
  const lock = `${file}.lock`;
  const token = await acquire(lock, { end: performance.now() + deadline, stale, signal });
  if (token === undefined)
    throw new FileLockError(
      l10n.t`${path.basename(file)} has been in use by another process for ${Math.round(deadline / 1000)} seconds. Wait for it to end; if there is none, remove ${path.basename(lock)}.`,
    );
  try {
    return await work();
  } finally {
    await release(lock, token);
  }
}

/** The name of the own entry; `undefined` when the time was over before. */
async function acquire(
  lock: string,
  { end, stale, signal }: { readonly end: number; readonly stale: number; readonly signal: AbortSignal | undefined },
): Promise<string | undefined> {
  const staged = stagingPath(lock, 'tmp');
  const owner = path.basename(staged);
  await mkdir(staged);
  try {
    let token = tokenOf(owner);
    await writeFile(path.join(staged, token), '');
    for (;;) {
      if (await putInPlace(staged, lock)) return token;
      const taken = await takeOver(lock, owner, stale);
      if (taken !== undefined) return taken;
      if (performance.now() >= end) return undefined;
      await wait(pause, undefined, { signal });
      const before = token;
      token = tokenOf(owner);
      await rename(path.join(staged, before), path.join(staged, token));
    }
  } finally {
    await rm(staged, { recursive: true, force: true });
  }
}

/** Since when, and whose. The time stands in the name, for a rename changes no time of a file. */
function tokenOf(owner: string): string {
  return `${Date.now()} ${owner}`;
}

/** Makes the prepared folder the lock. False when there is one. */
async function putInPlace(staged: string, lock: string): Promise<boolean> {
  try {
    await rename(staged, lock);
    return true;
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
}

/** EPERM, EACCES: Windows, where a folder is there or is just being removed. */
function isTaken(error: unknown): boolean {
  if (!isSystemError(error)) return false;
  return (
    ['EEXIST', 'ENOTEMPTY', 'ENOTDIR'].includes(error.code ?? '') ||
    (process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(error.code ?? ''))
  );
}

/** Takes the lock over when its owner is gone: the own entry. `undefined` when it is not, or another was faster. */
async function takeOver(lock: string, owner: string, stale: number): Promise<string | undefined> {
  try {
    const [entry] = await readdir(lock);
    if (entry === undefined) {
      // Nobody holds it, and where a folder cannot replace an empty one it is in the way.
      await rmdir(lock);
      return undefined;
    }
    const since = Number(/^(\d+) /.exec(entry)?.[1] ?? (await stat(path.join(lock, entry))).mtimeMs);
    if (!isLongAgo(since, stale)) return undefined;
    const token = tokenOf(owner);
    await rename(path.join(lock, entry), path.join(lock, token));
    await removeLeftovers(lock);
    return token;
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOTDIR') await removeOldForm(lock);
    else if (!isNotThere(error) && !isTaken(error)) throw error;
    return undefined;
  }
}

/** A lock was a file once. Removing a file never removes a lock of today. */
async function removeOldForm(lock: string): Promise<void> {
  try {
    if (isLongAgo((await stat(lock)).mtimeMs, usualStale)) await unlink(lock);
  } catch (error) {
    if (!isNotThere(error) && !(isSystemError(error) && ['EISDIR', 'EPERM'].includes(error.code ?? ''))) throw error;
  }
}

function isLongAgo(since: number, milliseconds: number): boolean {
  const age = Date.now() - since;
  return age > milliseconds || age < -milliseconds;
}

/** What contenders left that were killed while they waited. */
async function removeLeftovers(lock: string): Promise<void> {
  await Promise.all((await leftovers(lock, 'tmp')).map((folder) => rm(folder, { recursive: true, force: true })));
}

async function release(lock: string, token: string): Promise<void> {
  try {
    await unlink(path.join(lock, token));
    await rmdir(lock);
  } catch (error) {
    // Taken over meanwhile, or the next owner has already replaced the empty folder.
    if (!isNotThere(error) && !isTaken(error)) throw error;
  }
}

function isNotThere(error: unknown): boolean {
  return isSystemError(error) && error.code === 'ENOENT';
}
