import { isRecord, toRecord } from '../text/record.ts';
import type { Attempt } from './attempt.ts';

/** Port: a small file that is read and replaced as a whole; its folder need not exist. */
interface AttemptsFile {
  /** `undefined` when there is none. */
  read(): Promise<string | undefined>;
  /** Replaces the whole file or fails and leaves it as it was. */
  write(text: string): Promise<void>;
  /** Runs `work` while nobody else does so, in this process or another. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Uploads of which it is not known whether they arrived, by folder and connection. Each is in the file from right before
 * it is sent until it is known what became of it, so that neither a crash nor a kill loses it. Holds no key.
 */
export class Attempts {
  readonly #file: AttemptsFile;

  constructor(file: AttemptsFile) {
    this.#file = file;
  }

  /** @param folder Its URI or absolute path. @param connection Its key. */
  async of(folder: string, connection: string): Promise<Attempt | undefined> {
    return (await this.#read()).get(attemptKey(folder, connection));
  }

  async put(folder: string, connection: string, attempt: Attempt): Promise<void> {
    await this.#change((attempts) => attempts.set(attemptKey(folder, connection), attempt));
  }

  /** It is known what became of it. */
  async remove(folder: string, connection: string): Promise<void> {
    await this.#change((attempts) => attempts.delete(attemptKey(folder, connection)));
  }

  async #change(change: (attempts: Map<string, Attempt>) => unknown): Promise<void> {
    await this.#file.exclusive(async () => {
      const attempts = await this.#read();
      change(attempts);
      await this.#file.write(`${JSON.stringify(Object.fromEntries(attempts), undefined, 2)}\n`);
    });
  }

  /** What cannot be read is none: nobody is kept from publishing by a damaged note. */
  async #read(): Promise<Map<string, Attempt>> {
    try {
      const value: unknown = JSON.parse((await this.#file.read()) ?? '{}');
      return new Map(
        Object.entries(toRecord(value) ?? {}).filter((entry): entry is [string, Attempt] => isAttempt(entry[1])),
      );
    } catch (error) {
      if (error instanceof SyntaxError) return new Map();
      throw error;
    }
  }
}

function attemptKey(folder: string, connection: string): string {
  return `${folder}\n${connection}`;
}

function isAttempt(value: unknown): value is Attempt {
  if (!isRecord(value)) return false;
  const { name, fingerprint, time, skillId, newest } = value;
  return (
    [name, fingerprint, time].every((text) => typeof text === 'string') &&
    (skillId === undefined || typeof skillId === 'string') &&
    (newest === undefined || isNewest(newest))
  );
}

function isNewest(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { createdAt, addresses } = value;
  return typeof createdAt === 'string' && Array.isArray(addresses);
}
