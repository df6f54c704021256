import { withinTime } from '../node/worker/timeLimit.ts';

const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs a check in this thread, which has no turn for handlers of signals meanwhile: they end the program at once, as they
 * do where nobody handles them. Nothing that was begun is lost by that.
 */
export function interruptible<T>(run: () => T): T {
  const handlers = signals.map((name) => [name, process.listeners(name)] as const);
  for (const [name] of handlers) process.removeAllListeners(name);
  try {
    return withinTime(run);
  } finally {
    for (const [name, listeners] of handlers) for (const listener of listeners) process.on(name, listener);
  }
}
