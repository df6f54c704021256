import { ApiError } from './apiError.ts';
import { sqliteCodeOf } from './database.ts';
import { l10n } from '../../core/text/l10n.ts';

/** SQLite's primary result codes: `SQLITE_BUSY`, `SQLITE_CORRUPT`, `SQLITE_FULL`, `SQLITE_NOTADB`. */
const busyCode = 5;
const corruptCode = 11;
const fullCode = 13;
const notADatabase = 26;

/** The stored bytes of an archive are not those that were uploaded. */
export class DamagedArchiveError extends Error {
  override readonly name = 'DamagedArchiveError';
  readonly #hash: string;

  constructor(hash: string) {
    super();
    this.#hash = hash;
  }

  override get message(): string {
    return l10n.t`The stored archive ${this.#hash.slice(0, 12)}… is damaged. Upload the same files again to repair it, or delete the version.`;
  }
}

/** Another file, or none, has the name under which this one was opened. */
export class ReplacedFileError extends Error {
  override readonly name = 'ReplacedFileError';
  readonly #file: string;

  constructor(file: string) {
    super();
    this.#file = file;
  }

  override get message(): string {
    return l10n.t`The registry’s file ${this.#file} was removed or replaced while the registry ran, so nothing more is stored. Restart the registry (in the editor: Reload Window).`;
  }
}

/** The disk has no room for an upload: told before it is written, so that there is room to delete something. */
export class FullDiskError extends Error {
  override readonly name = 'FullDiskError';

  override get message(): string {
    return l10n.t`The registry could not store this, because its disk is full. Delete versions you no longer need, or free up disk space.`;
  }
}

/**
 * What can be said about a store that failed, with the next step; `undefined` for errors that are a mistake of ours.
 */
export function toStorageError(error: unknown): ApiError | undefined {
  if (error instanceof DamagedArchiveError) return new ApiError(500, error.message);
  if (error instanceof FullDiskError) return new ApiError(500, error.message);
  if (error instanceof ReplacedFileError) return new ApiError(503, error.message);
  switch (primaryCodeOf(error)) {
    case busyCode:
      return new ApiError(503, l10n.t`The registry is busy: its file is locked by another process. Try again.`);
    case fullCode:
      return new ApiError(500, new FullDiskError().message);
    case corruptCode:
    case notADatabase:
      return new ApiError(
        500,
        l10n.t`The registry’s file is damaged. Restart the registry: it keeps the damaged file under another name and creates a new one.`,
      );
    default:
      return undefined;
  }
}

/** Another process holds the lock. */
export function isBusy(error: unknown): boolean {
  return primaryCodeOf(error) === busyCode;
}

/** There was no room on the disk. */
export function isFull(error: unknown): boolean {
  return error instanceof FullDiskError || primaryCodeOf(error) === fullCode;
}

function primaryCodeOf(error: unknown): number | undefined {
  const code = sqliteCodeOf(error);
  return code === undefined ? undefined : code & 0xff;
}
