import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes a folder and the missing ones above it one at a time, with a pause after each: a watcher that is told of a new
 * folder does not see what was made in it before it looked, and never watches a folder that it missed.
 */
export async function makeWatchedFolder(folder: string): Promise<void> {
  const missing: string[] = [];
  for (let at = folder; !existsSync(at); at = path.dirname(at)) missing.unshift(at);
  for (const next of missing) {
    await mkdir(next, { recursive: true });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
