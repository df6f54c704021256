import { open, rename, rm } from 'node:fs/promises';
import { leftovers, stagingPath } from './staging.ts';

/**
 * Writes a whole file or nothing: a reader sees the old content or the new, also after a crash. Removes what a killed
 * writer left.
 *
 * @param mode Of the file; what the system gives to new files when left out.
 */
export async function writeFileAtomic(target: string, content: string | Uint8Array, mode?: number): Promise<void> {
  await Promise.all((await leftovers(target, 'tmp')).map((file) => rm(file, { force: true })));
  const staged = stagingPath(target, 'tmp');
  try {
    const handle = await open(staged, 'wx');
    try {
      await handle.writeFile(content);
      if (mode !== undefined) await handle.chmod(mode);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(staged, target);
  } catch (error) {
    await rm(staged, { force: true });
    throw error;
  }
}
