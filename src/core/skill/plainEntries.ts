import type { Range } from './problem.ts';

/** A line `key: value`, or `key:` with such lines below it. Ranges are offsets into the source. */
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
  readonly style: 'plain' | 'single' | 'double';
  readonly text: string;
  /** Quotes included. */
  readonly range: Range;
}

/** A scalar that is quoted without an escape, or plain; what else YAML has does not match. */
const entryLine =
  /( *)([A-Za-z_][\w.-]*):(?:( +)(?:"([^"\\\p{Cc}\ufeff]*)"|'([^'\p{Cc}\ufeff]*)'|([\w./(][^\p{Cc}\ufeff]*)))?\n/uy;
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
    const line = readLine(source, at);
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
