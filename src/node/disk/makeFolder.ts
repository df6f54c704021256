import { mkdirSync, statSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { isSystemError } from './systemError.ts';

/**
 * Makes a folder, and those above it that are missing. Throws what the system says. Not `mkdir` with `recursive`, which
 * never ends where the system calls a folder missing although the one above it is there (`/proc`).
 *
 * @param mode Of each folder that is made; what the system gives when left out.
 */
export async function makeFolder(folder: string, mode?: number): Promise<void> {
  try {
    await makeOne(folder, mode);
  } catch (error) {
    const above = aboveMissing(folder, error);
    await makeFolder(above, mode);
    await makeOne(folder, mode);
  }
}

/** The same, at once. */
export function makeFolderSync(folder: string, mode?: number): void {
  try {
    makeOneSync(folder, mode);
  } catch (error) {
    makeFolderSync(aboveMissing(folder, error), mode);
    makeOneSync(folder, mode);
  }
}

/** The folder that is to be made first. Throws the error where that would not help. */
function aboveMissing(folder: string, error: unknown): string {
  const above = path.dirname(folder);
  if (!isSystemError(error) || error.code !== 'ENOENT' || above === folder) throw error;
  return above;
}

async function makeOne(folder: string, mode: number | undefined): Promise<void> {
  try {
    await mkdir(folder, { mode });
  } catch (error) {
    const info = await stat(folder).catch(() => undefined);
    if (info?.isDirectory() !== true) throw error;
  }
}

function makeOneSync(folder: string, mode: number | undefined): void {
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
  }
}
