import { anyOf } from '../text/patterns.ts';
import type { Range } from './problem.ts';

/** An entry of a map. Ranges are offsets into the source. */
export interface PlainEntry {
  readonly key: string;
  /** Quotes included. */
  readonly keyRange: Range;
  /** From the key to the end of the entry's last line, line break included. */
  readonly range: Range;
  readonly value: PlainValue;
}

/** The text of a scalar, or a list (`items`) or a map (`entries`), below its key or in brackets on one line. */
export interface PlainValue {
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded' | 'block' | 'flow';
  /** `undefined` for a list and a map. */
  readonly text?: string;
  readonly items?: readonly PlainValue[];
  readonly entries?: readonly PlainEntry[];
  /** Quotes and brackets included, and the mark of a block of text. */
  readonly range: Range;
}

/** A value and where what follows it begins. */
interface Read {
  readonly value: PlainValue;
  readonly end: number;
}

/** Collections in each other that are read here. */
const maxDepth = 8;

const keyName = /(?:([A-Za-z_][\w.-]*)|"([^"\\\p{Cc}\ufeff]{1,100})"):/uy;
/** Keys that are no text to some readers. */
const otherKey = /^(?:null|true|false)$/i;
const item = /-(?= )/y;
/** A quote in it is escaped; a line break between two words is a blank. */
const quoted = anyOf(
  'uy',
  /"([^"\\\p{Cc}\ufeff]*(?:(?:\\["\\]|(?<=[^\s"])\n +(?=[^\s"\\]))[^"\\\p{Cc}\ufeff]*)*)"/uy,
  /'([^'\p{Cc}\ufeff]*(?:(?:''|(?<=[^\s'])\n +(?=[^\s']))[^'\p{Cc}\ufeff]*)*)'/uy,
);
const lineBreak = /\n +/g;
/** The rest of a line, for a value that is not quoted. */
const plainLine = /[\p{L}\p{N}_./(<~][^\p{Cc}\ufeff]*/uy;
/** What makes a plain scalar something else: a map, a comment, whitespace that is none of it. */
const notPlain = /:(?: |$)| #|\s$/;
/** One in brackets: of letters, digits, and what never means anything there. */
const plainInFlow = /[\p{L}\p{N}_./](?:[\p{L}\p{N}_ ./+()@&*-]*[\p{L}\p{N}_./+)*])?/uy;
/** The mark of a block of text, which ends with one line break or with none. */
const blockMark = /([|>])(-?)\n/y;
const commentLine = /#[^\p{Cc}\ufeff]*\n/uy;
/** A line of such a block, without whitespace at its end. */
const blockLine = /( +)([^\s\p{Cc}](?:[^\p{Cc}\ufeff]*[^\s\p{Cc}])?)\n/uy;

/**
 * The entries of YAML whose every line is read alike by every reader, as in most front matter: without a parser, which
 * takes many times as long. `undefined` for all other YAML. Line breaks are LF.
 */
export function readPlainEntries(source: string): readonly PlainEntry[] | undefined {
  const map = readMap(source, skipBetween(source, 0, 0), 0, 0);
  return map && skipBetween(source, map.end, 0) === source.length ? map.value.entries : undefined;
}

/** The entries whose keys begin in this column; the first one at `at`. */
function readMap(source: string, at: number, indent: number, depth: number): Read | undefined {
  const entries: PlainEntry[] = [];
  let next = at;
  let end: number;
  do {
    const entry = readEntry(source, next, indent, depth);
    if (!entry) return undefined;
    entries.push(entry);
    ({ end } = entry.range);
    next = skipBetween(source, end, indent) + indent;
  } while (next < source.length && indentAt(source, next - indent) === indent);
  return endsHere(source, end, indent) ? collection(at, end, { entries }) : undefined;
}

/** The list whose hyphens stand in this column. */
function readList(source: string, line: number, indent: number, depth: number): Read | undefined {
  const items: PlainValue[] = [];
  let at = line;
  while (indentAt(source, at) === indent && matchAt(item, source, at + indent)) {
    const start = skipBlanks(source, at + indent + 1);
    const found = readMap(source, start, start - at, depth) ?? readToEnd(source, start, indent);
    if (!found) return undefined;
    items.push(found.value);
    at = found.end;
  }
  return items.length > 0 && endsHere(source, at, indent) ? collection(line + indent, at, { items }) : undefined;
}

/** What follows stands no further right: it would belong to what was read, in a way that is not read here. */
function endsHere(source: string, from: number, indent: number): boolean {
  const at = skipEmpty(source, from);
  return at >= source.length || indentAt(source, at) <= indent;
}

function skipEmpty(source: string, from: number): number {
  let at = from;
  while (source[at] === '\n') at += 1;
  return at;
}

/** Empty lines, and comments between the entries of the whole. */
function skipBetween(source: string, from: number, indent: number): number {
  let at = skipEmpty(source, from);
  while (indent === 0 && source[at] === '#') {
    const comment = matchAt(commentLine, source, at)?.[0];
    if (comment === undefined) break;
    at = skipEmpty(source, at + comment.length);
  }
  return at;
}

/** `end`: behind the last line break. */
function collection(start: number, end: number, parts: Pick<PlainValue, 'items' | 'entries'>): Read {
  return { value: { ...parts, style: 'block', range: { start, end: end - 1 } }, end };
}

function readEntry(source: string, at: number, indent: number, depth: number): PlainEntry | undefined {
  const found = readKey(source, at);
  if (!found || depth > maxDepth) return undefined;
  const { key, colon } = found;
  const next = colon + 1;
  const read =
    source[next] === '\n' ? readBelow(source, next + 1, indent, depth + 1) : readBeside(source, next, indent, depth);
  return read && { key, keyRange: { start: at, end: colon }, range: { start: at, end: read.end }, value: read.value };
}

/** A key and where the colon behind it stands. */
function readKey(source: string, at: number): { readonly key: string; readonly colon: number } | undefined {
  const [written = '', name, key = name] = matchAt(keyName, source, at) ?? [];
  if (key === undefined || (name !== undefined && otherKey.test(name))) return undefined;
  return { key, colon: at + written.length - 1 };
}

/** A list, a map or a text in the lines below its key. A list may begin in the column of the key. */
function readBelow(source: string, at: number, keyIndent: number, depth: number): Read | undefined {
  const indent = indentAt(source, at);
  if (indent >= keyIndent && matchAt(item, source, at + indent)) return readList(source, at, indent, depth);
  if (indent <= keyIndent) return undefined;
  return readMap(source, at + indent, indent, depth) ?? readToEnd(source, at + indent, keyIndent);
}

/** A value behind its key, and the text below that belongs to it. */
function readBeside(source: string, colon: number, indent: number, depth: number): Read | undefined {
  const at = skipBlanks(source, colon);
  if (at === colon) return undefined;
  const mark = matchAt(blockMark, source, at);
  if (mark) return readBlock(source, at, mark, indent);
  const bracket = source[at] === '[' || source[at] === '{';
  return bracket ? wholeLine(source, indent, readFlow(source, at, depth + 1)) : readToEnd(source, at, indent);
}

/** A scalar of one or more lines. */
function readToEnd(source: string, at: number, indent: number): Read | undefined {
  return wholeLine(source, indent, readLines(source, at, indent));
}

/** What was read with its line break, where it ends its line. What is further right below it would be the rest of it. */
function wholeLine(source: string, indent: number, found: Read | undefined): Read | undefined {
  if (!found || source[found.end] !== '\n' || !endsHere(source, found.end + 1, indent)) return undefined;
  return { value: found.value, end: found.end + 1 };
}

/**
 * A scalar that ends its line, and goes on in lines that begin further right than the column `indent`: quoted without other
 * escapes than of quotes, or plain.
 */
function readLines(source: string, at: number, indent: number): Read | undefined {
  const found = readQuoted(source, at, indent);
  if (found) return found;
  const lines: string[] = [];
  for (let start = at; ; ) {
    const line = matchAt(plainLine, source, start)?.[0];
    if (line === undefined || notPlain.test(line)) return undefined;
    lines.push(line);
    const end = start + line.length;
    if (source[end] !== '\n' || endsHere(source, end + 1, indent))
      return { value: { style: 'plain', text: lines.join(' '), range: { start: at, end } }, end };
    start = end + 1 + indentAt(source, end + 1);
  }
}

/** Without `indent` all of it on one line. */
function readQuoted(source: string, at: number, indent?: number): Read | undefined {
  const match = matchAt(quoted, source, at);
  if (!match) return undefined;
  const [whole, double, single = ''] = match;
  const breaks = whole.match(lineBreak) ?? [];
  if (!breaks.every(({ length }) => indent !== undefined && length > indent + 1)) return undefined;
  const text = (double ?? single).replace(lineBreak, ' ');
  return double === undefined
    ? scalar(at, whole, 'single', text.replaceAll("''", "'"))
    : scalar(at, whole, 'double', text.replace(/\\(["\\])/g, '$1'));
}

function scalar(start: number, whole: string, style: PlainValue['style'], text: string): Read {
  const end = start + whole.length;
  return { value: { style, text, range: { start, end } }, end };
}

/** A list or a map in brackets, or what stands in one: all of it on one line. */
function readFlow(source: string, at: number, depth: number): Read | undefined {
  if (depth > maxDepth) return undefined;
  if (source[at] === '[') {
    const items: PlainValue[] = [];
    const end = readBetween(source, at, ']', (start) => {
      const found = readFlow(source, start, depth + 1);
      if (found) items.push(found.value);
      return found?.end;
    });
    return inBrackets(at, end, { items });
  }
  if (source[at] === '{') {
    const entries: PlainEntry[] = [];
    const lineEnd = source.indexOf('\n', at) + 1;
    const end = readBetween(source, at, '}', (start) => {
      const found = readFlowEntry(source, start, lineEnd, depth);
      if (found) entries.push(found);
      return found?.value.range.end;
    });
    return inBrackets(at, end, { entries });
  }
  const text = matchAt(plainInFlow, source, at)?.[0];
  return readQuoted(source, at) ?? (text === undefined ? undefined : scalar(at, text, 'plain', text));
}

function inBrackets(
  start: number,
  end: number | undefined,
  parts: Pick<PlainValue, 'items' | 'entries'>,
): Read | undefined {
  return end === undefined ? undefined : { value: { ...parts, style: 'flow', range: { start, end } }, end };
}

/** What is between brackets, parted by commas; `read` says where a part ends. The end of the closing bracket. */
function readBetween(
  source: string,
  open: number,
  close: string,
  read: (at: number) => number | undefined,
): number | undefined {
  let at = skipBlanks(source, open + 1);
  if (source[at] === close) return at + 1;
  for (;;) {
    const end = read(at);
    if (end === undefined) return undefined;
    at = skipBlanks(source, end);
    if (source[at] === close) return at + 1;
    if (source[at] !== ',') return undefined;
    at = skipBlanks(source, at + 1);
  }
}

/** `"key": value` or `key: value`. */
function readFlowEntry(source: string, at: number, lineEnd: number, depth: number): PlainEntry | undefined {
  const named = readKey(source, at);
  if (!named) return undefined;
  const { key, colon } = named;
  const start = skipBlanks(source, colon + 1);
  if (source[at] !== '"' && start === colon + 1) return undefined;
  const found = readFlow(source, start, depth + 1);
  return found && { key, keyRange: { start: at, end: colon }, range: { start: at, end: lineEnd }, value: found.value };
}

/** A block of text whose lines begin below each other, further right than its key. */
function readBlock(
  source: string,
  at: number,
  [lead, mark, strip]: RegExpExecArray,
  keyIndent: number,
): Read | undefined {
  const isFolded = mark === '>';
  let text = '';
  let indent: number | undefined;
  let breaks = 0;
  const first = at + lead.length;
  let end = first;
  for (let next = first; ; ) {
    const line = indentAt(source, next) > keyIndent ? matchAt(blockLine, source, next) : undefined;
    if (line) {
      const [whole, { length } = '', words = ''] = line;
      indent ??= length;
      // Lines that stand out are not folded; what stands further left is no part of it.
      if (length < indent || (isFolded && length > indent)) return undefined;
      if (text !== '') text += !isFolded ? '\n'.repeat(breaks) : breaks === 1 ? ' ' : '\n'.repeat(breaks - 1);
      text += ' '.repeat(length - indent) + words;
      breaks = 1;
      next += whole.length;
      end = next;
    } else if (source[next] === '\n') {
      breaks += 1;
      next += 1;
    } else break;
  }
  // Empty lines at the begin are the parser's; those at the end are no part of it.
  if (end === first || source[first] === '\n') return undefined;
  const value: PlainValue = {
    style: isFolded ? 'folded' : 'literal',
    text: strip === '' ? `${text}\n` : text,
    range: { start: at, end: end - 1 },
  };
  return { value, end };
}

function matchAt(pattern: RegExp, source: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source) ?? undefined;
}

function indentAt(source: string, lineStart: number): number {
  return skipBlanks(source, lineStart) - lineStart;
}

function skipBlanks(source: string, from: number): number {
  let at = from;
  while (source.charCodeAt(at) === 0x20) at += 1;
  return at;
}
