import { withoutEnd } from '../text/ends.ts';

/** Values of `numberOf`. */
const numbers = 1 << 20;
/** UTF-16 units of the longest name that counts. */
const longest = 41;

/** Of the characters below 128: those of a word, and those that are part of one only between others. */
const [inside, between] = [1, 2];
const classes = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return /\w/.test(character) ? inside : /[.+-]/.test(character) ? between : 0;
});

/**
 * The words of a text as numbers, which are short to keep, and of which none can be read again: what may be the name of a
 * program, a package or a tool, or a part of one. Two characters and more.
 */
export function wordNumbersOf(text: string): ReadonlySet<number> {
  const found = new Set<number>();
  for (let at = 0; at < text.length; at += 1) {
    if (classes[text.charCodeAt(at)] !== inside) continue;
    const start = at;
    let [hash, end, known] = [basis, at, basis];
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      const kind = classes[code] ?? 0;
      if (kind === 0) break;
      hash = mixed(hash, code);
      // The marks at the end of a word are none of it.
      if (kind === inside) [end, known] = [at + 1, hash];
    }
    if (end - start > 1 && end - start <= longest) found.add(folded(known));
  }
  return found;
}

/**
 * A word in any case, without the marks at its end, from 0 to 2^20 - 1: FNV-1a, folded. One of a thousand names that a
 * version of a thousand words does not have counts as one of them.
 */
export function numberOf(name: string): number {
  const plain = withoutEnd(name, /[.+-]/);
  let hash = basis;
  for (let at = 0; at < plain.length; at += 1) hash = mixed(hash, plain.charCodeAt(at));
  return folded(hash);
}

const basis = 0x811c9dc5;

function mixed(hash: number, code: number): number {
  return Math.imul(hash ^ (code > 64 && code < 91 ? code + 32 : code), 0x01000193);
}

function folded(hash: number): number {
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
