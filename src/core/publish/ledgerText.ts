import { comparePaths } from '../bundle/pathOrder.ts';

/** `"key": ` after `indent` spaces: how a line of the ledger begins. */
export function quoteKey(key: string, indent: number): string {
  return `${' '.repeat(indent)}${JSON.stringify(key)}: `;
}

/** By key, in the order of the ledger. */
export function sortedEntries<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => comparePaths(a, b));
}

/** `undefined` for what is no JSON object. */
export function toRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
