import { decodeNamedCharacterReference } from 'decode-named-character-reference';
import { code, isControl, isLineEnd, isWhite, skipBlank, skipWhite } from './characters.ts';
import type { Range } from './problem.ts';

/** A link definition; ranges are offsets into the text it was read from. */
export interface Definition {
  readonly range: Range;
  /** The label as links are compared with it. */
  readonly identifier: string;
  /** `undefined` for `<>`. */
  readonly targetRange: Range | undefined;
}

/** What follows the text of a link: `(target "title")`. */
interface Resource {
  readonly end: number;
  readonly targetRange: Range | undefined;
}

/** Characters of a label, a bound of CommonMark. */
const maxLabel = 999;
/** Parentheses in each other in a target that has no angle brackets; the bound of CommonMark. */
const maxBalance = 32;

/** The link definition at the `[` at `start`, if there is one. */
export function readDefinition(text: string, start: number, end: number): Definition | undefined {
  const labelEnd = endOfLabel(text, start, end);
  if (labelEnd === -1 || labelEnd >= end || text.charCodeAt(labelEnd) !== code.colon) return undefined;
  const target = readTarget(text, skipWhite(text, labelEnd + 1, end), end, Number.POSITIVE_INFINITY);
  if (!target) return undefined;
  const last = endOfDefinition(text, target.end, end);
  if (last === -1) return undefined;
  const identifier = toIdentifier(text.slice(start + 1, labelEnd - 1));
  return { range: { start, end: last }, identifier, targetRange: target.range };
}

/** The end of the line that ends a definition whose target ends at `from`, behind its title if it has one. */
function endOfDefinition(text: string, from: number, end: number): number {
  const title = skipWhite(text, from, end);
  if (title > from && title < end) {
    const titleEnd = endOfTitle(text, title, end);
    const line = titleEnd === -1 ? -1 : skipBlank(text, titleEnd, end);
    if (line !== -1 && (line === end || isLineEnd(text.charCodeAt(line)))) return line;
  }
  const line = skipBlank(text, from, end);
  return line === end || isLineEnd(text.charCodeAt(line)) ? line : -1;
}

/**
 * The resource at the `(` at `start`, if there is one. `titles` is for the next resource, further on in the same text.
 */
export function readResource(text: string, start: number, end: number, titles: TitleEnds): Resource | undefined {
  let at = skipWhite(text, start + 1, end);
  if (at < end && text.charCodeAt(at) === code.close) return { end: at + 1, targetRange: undefined };
  const target = readTarget(text, at, end, maxBalance);
  if (!target) return undefined;
  at = skipWhite(text, target.end, end);
  if (at > target.end && at < end && text.charCodeAt(at) !== code.close) {
    at = endOfTitle(text, at, end, titles);
    if (at === -1) return undefined;
    at = skipWhite(text, at, end);
  }
  return at < end && text.charCodeAt(at) === code.close ? { end: at + 1, targetRange: target.range } : undefined;
}

function readTarget(
  text: string,
  start: number,
  end: number,
  balance: number,
): { readonly range: Range | undefined; readonly end: number } | undefined {
  if (start >= end) return undefined;
  if (text.charCodeAt(start) === code.less) {
    const close = endOfEnclosed(text, start + 1, end);
    if (close === -1) return undefined;
    return { range: close === start + 1 ? undefined : { start: start + 1, end: close }, end: close + 1 };
  }
  const stop = endOfRaw(text, start, end, balance);
  return stop === -1 ? undefined : { range: { start, end: stop }, end: stop };
}

function endOfEnclosed(text: string, from: number, end: number): number {
  for (let at = from; at < end; at += 1) {
    const char = text.charCodeAt(at);
    if (char === code.greater) return at;
    if (char === code.less || isLineEnd(char)) return -1;
    if (char === code.backslash && '<>\\'.includes(text.charAt(at + 1)) && at + 1 < end) at += 1;
  }
  return -1;
}

function endOfRaw(text: string, from: number, end: number, limit: number): number {
  let balance = 0;
  let at = from;
  for (; at < end; at += 1) {
    const char = text.charCodeAt(at);
    if (balance === 0 && (char === code.close || isWhite(char))) break;
    if (char === code.open) balance += 1;
    else if (char === code.close) balance -= 1;
    else if (char === code.backslash && at + 1 < end && '()\\'.includes(text.charAt(at + 1))) at += 1;
    else if (char === code.space || isControl(char)) return -1;
    if (balance > limit) return -1;
  }
  return balance === 0 && at > from ? at : -1;
}

/** By what closes a title: where the last one was looked for from, and where it ends; -1 where it does not. */
export type TitleEnds = Map<number, { readonly start: number; readonly titleEnd: number }>;

/** The end of the title that starts at `start`; -1 when there is none. */
function endOfTitle(text: string, start: number, end: number, titles?: TitleEnds): number {
  const opener = text.charCodeAt(start);
  if (opener !== code.quote && opener !== code.apostrophe && opener !== code.open) return -1;
  const closer = opener === code.open ? code.close : opener;
  // Whitespace stands in front of a title, so that none begins inside of an escape: what closed one that began before
  // this one closes this one as well.
  const known = titles?.get(closer);
  if (known && known.start <= start && (known.titleEnd === -1 || start < known.titleEnd - 1)) return known.titleEnd;
  const titleEnd = endOfTitleText(text, start + 1, end, closer);
  titles?.set(closer, { start, titleEnd });
  return titleEnd;
}

function endOfTitleText(text: string, start: number, end: number, closer: number): number {
  for (let at = start; at < end; at += 1) {
    const char = text.charCodeAt(at);
    if (char === closer) return at + 1;
    if (char === code.backslash && at + 1 < end) {
      const next = text.charCodeAt(at + 1);
      if (next === closer || next === code.backslash) at += 1;
    }
  }
  return -1;
}

/** The end, behind the `]`, of the label at the `[` at `start`; -1 when there is none. */
export function endOfLabel(text: string, start: number, end: number): number {
  const last = Math.min(end, start + maxLabel + 3);
  let isSeen = false;
  for (let at = start + 1; at < last; at += 1) {
    const char = text.charCodeAt(at);
    if (char === code.closeBracket) return isSeen ? at + 1 : -1;
    if (char === code.openBracket) return -1;
    if (!isWhite(char)) isSeen = true;
    if (char === code.backslash && at + 1 < last && '[\\]'.includes(text.charAt(at + 1))) at += 1;
  }
  return -1;
}

/** How labels of links and definitions are compared. */
export function toIdentifier(label: string): string {
  return label
    .replace(/[\t\n\r ]+/g, ' ')
    .replace(/^ | $/g, '')
    .toLowerCase()
    .toUpperCase();
}

/** Text with backslash escapes and character references resolved. */
export function decodeText(text: string): string {
  if (!text.includes('\\') && !text.includes('&')) return text;
  return text.replace(
    /\\([!-/:-@[-`{-~])|&(?:#[xX]([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([A-Za-z0-9]{1,31}));/g,
    (whole, escaped?: string, hex?: string, decimal?: string, name?: string) => {
      if (escaped !== undefined) return escaped;
      if (name !== undefined) return decodeNamedCharacterReference(name) || whole;
      return toCharacter(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
    },
  );
}

/** U+FFFD for what no text may hold. */
function toCharacter(point: number): string {
  const isNone =
    point < 9 ||
    point === 11 ||
    (point > 13 && point < 32) ||
    (point > 126 && point < 160) ||
    (point > 55_295 && point < 57_344) ||
    (point > 64_975 && point < 65_008) ||
    (point & 0xffff) >= 0xfffe ||
    point > 1_114_111;
  return isNone ? '\uFFFD' : String.fromCodePoint(point);
}
