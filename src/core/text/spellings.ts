/** A place in a text, UTF-16 code units. */
interface Place {
  readonly start: number;
  readonly end: number;
}

/** From so many characters on a key is told from ordinary words: it is looked for in files, also when it is taken apart. */
export const leastKeyLength = 16;
/** Shorter parts of a secret are found in ordinary text too often. */
const leastPart = 8;

/**
 * Where a secret stands in a text, in any spelling that a program, an editor or a server gives it: plain, percent-encoded,
 * JSON-escaped, in other case, hexadecimal, backward, in base64 at any offset (plain, URL-safe, of UTF-8 or UTF-16), in UTF-16 read
 * as bytes. One of `leastKeyLength` characters and more, with letters and digits, is also found when it is split over
 * lines, comments or string literals. Places do not overlap and are in order. Bytes are searched as Latin-1.
 */
export function findSecret(text: string, secret: string): readonly Place[] {
  return secretFinder(secret)(text);
}

/** The same for many texts: the spellings are made once. */
export function secretFinder(secret: string): (text: string) => readonly Place[] {
  const spelled = spellings(secret);
  const long = spelled.filter(
    (spelling) => spelling.length >= leastKeyLength && /\d/.test(spelling) && /[a-z]/i.test(spelling),
  );
  return (text) => merge([...spelled.flatMap((spelling) => occurrences(text, spelling)), ...apart(text, long)]);
}

/** Spellings of a secret without its outer blanks, longest first. What was pasted with a blank inside counts in parts too. */
export function spellings(secret: string): readonly string[] {
  const trimmed = secret.trim();
  const parts = trimmed.split(/\s+/).filter((part) => part.length >= leastPart);
  const all = [secret, ...new Set([trimmed, ...parts])].flatMap((text) => [text, ...encodings(text)]);
  return [...new Set(all)].filter((text) => text.length >= 4 && text.trim() !== '').sort((a, b) => b.length - a.length);
}

function encodings(text: string): readonly string[] {
  const percent = encodeURIComponent(text.toWellFormed());
  const escaped = [percent, percent.replace(/%../g, (code) => code.toLowerCase()), JSON.stringify(text).slice(1, -1)];
  if (text.length < leastPart) return escaped;
  const wide = Array.from(text).join('\0');
  const utf8 = new TextEncoder().encode(text);
  const hexadecimal = [...utf8].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [
    ...escaped,
    wide,
    text.toUpperCase(),
    text.toLowerCase(),
    hexadecimal,
    hexadecimal.toUpperCase(),
    Array.from(text).reverse().join(''),
    ...[utf8, utf16(text, true), utf16(text, false)].flatMap(base64),
  ];
}

function utf16(text: string, littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let index = 0; index < text.length; index += 1) view.setUint16(index * 2, text.charCodeAt(index), littleEndian);
  return new Uint8Array(view.buffer);
}

/**
 * Base64 of the bytes at the three alignments they can have inside a longer encoded text, without the characters their
 * neighbors decide; plain and URL-safe.
 */
function base64(bytes: Uint8Array): readonly string[] {
  return [0, 1, 2].flatMap((lead) => {
    const padded = new Uint8Array(lead + bytes.length);
    padded.set(bytes, lead);
    const encoded = btoa(String.fromCharCode(...padded)).replace(/={1,2}$/, '');
    const plain = encoded.slice(lead === 0 ? 0 : lead + 1, Math.floor((padded.length * 8) / 6));
    return [plain, plain.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function occurrences(text: string, spelling: string): Place[] {
  const found: Place[] = [];
  for (let start = text.indexOf(spelling); start >= 0; start = text.indexOf(spelling, start + spelling.length))
    found.push({ start, end: start + spelling.length });
  return found;
}

/** What stands between the pieces of a value that is taken apart: blanks, quotes, operators, marks of comments, NULs. */
const between = /[^\w-]+/g;

/** Of a spelling what is no character of a key left out. */
export function toNeedle(spelling: string): string {
  return spelling.replace(between, '');
}

/** Spellings with anything between their characters that is no character of a key. */
function apart(text: string, spelled: readonly string[]): Place[] {
  if (spelled.length === 0) return [];
  const joined = withoutBetween(text);
  const places: Place[] = [];
  for (const spelling of spelled) {
    const needle = toNeedle(spelling);
    if (needle.length < leastKeyLength) continue;
    for (const { start, end } of occurrences(joined, needle)) places.push({ start, end });
  }
  return places.length === 0 ? [] : inText(text, merge(places));
}

/** The text without all that stands `between`. */
function withoutBetween(text: string): string {
  const kept = new Uint8Array(text.length);
  let length = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    // Each is written, and stays where it counts: this is not to guess what the next one is.
    kept[length] = code;
    length += code < isOfKey.length ? (isOfKey[code] ?? 0) : 0;
  }
  return new TextDecoder().decode(kept.subarray(0, length));
}

/** 1 for `\w` and `-`, by code: of what keys are made. */
export const isOfKey: Uint8Array = Uint8Array.from({ length: 256 }, (_, code) =>
  Number(/[\w-]/.test(String.fromCharCode(code))),
);

/** Places in the text without what stands between, as places in the text. Linear. */
function inText(text: string, places: readonly Place[]): Place[] {
  const found: Place[] = [];
  let [kept, index] = [0, 0];
  const walkTo = (count: number): number => {
    for (; index < text.length; index += 1) {
      if (!/[\w-]/.test(text.charAt(index))) continue;
      if (kept === count) return index;
      kept += 1;
    }
    return text.length;
  };
  for (const { start, end } of places) {
    const first = walkTo(start);
    found.push({ start: first, end: walkTo(end - 1) + 1 });
  }
  return found;
}

function merge(places: readonly Place[]): readonly Place[] {
  const merged: Place[] = [];
  for (const place of places.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && place.start < last.end)
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, place.end) };
    else merged.push(place);
  }
  return merged;
}
