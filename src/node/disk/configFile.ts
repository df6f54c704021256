import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { gitRoot } from './ignoreFiles.ts';
import { TextFile } from './textFile.ts';

/** The nearest file of this name at or above a folder, up to the root of its Git work tree. Absolute. */
export async function findAbove(folder: string, name: string): Promise<string | undefined> {
  const root = await gitRoot(folder);
  for (let current = folder; ; current = path.dirname(current)) {
    const file = path.join(current, name);
    if ((await lstat(file).catch(() => undefined))?.isFile() === true) return file;
    if (current === root || path.dirname(current) === current) return undefined;
  }
}

/** The text of a file, `undefined` when it is not there. */
export async function readIfThere(file: string): Promise<string | undefined> {
  return new TextFile(file).read();
}
