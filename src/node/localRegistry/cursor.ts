import { createHash } from 'node:crypto';
import { badRequest } from './apiError.ts';

const tagBytes = 9;

/** What a cursor belongs to: the dialect, and which list of which workspace with which filter. */
export interface ListKey {
  readonly dialect: string;
  readonly list: string;
}

function tagOf(key: ListKey, position: string): string {
  const text = JSON.stringify([key.dialect, key.list, position]);
  return createHash('sha256').update(text).digest('base64url').slice(0, tagBytes);
}

/**
 * An opaque page token for the items after `position` (microseconds of the last item shown), valid in this list only.
 */
export function encodeCursor(key: ListKey, position: number): string {
  const text = position.toString(36);
  return `page_${text}${tagOf(key, text)}`;
}

/** Throws the service's 400 for anything that `encodeCursor` did not make for this very list. */
export function decodeCursor(key: ListKey, token: string): number {
  const match = /^page_([0-9a-z]{1,11})([\w-]{9})$/.exec(token);
  const position = match?.[1] ?? '';
  if (match?.[2] !== tagOf(key, position)) throw badRequest('page is not a valid page token.');
  return Number.parseInt(position, 36);
}
