import { comparePaths } from '../bundle/pathOrder.ts';

/** `"key": ` after `indent` spaces: how a line of the ledger begins. */
export function quoteKey(key: string, indent: number): string {
  return `${' '.repeat(indent)}${JSON.stringify(key)}: `;
}

/** By key, in the order of the ledger. */
export function sortedEntries<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => comparePaths(a, b));
}
