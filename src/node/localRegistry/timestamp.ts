/** The wall clock in microseconds since 1970. Two calls may give the same value: `Store` makes them unique. */
export function nowMicros(): number {
  return Date.now() * 1000 + Number((process.hrtime.bigint() / 1000n) % 1000n);
}

/** ISO 8601 with microseconds, as the service writes it: `2024-10-30T23:58:27.427722Z`. */
export function toTimestamp(micros: number): string {
  const milliseconds = Math.floor(micros / 1000);
  const rest = String(micros - milliseconds * 1000).padStart(3, '0');
  return new Date(milliseconds).toISOString().replace('Z', `${rest}Z`);
}
