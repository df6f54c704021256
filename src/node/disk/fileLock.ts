import { open, rm, stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { isSystemError } from './diskFileTree.ts';

/** Milliseconds after which a lock was left by a process that is gone: what is done under one takes a few. */
const stale = 10_000;
const pause = 15;

/**
 * Runs `work` while nobody else, in this process or in another, does so for the same file: a lock file beside it says
 * so. Rejects with what `work` or making the lock file rejects with.
 */
export async function withFileLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const lock = `${file}.lock`;
  while (!(await make(lock))) {
    if (await isStale(lock)) await rm(lock, { force: true });
    else await wait(pause);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function make(lock: string): Promise<boolean> {
  try {
    await (await open(lock, 'wx')).close();
    return true;
  } catch (error) {
    // EPERM: Windows, while the one before is being removed.
    if (isSystemError(error) && (error.code === 'EEXIST' || (error.code === 'EPERM' && process.platform === 'win32')))
      return false;
    throw error;
  }
}

async function isStale(lock: string): Promise<boolean> {
  try {
    const age = Date.now() - (await stat(lock)).mtimeMs;
    return age > stale || age < -stale;
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return false;
    throw error;
  }
}
