import { type Document, type Node, type Pair, isAlias, isMap, isPair, isScalar, isSeq, parseDocument } from 'yaml';
import type { Budget } from './budget.ts';
import { type Envelope, findEnvelope } from './envelope.ts';
import { keepLast } from './keepLast.ts';
import { frontMatterMaxDepth } from './limits.ts';
import { l10n } from '../text/l10n.ts';
import { Lines } from '../text/lines.ts';
import { type PlainEntry, type PlainValue, readPlainEntries } from './plainEntries.ts';
import type { Range } from './problem.ts';
import { type ScalarKind, readScalar } from './scalar.ts';
import { entryStart } from './yamlText.ts';

type ValueKind = ScalarKind | 'list' | 'map' | 'alias';
type ValueStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded' | 'block' | 'flow' | 'none';

/** A value as a strict reader sees it. */
export interface FrontMatterValue {
  readonly kind: ValueKind;
  /** `block` and `flow` are maps and lists, `none` is a value that is not there. */
  readonly style: ValueStyle;
  /** The text of a scalar (quotes, folding and escapes resolved, numbers as written); the source of anything else. */
  readonly text: string;
  /** Without anchor, tag and comment. Empty, behind the colon, when there is no value. */
  readonly range: Range;
  /** What is read instead of what is written; see `ScalarReading`. */
  readonly reads: string | undefined;
  /** The comment on the value's last line, from its `#` to the end of the line. */
  readonly comment: Range | undefined;
  /** Anchor and tag before the value. */
  readonly properties: Range | undefined;
  readonly items: readonly FrontMatterValue[];
  readonly entries: readonly FrontMatterEntry[];
}

export interface FrontMatterEntry {
  readonly key: string;
  readonly keyRange: Range;
  readonly value: FrontMatterValue;
  /** The whole entry, to the end of its last line, line break included. */
  readonly range: Range;
  /** True when the YAML of this entry has errors: its value is a guess. */
  readonly broken: boolean;
}

/** A place where strict YAML is violated. `code` is the parser's. */
export interface YamlError {
  readonly code: string;
  readonly message: string;
  readonly range: Range;
}

export interface FrontMatter extends Envelope {
  /** The YAML source, as it is written. */
  readonly raw: string;
  /** What the YAML is at its top level; `other` is a list or a lone scalar. */
  readonly root: 'map' | 'empty' | 'other';
  /**
   * Top-level entries in their order, duplicates included; also those that could be read of broken or half-typed YAML.
   */
  readonly entries: readonly FrontMatterEntry[];
  /** At most one per line and `maxErrors` in all. */
  readonly errors: readonly YamlError[];
}

const maxErrors = 20;
/** Reading a character of YAML takes as long as looking at so many. */
const yamlStep = 100;
const maxParts = 200;
const partStart = /^(?:\?[ \t]|["']?[A-Za-z_][\w.-]*["']?[ \t]*:(?=[ \t\n]|$))/gm;
const yamlOptions = {
  schema: 'core',
  merge: false,
  stringKeys: true,
  uniqueKeys: false,
  maxDepth: frontMatterMaxDepth,
  logLevel: 'silent',
  prettyErrors: false,
} as const;

/**
 * Reads the front matter of a SKILL.md. Never throws, whatever the text; aliases are not followed, tags not applied,
 * and no object is built from the YAML. All ranges are offsets into `text`, with LF, CRLF and CR line breaks and a byte
 * order mark. Each pass of the parser over the YAML is counted in `budget`.
 */
export function parseFrontMatter(text: string, budget?: Budget): FrontMatter {
  const envelope = findEnvelope(text);
  const raw = text.slice(envelope.content.start, envelope.content.end);
  if (envelope.state === 'missing' || envelope.state === 'tooLarge')
    return { ...envelope, raw, root: 'empty', entries: [], errors: [] };
  return { ...envelope, raw, ...keepLast('reader', new Reader(raw, envelope.content.start, budget)).read() };
}

/** The first top-level entry with this key. */
export function findEntry(frontMatter: Pick<FrontMatter, 'entries'>, key: string): FrontMatterEntry | undefined {
  return frontMatter.entries.find((entry) => entry.key === key);
}

interface Reading {
  readonly root: FrontMatter['root'];
  readonly entries: readonly FrontMatterEntry[];
  readonly errors: readonly YamlError[];
}

/** What is being read: a part of the source, where it begins, whether it has errors, and how deep in it. */
interface Place {
  readonly source: string;
  readonly base: number;
  readonly broken: boolean;
  readonly depth: number;
}

/** Parses one YAML source with LF line breaks and maps what it finds back to the text it came from. */
class Reader {
  readonly #source: string;
  readonly #offset: number;
  /** Offsets in `#source` of the line breaks that were CRLF. */
  readonly #shortened: readonly number[];
  readonly #budget: Budget | undefined;

  constructor(raw: string, offset: number, budget: Budget | undefined) {
    this.#budget = budget;
    this.#offset = offset;
    const shortened: number[] = [];
    this.#source = raw.replace(/\r\n?/g, (found, at: number) => {
      if (found === '\r\n') shortened.push(at - shortened.length);
      return '\n';
    });
    this.#shortened = shortened;
  }

  read(): Reading {
    const whole = this.#parse(this.#source, 0);
    if (whole.errors.length === 0) return whole;
    const parts = this.#parts();
    if (parts.length < 2) return whole;
    const readings = parts.map(({ start, end }) => this.#parse(this.#source.slice(start, end), start));
    const errors = readings.flatMap((reading) => reading.errors);
    if (errors.length === 0) return whole;
    return { root: 'map', entries: readings.flatMap((reading) => reading.entries), errors: errors.slice(0, maxErrors) };
  }

  /** The source in parts of one top-level entry each, so that an error in one leaves the others readable. */
  #parts(): Range[] {
    const starts = Array.from(this.#source.matchAll(partStart), (match) => match.index);
    if (starts.length > maxParts) return [];
    if (starts[0] !== 0) starts.unshift(0);
    return starts.map((start, index) => ({ start, end: starts[index + 1] ?? this.#source.length }));
  }

  #parse(source: string, base: number): Reading {
    this.#budget?.spend(source.length * yamlStep);
    const plain = readPlainEntries(source);
    if (plain) return { root: 'map', entries: plain.map((entry) => this.#plainEntry(entry, source, base)), errors: [] };
    const deep = tooDeepAt(source);
    const document = deep === undefined ? parseYaml(source) : l10n.t`It is nested too deeply`;
    if (typeof document === 'string') {
      const range =
        deep === undefined ? this.#range(base, base + source.length) : this.#range(base + deep, base + deep + 1);
      return { root: 'other', entries: [], errors: [{ code: 'FAILED', message: document, range }] };
    }
    const errors = this.#errors(document, source, base);
    const contents = document.contents as Node | null;
    if (isMap(contents))
      return {
        root: 'map',
        entries: this.#entries(contents.items, { source, base, broken: errors.length > 0, depth: 0 }),
        errors,
      };
    const empty =
      contents === null || (isScalar(contents) && contents.value === null && (contents.source ?? '') === '');
    return { root: empty ? 'empty' : 'other', entries: [], errors };
  }

  #plainEntry({ key, keyRange, range, value }: PlainEntry, source: string, base: number): FrontMatterEntry {
    return {
      key,
      keyRange: this.#range(base + keyRange.start, base + keyRange.end),
      value: this.#plainValue(value, source, base),
      range: this.#range(base + range.start, base + range.end),
      broken: false,
    };
  }

  #plainValue({ style, text, items, entries, range }: PlainValue, source: string, base: number): FrontMatterValue {
    const kind = text !== undefined ? 'text' : items ? 'list' : 'map';
    return {
      style,
      text: text ?? source.slice(range.start, range.end),
      range: this.#range(base + range.start, base + range.end),
      ...(text !== undefined && style === 'plain' ? readScalar(text) : { kind, reads: undefined }),
      comment: undefined,
      properties: undefined,
      items: items?.map((item) => this.#plainValue(item, source, base)) ?? [],
      entries: entries?.map((entry) => this.#plainEntry(entry, source, base)) ?? [],
    };
  }

  #errors(document: Document.Parsed, source: string, base: number): YamlError[] {
    const lines = new Lines(source);
    const seen = new Set<number>();
    const errors: YamlError[] = [];
    const last = Math.max(0, source.trimEnd().length - 1);
    for (const { code, message, pos } of document.errors) {
      // What is missing at the end is said to be missing there, not on the next line, which is another entry's.
      const start = Math.min(pos[0], last);
      const { line } = lines.positionAt(start);
      if (seen.has(line)) continue;
      seen.add(line);
      const range = this.#range(base + start, base + Math.min(Math.max(pos[1], start + 1), source.length));
      if (errors.push({ code, message, range }) === maxErrors) break;
    }
    return errors;
  }

  #entries(pairs: readonly unknown[], place: Place): FrontMatterEntry[] {
    // The parser bounds the depth of what is well formed only.
    if (place.depth > frontMatterMaxDepth) return [];
    return pairs.filter(isPair).flatMap((pair) => this.#entry(pair as Pair<Node | null, Node | null>, place) ?? []);
  }

  #entry(pair: Pair<Node | null, Node | null>, place: Place): FrontMatterEntry | undefined {
    const { source, base, broken } = place;
    const { key } = pair;
    if (!isScalar(key) || !key.range) return undefined;
    const [start, keyEnd] = key.range;
    const value = this.#value(pair.value, place, keyEnd);
    const last = Math.max(pair.value?.range?.[1] ?? 0, keyEnd);
    return {
      key: typeof key.value === 'string' ? key.value : (key.source ?? ''),
      keyRange: this.#range(base + start, base + keyEnd),
      value,
      range: this.#range(base + entryStart(source, start), base + endOfLine(source, last)),
      broken,
    };
  }

  #value(node: Node | null, place: Place, keyEnd: number): FrontMatterValue {
    const { source, base } = place;
    if (!node?.range || (isScalar(node) && node.value === null && (node.source ?? '') === '')) {
      return this.#emptyValue(node, source, base, keyEnd);
    }
    const [start, rawEnd] = node.range;
    const end = start + source.slice(start, rawEnd).trimEnd().length;
    const common = {
      range: this.#range(base + start, base + Math.max(start, end)),
      comment: this.#comment(source, base, end),
      properties: this.#properties(node, source, base, keyEnd, start),
      reads: undefined,
      items: [],
      entries: [],
    };
    const raw = source.slice(start, end);
    if (isAlias(node)) return { ...common, kind: 'alias', style: 'plain', text: raw };
    if (isMap(node)) {
      const entries = this.#entries(node.items, { ...place, depth: place.depth + 1 });
      return { ...common, kind: 'map', style: node.flow === true ? 'flow' : 'block', text: raw, entries };
    }
    if (isSeq(node)) {
      const deeper = { ...place, depth: place.depth + 1 };
      const items =
        deeper.depth > frontMatterMaxDepth
          ? []
          : node.items.map((item) => this.#value(item as Node | null, deeper, start));
      return { ...common, kind: 'list', style: node.flow === true ? 'flow' : 'block', text: raw, items };
    }
    if (!isScalar(node)) return { ...common, kind: 'text', style: 'plain', text: raw };
    if (node.type !== 'PLAIN')
      return { ...common, kind: 'text', style: scalarStyles[node.type ?? ''] ?? 'plain', text: String(node.value) };
    const text = node.source ?? raw;
    return { ...common, ...readScalar(text), style: 'plain', text };
  }

  #emptyValue(node: Node | null, source: string, base: number, keyEnd: number): FrontMatterValue {
    const colon = source.indexOf(':', keyEnd);
    const line = endOfLine(source, keyEnd);
    const at = colon >= 0 && colon < line ? colon + 1 : keyEnd;
    const range = this.#range(base + at, base + at);
    const properties = node?.range ? this.#properties(node, source, base, keyEnd, node.range[0]) : undefined;
    return {
      kind: 'null',
      style: 'none',
      text: '',
      range,
      reads: 'nothing',
      comment: this.#comment(source, base, at),
      properties,
      items: [],
      entries: [],
    };
  }

  #comment(source: string, base: number, end: number): Range | undefined {
    const match = /[ \t]+#[^\n]*/y;
    match.lastIndex = end;
    const found = match.exec(source);
    return found ? this.#range(base + end + found[0].indexOf('#'), base + end + found[0].length) : undefined;
  }

  #properties(node: Node, source: string, base: number, keyEnd: number, start: number): Range | undefined {
    const hasAnchor = 'anchor' in node && typeof node.anchor === 'string' && node.anchor !== '';
    if (!hasAnchor && node.tag === undefined) return undefined;
    const from = source.slice(keyEnd, start).search(/[&!]/);
    return from < 0
      ? undefined
      : this.#range(base + keyEnd + from, base + keyEnd + source.slice(keyEnd, start).trimEnd().length);
  }

  #range(start: number, end: number): Range {
    return { start: this.#original(start), end: this.#original(end) };
  }

  #original(at: number): number {
    let low = 0;
    let high = this.#shortened.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#shortened[middle] ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    return this.#offset + Math.min(at, this.#source.length) + low;
  }
}

/**
 * The parser promises not to throw; should it do so all the same, its words: the file is at fault and not the editor.
 */
function parseYaml(source: string): Document.Parsed | string {
  // It makes an error object for each mistake, and recording a hundred frames for each takes longer than parsing.
  const frames = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return parseDocument(source, yamlOptions);
  } catch (error) {
    return error instanceof Error ? error.message : l10n.t`It cannot be parsed`;
  } finally {
    Error.stackTraceLimit = frames;
  }
}

/**
 * Collections that are open at once, in brackets or begun on one line (`- - - x`, `a: b: c: x`); the parser's time is
 * quadratic in them. In quotes and comments nobody writes as many brackets.
 */
const maxNested = 4 * frontMatterMaxDepth;

/** Where the collections that are open grow too many, if they do. */
function tooDeepAt(source: string): number | undefined {
  let brackets = 0;
  let onLine = 0;
  for (const { 0: character, index } of source.matchAll(/[\n[{\]}"']|[-?:](?=[ \t])/g)) {
    if (character === '\n') onLine = 0;
    else if (character === '[' || character === '{') brackets += 1;
    else if (character === ']' || character === '}') brackets = Math.max(0, brackets - 1);
    // What follows a quote on its line is text.
    else if (character === '"' || character === "'") onLine = -Infinity;
    else if (brackets === 0) onLine += 1;
    if (brackets > maxNested || onLine > maxNested) return index;
  }
  return undefined;
}

const scalarStyles: Readonly<Record<string, ValueStyle>> = {
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

function endOfLine(source: string, from: number): number {
  if (from > 0 && source[from - 1] === '\n') return from;
  const end = source.indexOf('\n', from);
  return end < 0 ? source.length : end + 1;
}
