/** What was subscribed to, or made, ends with it. */
export interface Disposable {
  dispose(): void;
}

/** Takes a listener; what it gives back takes the listener out again. */
type Event<T> = (listener: (value: T) => void) => Disposable;

/** Tells listeners, in the order in which they came. After `dispose` it tells nobody. */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<(value: T) => void>();

  readonly event: Event<T> = (listener) => {
    // A function of its own: the same listener may be there twice.
    const own = (value: T): void => {
      listener(value);
    };
    this.#listeners.add(own);
    return { dispose: () => this.#listeners.delete(own) };
  };

  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
