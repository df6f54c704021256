import { makeFolder } from '../../node/disk/makeFolder.ts';
import { isSystemError } from '../../node/disk/systemError.ts';
import { createHash, randomBytes } from 'node:crypto';
import { open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';

const suffix = '.archive';
const hashBytes = 32;
/** Milliseconds after which an unfinished file belongs to nobody. */
const abandonedAfter = 3_600_000;

/**
 * Archives of published versions on disk, for all windows. A file is the SHA-256 of the archive and the archive,
 * written whole or not at all, so that a damaged one is found when it is read. Over the limit the least recently used
 * go first.
 */
export class ArchiveCache {
  readonly #folder: string;
  readonly #limit: number;

  /** `folder`: absolute, made when first needed. `limit`: bytes of all files. */
  constructor(folder: string, limit: number) {
    this.#folder = folder;
    this.#limit = limit;
  }

  /** The archive kept under `key`; `undefined` when there is none or it is damaged, which removes it. */
  async get(key: string): Promise<Uint8Array | undefined> {
    const file = this.#file(key);
    let bytes: Uint8Array;
    try {
      bytes = await readFile(file);
    } catch (error) {
      if (isSystemError(error)) return undefined;
      throw error;
    }
    const archive = bytes.subarray(hashBytes);
    if (bytes.length <= hashBytes || !digestOf(archive).equals(bytes.subarray(0, hashBytes))) {
      await rm(file, { force: true });
      return undefined;
    }
    const now = new Date();
    await utimes(file, now, now).catch(() => undefined);
    return archive;
  }

  /** Rejects with the system's error when the disk does not take it. */
  async put(key: string, archive: Uint8Array): Promise<void> {
    if (archive.length + hashBytes > this.#limit) return;
    await makeFolder(this.#folder);
    const staged = path.join(this.#folder, `${randomBytes(8).toString('hex')}.tmp`);
    try {
      const handle = await open(staged, 'wx');
      try {
        await handle.writeFile(digestOf(archive));
        await handle.writeFile(archive);
      } finally {
        await handle.close();
      }
      await rename(staged, this.#file(key));
    } catch (error) {
      await rm(staged, { force: true });
      throw error;
    }
    await this.#shrink();
  }

  /** Bytes of a kept archive, by its file alone; `undefined` when there is none. */
  async size(key: string): Promise<number | undefined> {
    const info = await stat(this.#file(key)).catch(() => undefined);
    return info && Math.max(0, info.size - hashBytes);
  }

  async remove(key: string): Promise<void> {
    await rm(this.#file(key), { force: true });
  }

  async #shrink(): Promise<void> {
    const files: { file: string; size: number; used: number }[] = [];
    for (const name of await readdir(this.#folder)) {
      const file = path.join(this.#folder, name);
      const info = await stat(file).catch(() => undefined);
      if (!info) continue;
      if (name.endsWith(suffix)) files.push({ file, size: info.size, used: info.mtimeMs });
      else if (name.endsWith('.tmp') && Date.now() - info.mtimeMs > abandonedAfter) await rm(file, { force: true });
    }
    let total = files.reduce((sum, { size }) => sum + size, 0);
    for (const { file, size } of files.sort((a, b) => a.used - b.used)) {
      if (total <= this.#limit) return;
      await rm(file, { force: true });
      total -= size;
    }
  }

  #file(key: string): string {
    return path.join(this.#folder, `${digestOf(Buffer.from(key)).toString('hex').slice(0, 40)}${suffix}`);
  }
}

function digestOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
