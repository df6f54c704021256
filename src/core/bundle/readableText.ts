import { beginsBinary } from '../text/bytes.ts';
import { findRun, holdsRun } from './secretAnchors.ts';

/** What a person or a program can read in a file. */
interface ReadableText {
  readonly text: string;
  /** False: `text` is only the readable parts of a binary file, one a line; its positions are not those of the file. */
  readonly whole: boolean;
}

/** Bytes that decide what a file is. */
const headLength = 8_192;
/** Shorter parts of a binary file are noise; no kind of key is that short. */
const readableLength = 10;
/** UTF-16 units of readable parts that are looked at; the beginnings of a program's texts, not all of a database. */
const mostReadable = 4_000_000;

/** The text of a file in UTF-8 or UTF-16, with or without a byte order mark; of another file what is readable in it. */
export function toReadable(content: Uint8Array): ReadableText {
  const encoding = wideEncoding(content) ?? (isBinary(content) ? undefined : 'utf-8');
  if (encoding) return { text: new TextDecoder(encoding, { ignoreBOM: true }).decode(content), whole: true };
  return { text: readableParts(content), whole: false };
}

function readableParts(content: Uint8Array): string {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  let text = '';
  let part = findRun(bytes, 0, readableLength, readableBytes);
  while (part && text.length <= mostReadable) {
    text += `${bytes.toString('latin1', part.start, part.end)}\n`;
    part = findRun(bytes, part.end, readableLength, readableBytes);
  }
  return text;
}

const readableBytes = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number((byte >= 0x20 && byte <= 0x7e) || byte === 0x09),
);

/** True for bytes that are UTF-8, broken or not: a search for ASCII needs no text of them. */
export function isPlainText(content: Uint8Array): boolean {
  return wideEncoding(content) === undefined && !beginsBinary(content);
}

/** A few broken bytes do not make a file binary; a NUL at its beginning does, unless it is UTF-16. */
export function isBinary(content: Uint8Array): boolean {
  return wideEncoding(content) === undefined && beginsBinary(content);
}

/** True for UTF-16: of it the bytes say nothing of the characters. */
export function isWideText(content: Uint8Array): boolean {
  return wideEncoding(content) !== undefined;
}

type WideEncoding = 'utf-16le' | 'utf-16be';

/** By bytes, which nobody changes: of a file that is published it is asked half a dozen times. */
const wideEncodings = new WeakMap<Uint8Array, { readonly encoding: WideEncoding | undefined }>();

function wideEncoding(content: Uint8Array): WideEncoding | undefined {
  const known = wideEncodings.get(content) ?? { encoding: findWideEncoding(content) };
  wideEncodings.set(content, known);
  return known.encoding;
}

/** UTF-16 by its byte order mark, or because every other byte is 0, as in text of Western languages. */
function findWideEncoding(content: Uint8Array): WideEncoding | undefined {
  const [first, second] = content;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const head = content.subarray(0, headLength - (headLength % 2));
  if (head.length < 8 || !head.includes(0)) return undefined;
  const zeros = [0, 0];
  for (let at = head.indexOf(0); at >= 0; at = head.indexOf(0, at + 1)) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros.map((count) => count / (head.length / 2));
  if (odd > 0.7 && even < 0.05) return 'utf-16le';
  return even > 0.7 && odd < 0.05 ? 'utf-16be' : undefined;
}

const encodedLength = 40;
/** Base64 of at least 40 characters, also broken into lines. One class, and a line break between two runs: linear. */
const encodedRun = /[A-Za-z0-9+/_-]{40,}(?:\r?\n[A-Za-z0-9+/_-]{40,}){0,800}={0,2}/y;
/** Bytes of the beginning that show whether an encoded run is text at all. */
const peekLength = 24;

/** Texts that stand in another one as base64, with where. Only one level deep. */
export function encodedTexts(text: string): { readonly text: string; readonly start: number; readonly end: number }[] {
  const found: { text: string; start: number; end: number }[] = [];
  for (const { run, start } of encodedRuns(text)) {
    if (!isPrintable(Buffer.from(run.slice(0, (peekLength / 3) * 4), 'base64'))) continue;
    const decoded = Buffer.from(run, 'base64');
    if (isPrintable(decoded)) found.push({ text: decoded.toString('utf8'), start, end: start + run.length });
  }
  return found;
}

/** True when `encodedTexts` may find some in the text of these bytes. */
export function holdsEncoded(bytes: Uint8Array): boolean {
  return holdsRun(bytes, encodedLength, encodedBytes);
}

/** A run covers one of the characters that are `encodedLength` apart: only those are looked at in other text. */
function* encodedRuns(text: string): Iterable<{ readonly run: string; readonly start: number }> {
  for (let at = encodedLength - 1; at < text.length; at += encodedLength) {
    if (!isEncoded(text.charCodeAt(at))) continue;
    let start = at;
    while (isEncoded(text.charCodeAt(start - 1))) start -= 1;
    encodedRun.lastIndex = start;
    const run = encodedRun.exec(text)?.[0];
    if (run === undefined) continue;
    yield { run, start };
    at = start + run.length - 1;
  }
}

function isEncoded(code: number): boolean {
  const letter = code | 0x20;
  return (
    (letter >= 0x61 && letter <= 0x7a) ||
    (code >= 0x2f && code <= 0x39) ||
    code === 0x2b ||
    code === 0x2d ||
    code === 0x5f
  );
}

const encodedBytes = Uint8Array.from({ length: 256 }, (_, code) => Number(isEncoded(code)));

function isPrintable(bytes: Uint8Array): boolean {
  return bytes.every((byte) => (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09);
}
