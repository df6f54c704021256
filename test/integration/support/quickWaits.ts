/**
 * Runs `work` with the waits between attempts (half a second to five seconds) cut to a twentieth: the extension runs in
 * this process. What it does between them, and in which order, stays; unit tests hold how long they are.
 */
export async function withQuickWaits<T>(work: () => PromiseLike<T>): Promise<T> {
  const original = globalThis.setTimeout;
  const quick = (handler: (...args: unknown[]) => void, delay?: number, ...args: unknown[]): NodeJS.Timeout =>
    original(handler, delay !== undefined && delay >= 400 && delay <= 5_000 ? delay / 20 : delay, ...args);
  globalThis.setTimeout = Object.assign(quick, { __promisify__: original.__promisify__ }) as typeof setTimeout;
  try {
    return await work();
  } finally {
    globalThis.setTimeout = original;
  }
}
