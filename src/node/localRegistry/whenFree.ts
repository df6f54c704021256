import { setTimeout as delay } from 'node:timers/promises';
import { isBusy } from './storageError.ts';
import type { Store } from './store.ts';

const pauseMs = 10;

/**
 * A transaction that waits for other processes without stopping this one: reading goes on meanwhile. `write` may run
 * several times, and only the last counts. Rejects as `Store.transaction` throws; with `SQLITE_BUSY` after the store's
 * time of waiting.
 */
export async function whenFree<Result>(store: Store, write: () => Result): Promise<Result> {
  const deadline = performance.now() + store.busyTimeout;
  for (;;) {
    try {
      return store.withoutWaiting(() => store.transaction(write));
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadline) throw error;
    }
    await delay(pauseMs);
  }
}
