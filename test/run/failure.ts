/** What a step leaves for the sum of `npm test`. */
export interface TallyCounts {
  readonly passed: number;
  readonly failed: number;
  /**
   * Each with its whole title and what it said: they are said again after the sum, where the end of a long log still
   * has them.
   */
  readonly failures: readonly string[];
}

/** @param error What mocha gives: not always an `Error`, since one from another process comes as its properties. */
export function describeFailure(test: { titlePath: () => string[] }, error: unknown): string {
  const { stack, message } = Object(error) as { stack?: unknown; message?: unknown };
  return `${test.titlePath().join(' > ')}\n${String(stack ?? message ?? error)}`;
}
