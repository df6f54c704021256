/** A regular file read from an archive. */
export interface ArchiveFile {
  /** As stored in the archive: `/` separators, with the wrapper folder when there is one. */
  readonly path: string;
  readonly content: Uint8Array;
  /** Permission bits, 0o644 or 0o755. */
  readonly mode: number;
}

/** An archive that was refused. Nothing of it may be used. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface ExtractLimits {
  readonly maxEntries: number;
  readonly maxFileBytes: number;
  readonly maxTotalBytes: number;
}
