import { readFile } from 'node:fs/promises';
import { isSystemError } from './systemError.ts';
import { withFileLock } from './fileLock.ts';
import { writeFileAtomic } from './writeFile.ts';

/** A small text file that is read and replaced as a whole. */
export class TextFile {
  readonly #path: string;

  /** Absolute path; the file need not exist. */
  constructor(path: string) {
    this.#path = path;
  }

  /** `undefined` when there is no such file. */
  async read(): Promise<string | undefined> {
    try {
      return await readFile(this.#path, 'utf8');
    } catch (error) {
      if (isSystemError(error) && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** All or nothing, also when the process is killed. */
  async write(text: string): Promise<void> {
    await writeFileAtomic(this.#path, text);
  }

  /** Runs `work` while nobody else does, in this process or another that asks too. The signal stops waiting for that. */
  exclusive<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return withFileLock(this.#path, work, { signal });
  }
}
