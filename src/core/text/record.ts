/** A JSON object: names to values of any kind. */
export type Fields = Readonly<Record<string, unknown>>;

/** False for a list. */
export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `undefined` for what is no JSON object. */
export function toRecord(value: unknown): Fields | undefined {
  return isRecord(value) ? value : undefined;
}
