import { code, isDigit, isLetter, isWhite, skipBlank, skipWhite } from './characters.ts';

/** HTML elements that start a block even in the middle of a paragraph (CommonMark, "HTML blocks", start condition 6). */
const blockNames = new Set(
  (
    'address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt ' +
    'fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li ' +
    'link main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th ' +
    'thead title tr track ul'
  ).split(' '),
);
const rawNames = new Set(['pre', 'script', 'style', 'textarea']);

/** The seven kinds of HTML blocks of CommonMark. */
export type HtmlKind = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** The kind of HTML block that the line from `at` to `end` opens; `at` is a `<`. */
export function htmlBlockKind(text: string, at: number, end: number): HtmlKind | undefined {
  const next = text.charCodeAt(at + 1);
  if (at + 1 >= end) return undefined;
  if (next === code.question) return 3;
  if (next === code.bang) return declarationKind(text, at, end);
  const isClosing = next === code.slash;
  const nameStart = at + (isClosing ? 2 : 1);
  const nameEnd = nameEndOf(text, nameStart, end);
  if (nameEnd === nameStart) return undefined;
  const after = nameEnd < end ? text.charCodeAt(nameEnd) : code.space;
  if (after === code.slash || after === code.greater || isWhite(after)) {
    const name = text.slice(nameStart, Math.min(nameEnd, nameStart + 12)).toLowerCase();
    if (!isClosing && after !== code.slash && rawNames.has(name)) return 1;
    if (blockNames.has(name)) return after !== code.slash || text.charAt(nameEnd + 1) === '>' ? 6 : undefined;
  }
  const tagEnd = endOfTag(text, at, end);
  return tagEnd !== -1 && skipBlank(text, tagEnd, end) === end ? 7 : undefined;
}

function declarationKind(text: string, at: number, end: number): HtmlKind | undefined {
  if (text.startsWith('--', at + 2) && at + 4 <= end) return 2;
  if (text.startsWith('[CDATA[', at + 2) && at + 9 <= end) return 5;
  return at + 2 < end && isLetter(text.charCodeAt(at + 2)) ? 4 : undefined;
}

/** Offset where a block of one of the first five kinds may end at the earliest, when it opens at `at`. */
const closerOffset = { 1: 1, 2: 2, 3: 1, 4: 3, 5: 9 } as const;
const closers = { 1: /<\/(?:pre|script|style|textarea)>/i, 2: /-->/, 3: /\?>/, 4: />/, 5: /\]\]>/ } as const;

/** True when the line from `from` to `end` closes a block of this kind; `isFirst` when the block opens at `from`. */
export function closesHtml(text: string, from: number, end: number, kind: HtmlKind, isFirst: boolean): boolean {
  if (kind === 6 || kind === 7) return false;
  return closers[kind].test(text.slice(from + (isFirst ? closerOffset[kind] : 0), end));
}

function nameEndOf(text: string, from: number, end: number): number {
  if (from >= end || !isLetter(text.charCodeAt(from))) return from;
  let at = from;
  while (at < end && isNamePart(text.charCodeAt(at))) at += 1;
  return at;
}

function isNamePart(char: number): boolean {
  return isLetter(char) || isDigit(char) || char === code.minus;
}

/** The end of the opening or closing tag that starts at the `<` at `at`; -1 when there is none before `end`. */
export function endOfTag(text: string, at: number, end: number): number {
  const isClosing = text.charCodeAt(at + 1) === code.slash;
  const nameStart = at + (isClosing ? 2 : 1);
  const nameEnd = nameEndOf(text, nameStart, end);
  if (nameEnd === nameStart) return -1;
  if (!isClosing) return endOfAttributes(text, nameEnd, end);
  const close = skipWhite(text, nameEnd, end);
  return close < end && text.charCodeAt(close) === code.greater ? close + 1 : -1;
}

function endOfAttributes(text: string, from: number, end: number): number {
  const first = text.charCodeAt(from);
  if (from >= end || (first !== code.slash && first !== code.greater && !isWhite(first))) return -1;
  for (let at = from; ; ) {
    at = skipWhite(text, at, end);
    if (at >= end) return -1;
    const char = text.charCodeAt(at);
    if (char === code.greater) return at + 1;
    if (char === code.slash) return at + 1 < end && text.charCodeAt(at + 1) === code.greater ? at + 2 : -1;
    if (!isAttributeStart(char)) return -1;
    at = endOfAttribute(text, at, end);
    if (at === -1) return -1;
  }
}

function isAttributeStart(char: number): boolean {
  return isLetter(char) || char === code.colon || char === code.underscore;
}

/** The end of an attribute with its value; -1 when the value is none. */
function endOfAttribute(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isAttributePart(text.charCodeAt(at))) at += 1;
  const equals = skipWhite(text, at, end);
  if (equals >= end || text.charCodeAt(equals) !== code.equals) return at;
  at = skipWhite(text, equals + 1, end);
  if (at >= end) return -1;
  const char = text.charCodeAt(at);
  if (char === code.quote || char === code.apostrophe) {
    let close = at + 1;
    while (close < end && text.charCodeAt(close) !== char) close += 1;
    if (close >= end) return -1;
    const after = close + 1 < end ? text.charCodeAt(close + 1) : 0;
    return after === code.slash || after === code.greater || isWhite(after) ? close + 1 : -1;
  }
  return endOfUnquoted(text, at, end);
}

function isAttributePart(char: number): boolean {
  return isNamePart(char) || char === code.dot || char === code.colon || char === code.underscore;
}

function endOfUnquoted(text: string, from: number, end: number): number {
  let at = from;
  for (; at < end; at += 1) {
    const char = text.charCodeAt(at);
    if (isWhite(char) || char === code.greater || (char === code.slash && at > from)) break;
    if ('"\'<=`'.includes(text.charAt(at))) return -1;
  }
  return at > from && at < end ? at : -1;
}

/** The end of an autolink that opens with the `<` at `at`, and whether it is an e-mail address; -1 when it is none. */
export function endOfAutolink(text: string, at: number, end: number): number {
  let stop = at + 1;
  for (; stop < end; stop += 1) {
    const char = text.charCodeAt(stop);
    if (char === code.greater) break;
    if (char === code.space || char === code.less || (char < 32 && char !== 0) || char === 127) return -1;
  }
  if (stop >= end || stop === at + 1) return -1;
  const inside = text.slice(at + 1, stop);
  return isAddress(inside) || isMail(inside) ? stop + 1 : -1;
}

function isAddress(inside: string): boolean {
  return /^[a-z][a-z0-9+.-]{1,31}:/i.test(inside);
}

/** True for what stands between `<` and `>` of an autolink that is an e-mail address. */
export function isMail(inside: string): boolean {
  return (
    !isAddress(inside) &&
    inside.includes('@') &&
    /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i.test(
      inside,
    )
  );
}
