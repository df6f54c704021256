/** An archive that was refused. Nothing of it may be used. `message` is one sentence, fit to show. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
  /** Stable, upper case, for example `NAME_TRAVERSAL`; the list is in `extract.test.ts`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
