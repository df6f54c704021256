import type { Page } from './model.ts';

export interface Collected<T> {
  readonly items: readonly T[];
  /** True when the list was cut: too long, or the cursors went in a circle (`reliability.md` N5). */
  readonly cut: boolean;
  /** How many items of the pages are of no known shape, and so not among `items`. */
  readonly unreadable: number;
}

/** Follows the cursors of a list to its end, at most 100 pages or 10,000 items, never the same cursor twice. */
export async function collectPages<T>(
  fetchPage: (page: string | undefined) => Promise<Page<T>>,
  maxPages = 100,
  maxItems = 10_000,
): Promise<Collected<T>> {
  const items: T[] = [];
  const seen = new Set<string>();
  let cursor: string | undefined;
  let unreadable = 0;
  for (let count = 0; count < maxPages; count += 1) {
    const page = await fetchPage(cursor);
    items.push(...page.items);
    unreadable += page.unreadable;
    cursor = page.nextPage;
    if (cursor === undefined) return { items: items.slice(0, maxItems), cut: items.length > maxItems, unreadable };
    if (seen.has(cursor) || items.length >= maxItems) break;
    seen.add(cursor);
  }
  return { items: items.slice(0, maxItems), cut: true, unreadable };
}
