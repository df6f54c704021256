/**
 * Work that the check of one skill may take, counted in characters looked at times the passes over them, so that the
 * limit is the same on every machine. Our own bound: the largest folder that can be uploaded, all of it text, takes
 * less.
 */
const checkMaxWork = 1_000_000_000;

/** A check that would take more work than its budget allows. */
export class TooCostlyError extends Error {
  override readonly name = 'TooCostlyError';
}

/** Counts the work of one check. Pure: two runs over the same input spend the same. */
export class Budget {
  readonly limit: number;
  #spent = 0;

  constructor(limit = checkMaxWork) {
    this.limit = limit;
  }

  /** Work counted so far. */
  get spent(): number {
    return this.#spent;
  }

  /** Counts work that is done or about to be done. Throws `TooCostlyError` once the limit is passed, and ever after. */
  spend(work: number): void {
    this.#spent += work;
    if (this.#spent > this.limit) throw new TooCostlyError(`More than ${this.limit} steps of work.`);
  }
}
