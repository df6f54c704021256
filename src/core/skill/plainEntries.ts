import type { Range } from './problem.ts';

/**
 * A line `key: value`, `key:` with such lines below it, or `key: |` and `key: >` with their text. Ranges are offsets into the
 * source.
 */
export interface PlainEntry {
  readonly key: string;
  readonly keyRange: Range;
  /** From the key to the end of the entry's last line, line break included. */
  readonly range: Range;
  /** `undefined` for a map. */
  readonly scalar: PlainScalar | undefined;
  /** Of a map; none of them is one itself. */
  readonly entries: readonly PlainEntry[];
}

interface PlainScalar {
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded';
  readonly text: string;
  /** Quotes included, and the mark of a block. */
  readonly range: Range;
}

/** A scalar that is quoted without an escape, or plain; what else YAML has does not match. */
const entryLine =
  /( *)([A-Za-z_][\w.-]*):(?:( +)(?:"([^"\\\p{Cc}\ufeff]*)"|'([^'\p{Cc}\ufeff]*)'|([\w./(<][^\p{Cc}\ufeff]*)))?\n/uy;
/** The line above a block of text, which ends with one line break or with none. */
const blockLead = /([A-Za-z_][\w.-]*):( +)([|>])(-?)\n/y;
/** A line of such a block, without whitespace at its end. */
const blockLine = /( +)([^\s\p{Cc}](?:[^\p{Cc}\ufeff]*[^\s\p{Cc}])?)\n/uy;
/** What makes a plain scalar something else: a map, a comment, whitespace that is none of it. */
const notPlain = /:(?: |$)| #| $/;
/** Keys that are no text to some readers. */
const otherKey = /^(?:null|true|false)$/i;

/**
 * The entries of YAML whose every line is read alike by every reader, as in most front matter: without a parser, which
 * takes many times as long. `undefined` for all other YAML. Line breaks are LF.
 */
export function readPlainEntries(source: string): readonly PlainEntry[] | undefined {
  const top: PlainEntry[] = [];
  let map: { readonly lead: Line; readonly entries: Line[] } | undefined;
  const closeMap = (): boolean => {
    if (!map) return true;
    const { lead, entries } = map;
    const last = entries.at(-1);
    map = undefined;
    if (!last || entries.some(({ indent, scalar }) => indent !== last.indent || !scalar)) return false;
    top.push({ ...lead, range: { start: lead.range.start, end: last.range.end }, entries });
    return true;
  };
  for (let at = 0; at < source.length; ) {
    const line = readLine(source, at) ?? readBlock(source, at);
    if (!line) return undefined;
    at = line.range.end;
    if (line.indent > 0) {
      // Below a value it would be the rest of it.
      if (!map) return undefined;
      map.entries.push(line);
      continue;
    }
    if (!closeMap()) return undefined;
    if (line.scalar) top.push(line);
    else map = { lead: line, entries: [] };
  }
  return closeMap() && top.length > 0 ? top : undefined;
}

interface Line extends PlainEntry {
  readonly indent: number;
}

function readLine(source: string, at: number): Line | undefined {
  entryLine.lastIndex = at;
  const match = entryLine.exec(source);
  if (!match) return undefined;
  const [whole, { length: indent } = '', key = '', space, double, single, plain] = match;
  if (otherKey.test(key) || (plain !== undefined && notPlain.test(plain))) return undefined;
  const start = at + indent;
  const end = at + whole.length;
  const valueStart = start + key.length + 1 + (space?.length ?? 0);
  const text = double ?? single ?? plain;
  const style = plain === undefined ? (single === undefined ? 'double' : 'single') : 'plain';
  return {
    indent,
    key,
    keyRange: { start, end: start + key.length },
    range: { start, end },
    scalar: text === undefined ? undefined : { style, text, range: { start: valueStart, end: end - 1 } },
    entries: [],
  };
}

/** A block of text whose lines begin below each other. */
function readBlock(source: string, at: number): Line | undefined {
  blockLead.lastIndex = at;
  const match = blockLead.exec(source);
  if (!match) return undefined;
  const [lead, key = '', space = '', mark, strip] = match;
  if (otherKey.test(key)) return undefined;
  const isFolded = mark === '>';
  let text = '';
  let indent: number | undefined;
  let breaks = 0;
  let end = at + lead.length;
  for (;;) {
    blockLine.lastIndex = end;
    const line = blockLine.exec(source);
    if (line) {
      const [whole, { length } = '', words = ''] = line;
      indent ??= length;
      // Lines that stand out are not folded; what stands further left is no part of it.
      if (length < indent || (isFolded && length > indent)) return undefined;
      if (text !== '') text += !isFolded ? '\n'.repeat(breaks) : breaks === 1 ? ' ' : '\n'.repeat(breaks - 1);
      text += ' '.repeat(length - indent) + words;
      breaks = 1;
      end += whole.length;
    } else if (source[end] === '\n') {
      breaks += 1;
      end += 1;
    } else break;
  }
  // Empty lines at the begin and at the end are the parser's.
  if (breaks !== 1 || source[at + lead.length] === '\n') return undefined;
  const start = at + key.length + 1 + space.length;
  return {
    indent: 0,
    key,
    keyRange: { start: at, end: at + key.length },
    range: { start: at, end },
    scalar: {
      style: isFolded ? 'folded' : 'literal',
      text: strip === '' ? `${text}\n` : text,
      range: { start, end: end - 1 },
    },
    entries: [],
  };
}
