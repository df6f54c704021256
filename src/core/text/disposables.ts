import type { Disposable } from './emitter.ts';

/** Owns what was made or subscribed to, and ends it, the newest first; after `dispose`, what is added is ended at once. */
export class Disposables implements Disposable {
  readonly #owned: Disposable[] = [];
  #isDisposed = false;

  /** Gives back what it takes: a thing has its owner where it is made. */
  add<T extends Disposable>(thing: T): T {
    if (this.#isDisposed) thing.dispose();
    else this.#owned.push(thing);
    return thing;
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const thing of this.#owned.splice(0).reverse()) thing.dispose();
  }
}
