/** One answered (or broken off) request. Holds no header and no query but paging: nothing in it is secret. */
export interface AccessEntry {
  readonly time: Date;
  readonly method: string;
  /** Path without query. */
  readonly path: string;
  /** `undefined` when the connection ended before an answer. */
  readonly status: number | undefined;
  readonly milliseconds: number;
  readonly requestId: string | undefined;
}

/** `2026-01-01T00:00:00.000Z POST /v1/skills 200 12 ms req_01…`, one line without its end. */
export function formatAccess(entry: AccessEntry): string {
  const status = entry.status ?? 'aborted';
  const line =
    `${entry.time.toISOString()} ${entry.method} ${entry.path.slice(0, 300)} ${status} ` +
    `${entry.milliseconds.toFixed(0)} ms`;
  return entry.requestId === undefined ? line : `${line} ${entry.requestId}`;
}
