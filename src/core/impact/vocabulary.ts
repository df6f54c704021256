import { withoutEnd } from '../text/ends.ts';

/** What may be the name of a program, a package or a tool, or a part of one. */
const word = /[a-z\d_][\w.+-]{1,40}/gi;
/** Values of `numberOf`. */
const numbers = 1 << 24;

/** The words of a text as numbers: short to keep, and none of them can be read again. */
export function wordsOf(text: string): ReadonlySet<number> {
  const found = new Set<string>();
  for (const [each] of text.matchAll(word)) found.add(each);
  return new Set(Array.from(found, numberOf));
}

/**
 * A word in any case, without the marks at its end, from 0 to 2^24 - 1: FNV-1a, folded. One of 17,000 names that a version of
 * a thousand words does not have counts as one of them.
 */
export function numberOf(name: string): number {
  const plain = withoutEnd(name.toLowerCase(), /[.+-]/);
  let hash = 0x811c9dc5;
  for (let at = 0; at < plain.length; at += 1) hash = Math.imul(hash ^ plain.charCodeAt(at), 0x01000193);
  return ((hash >>> 24) ^ hash) & (numbers - 1);
}

/** Numbers as text, four characters each. */
export function formatWords(words: readonly number[]): string {
  const bytes = new Uint8Array(words.length * 3);
  for (const [index, each] of words.entries()) bytes.set([each >> 16, each >> 8, each], index * 3);
  return Buffer.from(bytes).toString('base64');
}

export function parseWords(text: string): readonly number[] {
  const bytes = Buffer.from(text, 'base64');
  return Array.from({ length: Math.floor(bytes.length / 3) }, (_, index) => bytes.readUIntBE(index * 3, 3));
}
