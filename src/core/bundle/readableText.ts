/** What a person or a program can read in a file. */
export interface ReadableText {
  readonly text: string;
  /** False: `text` is only the readable parts of a binary file, one a line; its positions are not those of the file. */
  readonly whole: boolean;
}

/** Bytes that decide what a file is. */
const headLength = 8_192;
/** Shorter parts of a binary file are noise; no kind of key is that short. */
const readablePart = /[\t\x20-\x7e]{10,}/g;
/** UTF-16 units of readable parts that are looked at; the beginnings of a program's texts, not all of a database. */
const mostReadable = 4_000_000;

/** The text of a file in UTF-8 or UTF-16, with or without a byte order mark; of another file what is readable in it. */
export function toReadable(content: Uint8Array): ReadableText {
  const encoding = wideEncoding(content) ?? (isBinary(content) ? undefined : 'utf-8');
  if (encoding) return { text: new TextDecoder(encoding, { ignoreBOM: true }).decode(content), whole: true };
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  let text = '';
  for (const [part] of bytes.toString('latin1').matchAll(readablePart)) {
    text += `${part}\n`;
    if (text.length > mostReadable) break;
  }
  return { text, whole: false };
}

/** A few broken bytes do not make a file binary; a NUL at its beginning does, unless it is UTF-16. */
export function isBinary(content: Uint8Array): boolean {
  return wideEncoding(content) === undefined && content.subarray(0, headLength).includes(0);
}

/** UTF-16 by its byte order mark, or because every other byte is 0, as in text of Western languages. */
function wideEncoding(content: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const [first, second] = content;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const head = content.subarray(0, headLength - (headLength % 2));
  if (head.length < 8 || !head.includes(0)) return undefined;
  const zeros = [0, 0];
  for (const [index, byte] of head.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros.map((count) => count / (head.length / 2));
  if (odd > 0.7 && even < 0.05) return 'utf-16le';
  return even > 0.7 && odd < 0.05 ? 'utf-16be' : undefined;
}

/** Base64 of at least 40 characters, also broken into lines. One class, and a line break between two runs: linear. */
const encodedRun = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{40,}(?:\r?\n[A-Za-z0-9+/_-]{40,}){0,800}={0,2}/g;
/** Bytes of the beginning that show whether an encoded run is text at all. */
const peekLength = 24;

/** Texts that stand in another one as base64, with where. Only one level deep. */
export function encodedTexts(text: string): { readonly text: string; readonly start: number; readonly end: number }[] {
  const found: { text: string; start: number; end: number }[] = [];
  for (const match of text.matchAll(encodedRun)) {
    const [run] = match;
    if (!isPrintable(Buffer.from(run.slice(0, (peekLength / 3) * 4), 'base64'))) continue;
    const decoded = Buffer.from(run, 'base64');
    if (isPrintable(decoded))
      found.push({ text: decoded.toString('utf8'), start: match.index, end: match.index + run.length });
  }
  return found;
}

function isPrintable(bytes: Uint8Array): boolean {
  return bytes.every((byte) => (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09);
}
