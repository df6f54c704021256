import { isOfKey } from '../text/spellings.ts';

/** What a text must hold where a pattern matches. Whatever holds none of a pattern's anchors need not be tried. */
export interface Anchor {
  /** At least three characters of ASCII, in lower case: case is ignored. '': any run of `longRun` characters of a key. */
  readonly text: string;
  /** True: no letter stands before it. */
  readonly starts: boolean;
  /** So many characters of a key follow it at least. */
  readonly run: number;
}

/** Characters of a key, `\w` and `-`, in a row. No word of a text is that long. */
const longRun = 24;

/** The beginning of a match, with how many characters of a key follow at least. */
export function beginning(text: string, run = 0): Anchor {
  return { text: text.toLowerCase(), starts: true, run };
}

/** A part of a match. */
export function fragment(text: string): Anchor {
  return { text: text.toLowerCase(), starts: false, run: 0 };
}

/** A match has so long a row of characters of a key. */
export const anyLongRun: Anchor = { text: '', starts: false, run: longRun };

/** Bytes that are looked up at each place. */
const triple = 3;
/** Values of three folded bytes. */
const places = 1 << 15;

/** An anchor, and where in it the three bytes are that it is looked up by. */
interface Entry {
  readonly anchor: Anchor;
  readonly offset: number;
}

/**
 * Finds which of some anchors a text holds, in one pass over its bytes: a tenth of the time that trying the patterns
 * takes. Linear.
 */
export class AnchorSearch {
  readonly #isHead = new Uint8Array(places);
  readonly #byHead: Entry[][] = [];
  readonly #hasRun: boolean;

  constructor(anchors: Iterable<Anchor>) {
    const all = [...new Set(anchors)];
    this.#hasRun = all.includes(anyLongRun);
    for (const anchor of all.filter(({ text }) => text !== '')) {
      const offset = rarest(anchor.text);
      let head = 0;
      for (let index = offset; index < offset + triple; index += 1)
        head = ((head << 5) ^ (anchor.text.charCodeAt(index) | 0x20)) & (places - 1);
      this.#isHead[head] = 1;
      (this.#byHead[head] ??= []).push({ anchor, offset });
    }
  }

  /** `bytes`: UTF-8, broken or not. */
  in(bytes: Uint8Array): ReadonlySet<Anchor> {
    const found = new Set<Anchor>();
    const isHead = this.#isHead;
    let head = 0;
    for (let index = 0; index < bytes.length; index += 1) {
      // The last three bytes, letters of both cases as one.
      head = ((head << 5) ^ ((bytes[index] ?? 0) | 0x20)) & (places - 1);
      if (isHead[head] !== 1) continue;
      for (const { anchor, offset } of this.#byHead[head] ?? [])
        if (!found.has(anchor) && holds(bytes, index + 1 - triple - offset, anchor)) found.add(anchor);
    }
    if (this.#hasRun && holdsRun(bytes, longRun, isOfKey)) found.add(anyLongRun);
    return found;
  }
}

/** Where the three characters begin that words hold least: signs, else the last ones. */
function rarest(text: string): number {
  let [best, most] = [0, -1];
  for (let at = 0; at + triple <= text.length; at += 1) {
    const signs = text.slice(at, at + triple).replace(/[a-z ]/g, '').length;
    if (signs >= most) [best, most] = [at, signs];
  }
  return best;
}

function holds(bytes: Uint8Array, start: number, { text, starts, run }: Anchor): boolean {
  for (let index = 0; index < text.length; index += 1)
    if (lowered(bytes[start + index] ?? 0) !== text.charCodeAt(index)) return false;
  if (starts && isAsciiLetter(bytes[start - 1] ?? 0)) return false;
  const end = start + text.length;
  for (let index = end; index < end + run; index += 1) if (isOfKey[bytes[index] ?? 0] !== 1) return false;
  return true;
}

function lowered(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}

function isAsciiLetter(byte: number): boolean {
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x7a;
}

/** True when so many bytes of a class (1 in `ofClass`) stand in a row. */
export function holdsRun(bytes: Uint8Array, length: number, ofClass: Uint8Array): boolean {
  return findRun(bytes, 0, length, ofClass) !== undefined;
}

/**
 * The next row of so many bytes of a class or more, at least four, that begins at `from` or behind; before `from` stands none of the
 * class. Looks from the last byte of a possible row back to the first that is of another class: most are not looked at.
 */
export function findRun(
  bytes: Uint8Array,
  from: number,
  length: number,
  ofClass: Uint8Array,
): { readonly start: number; readonly end: number } | undefined {
  const classAt = (at: number): number => ofClass[bytes[at] ?? 0] ?? 0;
  for (let last = from + length - 1; last < bytes.length; ) {
    // The last four together: noise has a row of two often, and each guess of the processor that is wrong takes longer.
    if ((classAt(last) & classAt(last - 1) & classAt(last - 2) & classAt(last - 3)) === 0) {
      last += length - 3;
      continue;
    }
    let before = last;
    while (before >= from && classAt(before) === 1) before -= 1;
    if (last - before < length) {
      last = before + length;
      continue;
    }
    let end = last + 1;
    while (end < bytes.length && classAt(end) === 1) end += 1;
    return { start: before + 1, end };
  }
  return undefined;
}
