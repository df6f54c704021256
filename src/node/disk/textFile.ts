import { createReadStream } from 'node:fs';
import { isSystemError } from './systemError.ts';
import { writeFileAtomic } from './writeFile.ts';

/** Bytes that are read: whoever reads so many refuses the file by its length. */
const maxBytes = 4 * 1_048_576;

/** A small text file that is read and replaced as a whole. */
export class TextFile {
  readonly #path: string;

  /** Absolute path; the file need not exist. */
  constructor(path: string) {
    this.#path = path;
  }

  /** `undefined` when there is no such file. At most 4 MiB. */
  async read(): Promise<string | undefined> {
    try {
      return (await createReadStream(this.#path, { encoding: 'utf8', end: maxBytes - 1 }).toArray()).join('');
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
  async exclusive<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const { withFileLock } = await import('./fileLock.ts');
    return withFileLock(this.#path, work, { signal });
  }
}
