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

/** Some of the numbers that words have: 128 KB, however many they are. */
export class WordSet {
  readonly #bits = new Uint32Array(numbers >> 5);

  /** False when it was there already. */
  add(number: number): boolean {
    const bit = 1 << (number & 31);
    const before = this.#bits[number >> 5] ?? 0;
    this.#bits[number >> 5] = before | bit;
    return (before & bit) === 0;
  }

  delete(number: number): void {
    this.#bits[number >> 5] = (this.#bits[number >> 5] ?? 0) & ~(1 << (number & 31));
  }

  /** Ascending. */
  all(): readonly number[] {
    const found: number[] = [];
    const parts = this.#bits;
    for (let index = 0; index < parts.length; index += 1) {
      const bits = parts[index] ?? 0;
      if (bits === 0) continue;
      for (let bit = 0; bit < 32; bit += 1) if ((bits & (1 << bit)) !== 0) found.push(index * 32 + bit);
    }
    return found;
  }
}

/**
 * The words of a text as numbers, each once, which are short to keep, and of which none can be read again: what may be the
 * name of a program, a package or a tool, or a part of one. Two characters and more.
 *
 * @param seen An empty one, for what was found so far; it is empty again afterward.
 */
export function wordNumbersOf(text: string, seen = new WordSet()): readonly number[] {
  const found: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    if (classes[text.charCodeAt(at)] !== inside) continue;
    const start = at;
    let end = at;
    let hash = basis;
    let known = basis;
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      const kind = classes[code] ?? 0;
      if (kind === 0) break;
      hash = mixed(hash, code);
      // The marks at the end of a word are none of it.
      if (kind !== inside) continue;
      end = at + 1;
      known = hash;
    }
    if (end - start < 2 || end - start > longest) continue;
    const number = folded(known);
    if (seen.add(number)) found.push(number);
  }
  for (const each of found) seen.delete(each);
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

/** As a signed number, which V8 keeps without memory of its own. */
const basis = 0x811c9dc5 | 0;

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
