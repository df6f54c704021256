import { withoutEnd } from '../text/ends.ts';

/** What may be the name of a program, a package or a tool, or a part of one. */
const word = /[a-z\d_][\w.+-]{1,40}/gi;
/** Values of `numberOf`. */
const numbers = 1 << 20;

/** The words of a text as numbers: short to keep, and none of them can be read again. */
export function wordNumbersOf(text: string): ReadonlySet<number> {
  const found = new Set<string>();
  for (const [each] of text.matchAll(word)) found.add(each);
  return new Set(Array.from(found, numberOf));
}

/**
 * A word in any case, without the marks at its end, from 0 to 2^20 - 1: FNV-1a, folded. One of a thousand names that a
 * version of a thousand words does not have counts as one of them.
 */
export function numberOf(name: string): number {
  const plain = withoutEnd(name.toLowerCase(), /[.+-]/);
  let hash = 0x811c9dc5;
  for (let at = 0; at < plain.length; at += 1) hash = Math.imul(hash ^ plain.charCodeAt(at), 0x01000193);
  return ((hash >>> 20) ^ hash) & (numbers - 1);
}

/** Ascending numbers as text: their distances, in base64, most of them in three characters. */
export function formatWords(words: readonly number[]): string {
  const bytes: number[] = [];
  let last = 0;
  for (const each of words) {
    let distance = each - last;
    for (; distance > 127; distance >>= 7) bytes.push((distance & 127) | 128);
    bytes.push(distance);
    last = each;
  }
  return Buffer.from(bytes).toString('base64');
}

export function parseWords(text: string): readonly number[] {
  const words: number[] = [];
  let [last, distance, shift] = [0, 0, 0];
  for (const byte of Buffer.from(text, 'base64')) {
    distance |= (byte & 127) << shift;
    shift += 7;
    if (byte > 127) continue;
    last += distance;
    words.push(last);
    [distance, shift] = [0, 0];
  }
  return words;
}
