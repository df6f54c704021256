import { endOfLines } from '../text/ends.ts';
import { Budget } from './budget.ts';
import { code as characters } from './characters.ts';
import { keepLast } from './keepLast.ts';
import { type CodeLeaf, type Content, type Leaf, scanBlocks } from './markdownBlocks.ts';
import { type Inline, type InlineLink, scanInline } from './markdownInline.ts';
import { type Definition, decodeText } from './markdownTarget.ts';
import type { Range } from './problem.ts';

/** A link, an image or a link definition, with what it leads to. */
export interface MarkdownLink {
  readonly kind: 'link' | 'image' | 'definition';
  /** The whole construct. */
  readonly range: Range;
  /** Where it leads, with Markdown's escapes and entities resolved; still percent-encoded, anchor included. */
  readonly target: string;
  /** The target as it is written, without angle brackets; empty right after `(` when there is none. */
  readonly targetRange: Range;
}

/** An inline code span. `range` covers the backticks, `textRange` what is between them. */
interface CodeSpan {
  readonly range: Range;
  readonly textRange: Range;
}

/** A fenced or indented code block. `textRange` covers its lines without the fences. */
export interface CodeBlock {
  readonly range: Range;
  readonly textRange: Range;
  /** First word after the opening fence, lower case; `undefined` when there is none. */
  readonly language: string | undefined;
  /** The run of backticks or tildes that opens the block; '' for an indented one. */
  readonly fence: string;
  /** False for a fenced block that goes on to the end of the text, or of the list or quote it stands in. */
  readonly isClosed: boolean;
  /**
   * The first line inside that looks like the opening of a fence of its own, and is long enough for its end to end this
   * block instead; `undefined` when there is none.
   */
  readonly innerFence: Range | undefined;
}

export interface Heading {
  readonly depth: 1 | 2 | 3 | 4 | 5 | 6;
  /** Plain text of the heading. */
  readonly text: string;
  /** The anchor a link may use for it, as the usual Markdown previews make it; unique in the document. */
  readonly slug: string;
  readonly range: Range;
}

/** What a Markdown text holds, in the order of the text. All ranges are into the text given to `parseMarkdown`. */
export interface Markdown {
  readonly links: readonly MarkdownLink[];
  readonly spans: readonly CodeSpan[];
  readonly blocks: readonly CodeBlock[];
  readonly headings: readonly Heading[];
  /** Pieces of plain text, labels of links included. */
  readonly prose: readonly Range[];
  /** HTML, comments included. */
  readonly html: readonly Range[];
  /** Where parsing stopped: the end of the text, or earlier when the text is longer than `maxParsed` or `maxLines`. */
  readonly end: number;
}

/**
 * How much of a text is parsed, in UTF-16 code units, of it whole lines. Twice the longest of 869 public skills; what comes after is not
 * looked at, so that a text of any size costs a bounded time.
 */
export const maxParsed = 128 * 1024;

/** Lines that are parsed, for the same reason; the longest of 869 public skills has 2,725. */
const maxLines = 6000;

/**
 * Links, code, headings and text of the CommonMark in `text` from `start` on (the end of the front matter). Never
 * throws but for `budget`, where its work is counted; that grows with the length of the text, whatever stands in it.
 * Emphasis is text.
 */
export function parseMarkdown(text: string, start = 0, budget = new Budget(Number.POSITIVE_INFINITY)): Markdown {
  const end = endOfParsed(text, start);
  const found: Mutable<Markdown> = { links: [], spans: [], blocks: [], headings: [], prose: [], html: [], end };
  const source = text.charCodeAt(start) === 0xfeff ? `${text.slice(0, start)} ${text.slice(start + 1)}` : text;
  const { leaves, defined } = scanBlocks(source, start, end, budget);
  keepLast('collector', new Collector(source, found, defined, budget)).collect(leaves);
  return found;
}

function endOfParsed(text: string, start: number): number {
  const end = endOfLines(text, start, maxParsed);
  let line = start;
  for (let count = 0; count < maxLines && line < end; count += 1) {
    const newline = text.indexOf('\n', line);
    line = newline === -1 || newline >= end ? end : newline + 1;
  }
  return line;
}

/** The heading anchors of a text, for links with a fragment. */
function slugOf(heading: string): string {
  const lower = heading.trim().toLowerCase();
  if (!/[^\x20-\x7e]/.test(lower)) return lower.replace(/[^\w\- ]/g, '').replaceAll(' ', '-');
  return lower.replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '').replace(/ /g, '-');
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer Item)[] ? Item[] : T[K] };

/** Turns blocks into what the document holds. */
class Collector {
  readonly #source: string;
  readonly #found: Mutable<Markdown>;
  readonly #defined: ReadonlySet<string>;
  readonly #budget: Budget;
  readonly #slugs = new Map<string, number>();

  constructor(source: string, found: Mutable<Markdown>, defined: ReadonlySet<string>, budget: Budget) {
    this.#budget = budget;
    this.#source = source;
    this.#found = found;
    this.#defined = defined;
  }

  collect(leaves: readonly Leaf[]): void {
    for (const leaf of leaves) {
      if (leaf.kind === 'paragraph') this.#takeInline(leaf.content);
      else if (leaf.kind === 'heading') this.#takeHeading(leaf);
      else if (leaf.kind === 'html') this.#found.html.push(leaf.range);
      else if (leaf.kind === 'code') this.#found.blocks.push(toBlock(leaf));
      else this.#takeDefinition(leaf.content.text, leaf.content.shift, leaf.definition);
    }
  }

  #takeDefinition(text: string, shift: number, { range, targetRange }: Definition): void {
    this.#found.links.push({
      kind: 'definition',
      range: shifted(range, shift),
      target: targetRange ? decodeText(text.slice(targetRange.start, targetRange.end)) : '',
      targetRange: shifted(targetRange ?? { start: range.end - 1, end: range.end - 1 }, shift),
    });
  }

  #takeHeading({ content, depth, range }: Leaf & { readonly kind: 'heading' }): void {
    const text = headingText(content.text, this.#takeInline(content));
    this.#found.headings.push({ depth, text, slug: this.#uniqueSlug(text), range });
  }

  #takeInline(content: Content): readonly Inline[] {
    const inlines = scanInline(content, this.#defined, this.#budget);
    for (const inline of inlines) {
      const range = shifted(inline.range, content.shift);
      if (inline.kind === 'text') this.#found.prose.push(range);
      else if (inline.kind === 'code') this.#found.spans.push({ range, textRange: this.#spanText(range) });
      else if (inline.kind === 'html') this.#found.html.push(range);
      else if (inline.kind === 'link' || inline.kind === 'image') this.#takeLink(content, inline);
    }
    return inlines;
  }

  #takeLink({ text, shift }: Content, inline: InlineLink): void {
    const { kind, range, targetRange, scheme } = inline;
    const written = targetRange ? text.slice(targetRange.start, targetRange.end) : '';
    this.#found.links.push({
      kind,
      range: shifted(range, shift),
      target: text.charCodeAt(range.start) === characters.less ? scheme + written : decodeText(written),
      targetRange: shifted(targetRange ?? { start: range.end - 1, end: range.end - 1 }, shift),
    });
  }

  #spanText({ start, end }: Range): Range {
    let ticks = 0;
    while (this.#source.charCodeAt(start + ticks) === characters.tick) ticks += 1;
    return { start: start + ticks, end: end - ticks };
  }

  #uniqueSlug(text: string): string {
    const slug = slugOf(text);
    let unique = slug;
    let count = this.#slugs.get(slug) ?? 0;
    while (this.#slugs.has(unique)) unique = `${slug}-${(count += 1)}`;
    this.#slugs.set(slug, count);
    if (unique !== slug) this.#slugs.set(unique, 0);
    return unique;
  }
}

function shifted({ start, end }: Range, shift: number): Range {
  return { start: start + shift, end: end + shift };
}

function toBlock({ range, textRange, fence, info, isClosed, innerFence }: CodeLeaf): CodeBlock {
  const language = info === '' ? undefined : decodeText(/^[^\t ]+/.exec(info)?.[0] ?? '').toLowerCase();
  return { range, textRange, language, fence, isClosed, innerFence };
}

/** Plain text of a heading, code spans included, image descriptions left out. */
function headingText(text: string, inlines: readonly Inline[]): string {
  return inlines
    .map(({ kind, range }) => {
      const written = text.slice(range.start, range.end);
      if (kind === 'code') return codeText(written);
      return kind === 'text' ? decodeText(written.replace(/(?<![\t ])[\t ]*(\r\n?|\n)[\t ]*/g, '$1')) : '';
    })
    .join('');
}

function codeText(written: string): string {
  const ticks = /^`+/.exec(written)?.[0].length ?? 0;
  const text = written.slice(ticks, -ticks);
  if (!/[^ \r\n]/.test(text)) return text;
  return /^(?: |\r\n?|\n)([^]*?)(?: |\r\n?|\n)$/.exec(text)?.[1] ?? text;
}
