import { fromMarkdown, type CompileContext, type Options, type Token } from 'mdast-util-from-markdown';
import type { Definition, Image, Link, Nodes } from 'mdast';
import { endOfLines } from '../../src/core/text/ends.ts';
import type { CodeBlock, Markdown } from '../../src/core/skill/markdown.ts';
import type { Range } from '../../src/core/skill/problem.ts';

/** What the scanner tells besides, which the oracle does not know. */
export type OracleMarkdown = Omit<Markdown, 'blocks'> & {
  readonly blocks: readonly Omit<CodeBlock, 'fence' | 'isClosed' | 'innerFence'>[];
};

/**
 * How much of a text is parsed, in UTF-16 code units. Twice the longest of 869 public skills; what comes after is not
 * looked at, so that a text of any size costs a bounded time (tens of milliseconds for the usual SKILL.md, seconds for
 * the most expensive input of this length).
 */
export const maxParsed = 128 * 1024;

/** Lines that are parsed, for the same reason; the longest of 869 public skills has 2,725. */
const maxLines = 6000;

/**
 * Links, code, headings and text of the Markdown in `text` from `start` on (the end of the front matter). Never throws.
 */
export function parseByOracle(text: string, start = 0): OracleMarkdown {
  const end = endOfParsed(text, start);
  const found: Mutable<OracleMarkdown> = { links: [], spans: [], blocks: [], headings: [], prose: [], html: [], end };
  new Collector(text.slice(start, end).replace(/^\uFEFF/, ' '), start, found, new Map()).collect();
  return found;
}

function endOfParsed(text: string, start: number): number {
  const end = endOfLines(text, start, maxParsed);
  let line = start;
  for (let count = 0; count < maxLines && line < end; count += 1) line = nextLine(text, line, end);
  return line;
}

/** The heading anchors of a text, for links with a fragment. */
export function slugOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replace(/ /g, '-');
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer Item)[] ? Item[] : T[K] };

function nextLine(text: string, line: number, end: number): number {
  const newline = text.indexOf('\n', line);
  return newline === -1 || newline >= end ? end : newline + 1;
}

/** Reads a text. Emphasis is switched off: nobody needs it here and it is what makes the parser slowest. */
class Collector {
  readonly #source: string;
  readonly #offset: number;
  readonly #found: Mutable<OracleMarkdown>;
  readonly #slugs: Map<string, number>;
  readonly #targets = new WeakMap<object, Range>();

  constructor(source: string, offset: number, found: Mutable<OracleMarkdown>, slugs: Map<string, number>) {
    this.#source = source;
    this.#offset = offset;
    this.#found = found;
    this.#slugs = slugs;
  }

  collect(): void {
    this.#visit(fromMarkdown(this.#source, this.#options()));
  }

  #options(): Options {
    const targets = this.#targets;
    /**
     * The tree has no positions of link targets; the tokens do. The first token of a target starts it, the last ends
     * it.
     */
    function remember(this: CompileContext, token: Token): void {
      const owner = this.stack.at(-1);
      if (owner) targets.set(owner, { start: token.start.offset, end: token.end.offset });
      this.buffer();
    }
    return {
      extensions: [{ disable: { null: ['attention'] } }],
      mdastExtensions: [{ enter: { resourceDestinationString: remember, definitionDestinationString: remember } }],
    };
  }

  #visit(node: Nodes): void {
    this.#take(node);
    if ('children' in node) for (const child of node.children) this.#visit(child);
  }

  #take(node: Nodes): void {
    const range = this.#rangeOf(node);
    if (node.type === 'link' || node.type === 'image' || node.type === 'definition') {
      this.#found.links.push({ kind: node.type, range, target: node.url, targetRange: this.#targetRange(node, range) });
    } else if (node.type === 'inlineCode') {
      this.#found.spans.push({ range, textRange: this.#spanText(range) });
    } else if (node.type === 'code') {
      this.#found.blocks.push({ range, textRange: this.#blockText(range), language: node.lang?.toLowerCase() });
    } else if (node.type === 'heading') {
      const text = textOf(node);
      this.#found.headings.push({ depth: node.depth, text, slug: this.#uniqueSlug(text), range });
    } else if (node.type === 'text') {
      this.#found.prose.push(range);
    } else if (node.type === 'html') {
      this.#found.html.push(range);
    }
  }

  #rangeOf(node: Nodes): Range {
    const position = node.position;
    return {
      start: this.#offset + (position?.start.offset ?? 0),
      end: this.#offset + (position?.end.offset ?? 0),
    };
  }

  #targetRange(node: Link | Image | Definition, range: Range): Range {
    const written = this.#targets.get(node);
    if (written) return { start: this.#offset + written.start, end: this.#offset + written.end };
    if (this.#text(range).startsWith('<')) return { start: range.start + 1, end: range.end - 1 };
    return { start: range.end - 1, end: range.end - 1 };
  }

  #spanText(range: Range): Range {
    const ticks = /^`+/.exec(this.#text(range))?.[0].length ?? 0;
    return { start: range.start + ticks, end: range.end - ticks };
  }

  #blockText(range: Range): Range {
    const raw = this.#text(range);
    const fence = /^(`{3,}|~{3,})[^\r\n]*(?:\r\n|\r|\n|$)/.exec(raw);
    if (!fence?.[1]) return range;
    const start = range.start + fence[0].length;
    const closing = /(?:^|[\r\n])([ \t>]*(?:`{3,}|~{3,})[ \t]*)$/.exec(raw.slice(fence[0].length));
    return { start, end: Math.max(start, closing?.[1] === undefined ? range.end : range.end - closing[1].length) };
  }

  #uniqueSlug(text: string): string {
    const slug = slugOf(text);
    const seen = this.#slugs.get(slug) ?? 0;
    this.#slugs.set(slug, seen + 1);
    return seen === 0 ? slug : `${slug}-${seen}`;
  }

  #text(range: Range): string {
    return this.#source.slice(range.start - this.#offset, range.end - this.#offset);
  }
}

/** Plain text of a node, code spans included, image descriptions left out. */
function textOf(node: Nodes): string {
  if ('value' in node) return node.type === 'html' ? '' : node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}
