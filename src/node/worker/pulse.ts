/** Looks that see the same check before it counts as one that does not end. */
export const mostLooks = 60;

/**
 * Which check a thread is in, in memory that it shares with whoever started it: told at every check for next to nothing, where
 * a timer of the thread's own, which alone can end a loop or a pattern, takes a thread more.
 */
export class Pulse {
  readonly #cells: Int32Array<SharedArrayBuffer>;
  #seen = 0;
  #looks = 0;

  constructor(memory = new SharedArrayBuffer(8)) {
    this.#cells = new Int32Array(memory);
  }

  /** For the thread. */
  get memory(): SharedArrayBuffer {
    return this.#cells.buffer;
  }

  get isRunning(): boolean {
    return Atomics.load(this.#cells, 0) % 2 !== 0;
  }

  /** Runs the check of `id`, and tells so as long as it runs. */
  during<T>(id: number, check: () => T): T {
    Atomics.store(this.#cells, 1, id);
    Atomics.add(this.#cells, 0, 1);
    try {
      return check();
    } finally {
      Atomics.add(this.#cells, 0, 1);
    }
  }

  /**
   * To be called again and again: the id of a check that was under way at the last `mostLooks` calls too. What is counted are looks, for
   * time also passes while a computer sleeps.
   */
  look(): number | undefined {
    const count = Atomics.load(this.#cells, 0);
    this.#looks = count === this.#seen && count % 2 !== 0 ? this.#looks + 1 : 0;
    this.#seen = count;
    return this.#looks < mostLooks ? undefined : Atomics.load(this.#cells, 1);
  }
}
