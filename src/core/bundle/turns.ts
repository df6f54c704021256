/** Bytes worked through before others get their turn: 1 to 4 ms, whether they are compared, summed or unpacked. */
const share = 512 << 10;

/**
 * Lets everything else that waits for this thread run in between long work. Counted in bytes, not in time: the same
 * pieces on every machine.
 */
export class Turns {
  readonly #signal: AbortSignal | undefined;
  #done = 0;

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  /** Notes bytes that were worked through; waits for a turn when it is due. Throws the signal's reason. */
  async worked(bytes: number): Promise<void> {
    // A file without content costs something, too.
    this.#done += Math.max(bytes, 4096);
    if (this.#done >= share) await this.next();
  }

  /** Waits for the next turn. Throws the signal's reason. */
  async next(): Promise<void> {
    this.#done = 0;
    await new Promise((resolve) => setImmediate(resolve));
    this.#signal?.throwIfAborted();
  }
}
