import { badRequest } from './apiError.ts';
import { decodeCursor, encodeCursor, type ListKey } from './cursor.ts';
import { defaultPage } from './limits.ts';
import type { Source } from './rows.ts';

/** What a list request asks for. */
interface PageRequest {
  readonly limit: number;
  /** Position of the last item of the page before. */
  readonly after: number | undefined;
}

/** Throws the service's 400 for a limit out of range and for a token that belongs to another list. */
export function parsePage(query: Readonly<Record<string, string>>, maximum: number, key: ListKey): PageRequest {
  const limitText = query['limit'];
  const limit = limitText === undefined ? defaultPage : Number(/^\d{1,5}$/.test(limitText) ? limitText : 0);
  if (limit < 1 || limit > maximum) throw badRequest(`limit must be between 1 and ${maximum}`);
  const token = query['page'];
  return { limit, after: token === undefined ? undefined : decodeCursor(key, token) };
}

/** Only these two can be filtered by. */
export function parseSource(query: Readonly<Record<string, string>>): Source | undefined {
  const source = query['source'];
  if (source !== undefined && source !== 'custom' && source !== 'anthropic')
    throw badRequest('source must be one of custom, anthropic');
  return source;
}

/** `rows` holds one more than the limit when there is a next page. */
export function cutPage<Row>(rows: readonly Row[], page: PageRequest, key: ListKey, positionOf: (row: Row) => number) {
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  const nextPage = rows.length > page.limit && last !== undefined ? encodeCursor(key, positionOf(last)) : undefined;
  return { shown, nextPage };
}
