import type { Disposable } from '../text/emitter.ts';

/** Port: calls `work` after so many milliseconds, unless what it gives is disposed before. */
export type Later = (work: () => void, milliseconds: number) => Disposable;

/** Items that are given out in one piece: what listeners do with more of them would block others. */
const mostTogether = 32;

/** Gathers what comes close together: the first comes out at once, what follows every so many milliseconds. */
export class Batches<T> implements Disposable {
  readonly #later: Later;
  readonly #milliseconds: number;
  readonly #take: (items: readonly T[]) => void;
  readonly #items = new Set<T>();
  #timer: Disposable | undefined;

  constructor(later: Later, milliseconds: number, take: (items: readonly T[]) => void) {
    this.#later = later;
    this.#milliseconds = milliseconds;
    this.#take = take;
  }

  add(item: T): void {
    this.#items.add(item);
    if (!this.#timer) this.#flush();
  }

  /** An item that somebody waits for: it comes out at once, whatever else is gathered. */
  addUrgent(item: T): void {
    this.#items.delete(item);
    this.#take([item]);
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#items.clear();
  }

  #flush(): void {
    this.#timer = undefined;
    if (this.#items.size === 0) return;
    const items = [...this.#items].slice(0, mostTogether);
    for (const item of items) this.#items.delete(item);
    this.#timer = this.#later(
      () => {
        this.#flush();
      },
      this.#items.size > 0 ? 0 : this.#milliseconds,
    );
    this.#take(items);
  }
}
