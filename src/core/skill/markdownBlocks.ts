import type { Budget } from './budget.ts';
import { code, isBlank, isDigit, isPunctuation, isWhite, skipBlank, trimBlank } from './characters.ts';
import { keepLast } from './keepLast.ts';
import { closesHtml, htmlBlockKind, type HtmlKind } from './htmlTag.ts';
import { type Definition, readDefinition } from './markdownTarget.ts';
import type { Range } from './problem.ts';

/**
 * Text with links and spans in it. `text` is the source, or a copy in which the `>` of block quotes are blanks and
 * which begins at `shift` of the source; `start` and `end` are offsets into `text`.
 */
export interface Content {
  readonly text: string;
  readonly shift: number;
  readonly start: number;
  readonly end: number;
}

type Depth = 1 | 2 | 3 | 4 | 5 | 6;

/** A block that holds no other blocks; ranges are offsets into the source. */
export type Leaf =
  | { readonly kind: 'paragraph'; readonly content: Content }
  | { readonly kind: 'heading'; readonly content: Content; readonly depth: Depth; readonly range: Range }
  | { readonly kind: 'definition'; readonly content: Content; readonly definition: Definition }
  | { readonly kind: 'html'; readonly range: Range }
  | CodeLeaf;

export interface CodeLeaf {
  readonly kind: 'code';
  readonly range: Range;
  readonly textRange: Range;
  /** The run of backticks or tildes that opens the block; '' for an indented one. */
  readonly fence: string;
  /** What stands behind the opening fence. */
  readonly info: string;
  readonly isClosed: boolean;
  /** The first line inside that would open a fence which the same line that ends this block could end. */
  readonly innerFence: Range | undefined;
}

/** Block quotes and list items in each other; deeper ones are text, so that each line costs a bounded time. */
const maxContainers = 100;

interface Container {
  /** 0 for a block quote; for a list item the columns its lines are indented by. */
  readonly indent: number;
  isEmpty: boolean;
}

interface Paragraph {
  readonly kind: 'paragraph';
  readonly start: number;
  end: number;
  /** Starts and ends of what block quotes put in front of its lines. */
  readonly marks: number[];
}

interface Html {
  readonly kind: 'html';
  readonly start: number;
  end: number;
  readonly html: HtmlKind;
}

interface Indented {
  readonly kind: 'indented';
  readonly start: number;
  end: number;
}

interface Fenced {
  readonly kind: 'fenced';
  readonly start: number;
  readonly textStart: number;
  end: number;
  readonly fence: string;
  readonly info: string;
  innerFence: Range | undefined;
}

/** The blocks of `source` from `start` to `end`, in the order of the text; and what its definitions define. */
export function scanBlocks(
  source: string,
  start: number,
  end: number,
  budget: Budget,
): { readonly leaves: readonly Leaf[]; readonly defined: ReadonlySet<string> } {
  const scanner = keepLast('blocks', new BlockScanner(source, end, budget));
  for (let line = start; line < end; line = scanner.line(line));
  scanner.finish();
  return scanner;
}

/** Where something was found, when that is before the end. */
function endOr(index: number, end: number): number {
  return index === -1 || index > end ? end : index;
}

class BlockScanner {
  readonly leaves: Leaf[] = [];
  readonly defined = new Set<string>();
  readonly #source: string;
  readonly #end: number;
  readonly #budget: Budget;
  readonly #containers: Container[] = [];
  #open: Paragraph | Html | Indented | Fenced | undefined;

  /** The first line feed and the first carriage return from the line at hand on; the end when there is none. */
  #newline = -1;
  #return = -1;
  /** The line at hand: where it ends, and the offset and column up to which its containers are read. */
  #lineStart = 0;
  #lineEnd = 0;
  #next = 0;
  #at = 0;
  #column = 0;
  /** Columns of a tab at `#at` that are left when a container took only a part of it. */
  #rest = 0;
  /** The first character that is no blank, and how many columns it stands behind `#column`. */
  #word = 0;
  #indent = 0;

  constructor(source: string, end: number, budget: Budget) {
    this.#budget = budget;
    this.#source = source;
    this.#end = end;
  }

  /** Reads the line at `start`; returns where the next one starts. */
  line(start: number): number {
    this.#begin(start);
    const matched = this.#matchContainers();
    const isWhole = matched === this.#containers.length;
    if (isWhole && this.#continueConcrete()) return this.#next;
    const opened = this.#openContainers(matched, isWhole);
    if (!isWhole && !opened && this.#open?.kind !== 'paragraph') this.#closeTo(matched);
    this.#readLeaf(matched, isWhole && !opened, opened);
    return this.#next;
  }

  finish(): void {
    this.#close();
  }

  #begin(start: number): void {
    this.#lineStart = start;
    const source = this.#source;
    // Most texts have but one of these line ends: the other one is not looked for in each line.
    if (this.#newline < start) this.#newline = endOr(source.indexOf('\n', start), this.#end);
    if (this.#return < start) this.#return = endOr(source.indexOf('\r', start), this.#end);
    const at = Math.min(this.#newline, this.#return);
    this.#lineEnd = at;
    const isPair = source.charCodeAt(at) === code.return && source.charCodeAt(at + 1) === code.newline;
    this.#next = Math.min(this.#end, at + (isPair ? 2 : 1));
    this.#budget.spend(this.#next - start);
    this.#at = start;
    this.#column = 0;
    this.#rest = 0;
    this.#look();
  }

  /** Finds the next word and its indent. */
  #look(): void {
    let at = this.#at;
    let column = this.#column;
    if (this.#rest > 0) {
      column += this.#rest;
      at += 1;
    }
    for (; at < this.#lineEnd; at += 1) {
      const char = this.#source.charCodeAt(at);
      if (char === code.space) column += 1;
      else if (char === code.tab) column += 4 - (column % 4);
      else break;
    }
    this.#budget.spend(1 + at - this.#at);
    this.#word = at;
    this.#indent = column - this.#column;
  }

  /** Takes up to `columns` columns of blanks. */
  #takeColumns(columns: number): void {
    for (let left = columns; left > 0 && this.#at < this.#lineEnd; ) {
      const char = this.#source.charCodeAt(this.#at);
      if (!isBlank(char)) break;
      const width = char === code.space ? 1 : this.#rest > 0 ? this.#rest : 4 - (this.#column % 4);
      const taken = Math.min(width, left);
      this.#column += taken;
      left -= taken;
      this.#rest = width - taken;
      if (this.#rest === 0) this.#at += 1;
    }
    this.#look();
  }

  /** Takes the blanks up to the word, and `length` characters from there. */
  #takeWord(length: number): void {
    this.#column += this.#indent + length;
    this.#at = this.#word + length;
    this.#rest = 0;
    this.#look();
  }

  get #isBlank(): boolean {
    return this.#word >= this.#lineEnd;
  }

  /** Where the rest of the line starts; a tab of which a container took a part is the container's. */
  get #start(): number {
    return this.#at + (this.#rest > 0 ? 1 : 0);
  }

  #char(): number {
    return this.#source.charCodeAt(this.#word);
  }

  /** How many of the open containers go on in this line. */
  #matchContainers(): number {
    let matched = 0;
    for (const container of this.#containers) {
      if (container.indent === 0) {
        if (this.#isBlank || this.#indent > 3 || this.#char() !== code.greater) break;
        this.#takeWord(1);
        this.#takeColumns(1);
      } else if (this.#isBlank) {
        if (container.isEmpty) break;
        this.#takeColumns(container.indent);
      } else if (this.#indent >= container.indent) {
        this.#takeColumns(container.indent);
      } else break;
      matched += 1;
    }
    return matched;
  }

  /** Goes on with open code or HTML, which nothing interrupts; true when the line belongs to it. */
  #continueConcrete(): boolean {
    const open = this.#open;
    if (open?.kind === 'fenced') return this.#continueFenced(open);
    if (open?.kind !== 'html') return false;
    if (open.html >= 6 && this.#isBlank) {
      this.#close();
      return false;
    }
    if (open.html >= 6) open.end = this.#lineEnd;
    else open.end = this.#isBare ? this.#lineStart : this.#endOfOpen();
    if (closesHtml(this.#source, this.#at, this.#lineEnd, open.html, false)) {
      open.end = this.#lineEnd;
      this.#close();
    }
    return true;
  }

  #continueFenced(open: Fenced): boolean {
    const fence = this.#indent > 3 ? undefined : this.#fence();
    if (
      fence?.startsWith(open.fence) &&
      skipBlank(this.#source, this.#word + fence.length, this.#lineEnd) === this.#lineEnd
    ) {
      this.#endFenced(open, this.#lineEnd, this.#lineStart);
      return true;
    }
    if (fence?.startsWith(open.fence)) open.innerFence ??= { start: this.#word, end: this.#lineEnd };
    open.end = this.#isBare ? this.#lineStart : this.#endOfOpen();
    return true;
  }

  /** Where a block ends that nothing closed up to this line: behind the line end of the last line, not in a quote. */
  #endOfOpen(): number {
    const isLast = this.#next === this.#end && this.#containers.every(({ indent }) => indent > 0);
    return isLast ? this.#next : this.#lineEnd;
  }

  /** True for a last line that is nothing but the marks of its containers. */
  get #isBare(): boolean {
    return this.#at === this.#lineEnd && this.#next === this.#lineEnd;
  }

  /** The run of three or more backticks or tildes at the word, when it can open or close a fence. */
  #fence(): string | undefined {
    const char = this.#char();
    if (char !== code.tick && char !== code.tilde) return undefined;
    let at = this.#word;
    while (at < this.#lineEnd && this.#source.charCodeAt(at) === char) at += 1;
    if (at - this.#word < 3) return undefined;
    const tick = char === code.tick ? this.#source.indexOf('`', at) : -1;
    return tick === -1 || tick >= this.#lineEnd ? this.#source.slice(this.#word, at) : undefined;
  }

  /** Opens the block quotes and list items that start in this line; true when there are any. */
  #openContainers(matched: number, isWhole: boolean): boolean {
    let opened = false;
    const interrupts = isWhole && (this.#open?.kind === 'paragraph' || this.#open?.kind === 'indented');
    for (let depth = matched; depth < maxContainers && !this.#isBlank && this.#indent <= 3; depth += 1) {
      const isQuote = this.#char() === code.greater;
      const marker = isQuote ? 1 : this.#listMarker(interrupts);
      if (marker === 0) break;
      if (!opened) this.#endBefore(matched);
      opened = true;
      this.#push(isQuote ? this.#openQuote() : this.#openItem(marker));
    }
    return opened;
  }

  /** Ends what is open where a new container starts. */
  #endBefore(matched: number): void {
    const open = this.#open;
    if (open?.kind === 'fenced' || (open?.kind === 'html' && open.html < 6)) open.end = this.#lineStart;
    this.#close();
    this.#containers.length = matched;
  }

  #push(container: Container): void {
    this.#notEmpty();
    this.#containers.push(container);
  }

  #notEmpty(): void {
    const last = this.#containers.at(-1);
    if (last) last.isEmpty = false;
  }

  #openQuote(): Container {
    this.#takeWord(1);
    this.#takeColumns(1);
    return { indent: 0, isEmpty: false };
  }

  #openItem(marker: number): Container {
    const indent = this.#indent + marker;
    this.#takeWord(marker);
    const isEmpty = this.#isBlank;
    const blanks = isEmpty || this.#indent > 4 ? 1 : this.#indent;
    this.#takeColumns(blanks);
    return { indent: indent + blanks, isEmpty };
  }

  /** Length of the list marker at the word; 0 when there is none that may stand here. */
  #listMarker(interrupts: boolean): number {
    const char = this.#char();
    let at = this.#word;
    if (char === code.star || char === code.plus || char === code.minus) {
      at += 1;
    } else {
      while (at < this.#lineEnd && isDigit(this.#source.charCodeAt(at))) at += 1;
      const digits = at - this.#word;
      const mark = this.#source.charCodeAt(at);
      if (digits === 0 || digits > 9 || at >= this.#lineEnd || (mark !== code.dot && mark !== code.close)) return 0;
      if (interrupts && (digits > 1 || char !== 49)) return 0;
      at += 1;
    }
    if (at < this.#lineEnd && !isBlank(this.#source.charCodeAt(at))) return 0;
    if (interrupts && skipBlank(this.#source, at, this.#lineEnd) === this.#lineEnd) return 0;
    return this.#isThematicBreak() ? 0 : at - this.#word;
  }

  #isThematicBreak(): boolean {
    const char = this.#char();
    if (char !== code.star && char !== code.minus && char !== code.underscore) return false;
    let count = 0;
    for (let at = this.#word; at < this.#lineEnd; at += 1) {
      const each = this.#source.charCodeAt(at);
      if (each === char) count += 1;
      else if (!isBlank(each)) return false;
    }
    return count >= 3;
  }

  /**
   * Reads what is left of the line. `isSame`: the line is in the containers of the line before; `opened`: it opened
   * containers of its own.
   */
  #readLeaf(matched: number, isSame: boolean, opened: boolean): void {
    let paragraph = this.#open?.kind === 'paragraph' && !opened ? this.#open : undefined;
    if (paragraph && isSame && !this.#isBlank && this.#indent <= 3) {
      if (this.#readUnderline(paragraph)) return;
      if (this.#open === undefined) paragraph = undefined;
    }
    if (this.#isBlank) {
      if (!opened) this.#closeTo(matched);
      if (this.#open?.kind === 'paragraph') this.#close();
    } else if (this.#indent > 3) {
      if (paragraph) this.#addLine(paragraph);
      else this.#readIndented(matched, isSame, opened);
    } else if (this.#startsLeaf(paragraph !== undefined && isSame)) {
      if (!opened) this.#closeTo(matched);
      this.#close();
      this.#notEmpty();
      this.#readStarted(paragraph !== undefined && !isSame);
    } else if (paragraph) {
      this.#addLine(paragraph);
    } else {
      if (!opened) this.#closeTo(matched);
      this.#close();
      this.#notEmpty();
      const { start, end } = { start: this.#word, end: this.#lineEnd };
      this.#open = { kind: 'paragraph', start, end, marks: [] };
    }
  }

  #addLine(paragraph: Paragraph): void {
    paragraph.end = this.#lineEnd;
    if (this.#source.slice(this.#lineStart, this.#at).includes('>')) paragraph.marks.push(this.#lineStart, this.#at);
  }

  #readIndented(matched: number, isSame: boolean, opened: boolean): void {
    if (isSame && this.#open?.kind === 'indented') {
      this.#open.end = this.#lineEnd;
      return;
    }
    if (!opened) this.#closeTo(matched);
    this.#close();
    this.#notEmpty();
    this.#open = { kind: 'indented', start: this.#start, end: this.#lineEnd };
  }

  /** True for the line under a heading, which it then makes of the paragraph. */
  #readUnderline(paragraph: Paragraph): boolean {
    const char = this.#char();
    if (char !== code.equals && char !== code.minus) return false;
    let at = this.#word;
    while (at < this.#lineEnd && this.#source.charCodeAt(at) === char) at += 1;
    if (skipBlank(this.#source, at, this.#lineEnd) !== this.#lineEnd) return false;
    const content = this.#takeDefinitions(paragraph);
    this.#open = undefined;
    if (content) {
      const range = { start: paragraph.start, end: this.#lineEnd };
      this.leaves.push({ kind: 'heading', content, depth: char === code.equals ? 1 : 2, range });
    }
    return content !== undefined;
  }

  /** True when a heading, a fence, HTML or a line starts at the word. */
  #startsLeaf(interrupts: boolean): boolean {
    const char = this.#char();
    if (!isPunctuation(char)) return false;
    if (char === code.hash) return this.#headingDepth() > 0;
    if (char === code.less) {
      const kind = htmlBlockKind(this.#source, this.#word, this.#lineEnd);
      return kind !== undefined && !(kind === 7 && interrupts);
    }
    return this.#fence() !== undefined || this.#isThematicBreak();
  }

  #headingDepth(): Depth | 0 {
    let at = this.#word;
    while (at < this.#lineEnd && this.#source.charCodeAt(at) === code.hash) at += 1;
    const depth = at - this.#word;
    return depth <= 6 && (at === this.#lineEnd || isBlank(this.#source.charCodeAt(at))) ? (depth as Depth) : 0;
  }

  #readStarted(isLazy: boolean): void {
    const char = this.#char();
    if (char === code.hash) this.#readHeading();
    else if (char === code.less) this.#readHtml(isLazy);
    else {
      const fence = this.#fence();
      if (fence !== undefined) this.#openFenced(fence);
    }
  }

  #readHeading(): void {
    const depth = this.#headingDepth();
    if (depth === 0) return;
    const source = this.#source;
    const start = skipBlank(source, this.#word + depth, this.#lineEnd);
    let end = trimBlank(source, start, this.#lineEnd);
    let hash = end;
    while (hash > start && source.charCodeAt(hash - 1) === code.hash) hash -= 1;
    if (hash === start || isBlank(source.charCodeAt(hash - 1))) end = trimBlank(source, start, hash);
    this.leaves.push({
      kind: 'heading',
      content: { text: source, shift: 0, start, end },
      depth,
      range: { start: this.#word, end: this.#lineEnd },
    });
  }

  #readHtml(isLazy: boolean): void {
    const kind = htmlBlockKind(this.#source, this.#word, this.#lineEnd);
    if (kind === undefined) return;
    const isClosed = closesHtml(this.#source, this.#word, this.#lineEnd, kind, true);
    const end = kind >= 6 || isClosed ? this.#lineEnd : this.#endOfOpen();
    this.#open = { kind: 'html', start: this.#start, end, html: kind };
    // In a line that only a paragraph of unmatched containers could go on with, a tag is alone.
    if (isClosed || (kind === 7 && isLazy)) this.#close();
  }

  #openFenced(fence: string): void {
    const start = this.#word;
    const info = this.#source.slice(start + fence.length, this.#lineEnd).trim();
    const end = this.#endOfOpen();
    this.#open = { kind: 'fenced', start, textStart: this.#next, end, fence, info, innerFence: undefined };
  }

  /** Closes the containers from the one at `count` on, with what is open in them. */
  #closeTo(count: number): void {
    if (this.#containers.length === count) return;
    this.#close();
    this.#containers.length = count;
  }

  #close(): void {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined) return;
    if (open.kind === 'paragraph') {
      const content = this.#takeDefinitions(open);
      if (content) this.leaves.push({ kind: 'paragraph', content });
    } else if (open.kind === 'html') {
      this.leaves.push({ kind: 'html', range: { start: open.start, end: open.end } });
    } else if (open.kind === 'fenced') {
      this.#endFenced(open, open.end, undefined);
    } else {
      const range = { start: open.start, end: open.end };
      const rest = { fence: '', info: '', isClosed: true, innerFence: undefined };
      this.leaves.push({ kind: 'code', range, textRange: range, ...rest });
    }
  }

  #endFenced({ start, textStart, fence, info, innerFence }: Fenced, end: number, closing: number | undefined): void {
    this.#open = undefined;
    const from = Math.min(textStart, end);
    this.leaves.push({
      kind: 'code',
      range: { start, end },
      textRange: { start: from, end: Math.max(from, closing ?? end) },
      fence,
      info,
      isClosed: closing !== undefined,
      innerFence,
    });
  }

  /** What is left of a paragraph when its link definitions are taken off; `undefined` when that is nothing. */
  #takeDefinitions(paragraph: Paragraph): Content | undefined {
    const content = this.#contentOf(paragraph);
    this.#budget.spend(content.end - content.start);
    let { start } = content;
    while (start < content.end && content.text.charCodeAt(start) === code.openBracket) {
      const definition = readDefinition(content.text, start, content.end);
      if (!definition) break;
      this.leaves.push({ kind: 'definition', content, definition });
      this.defined.add(definition.identifier);
      start = definition.range.end;
      while (start < content.end && isWhite(content.text.charCodeAt(start))) start += 1;
    }
    return start < content.end ? { ...content, start, end: trimBlank(content.text, start, content.end) } : undefined;
  }

  #contentOf({ start, end, marks }: Paragraph): Content {
    if (marks.length === 0) return { text: this.#source, shift: 0, start, end };
    const parts: string[] = [];
    let from = start;
    for (let index = 0; index < marks.length; index += 2) {
      const [markStart = 0, markEnd = 0] = marks.slice(index, index + 2);
      parts.push(this.#source.slice(from, markStart), ' '.repeat(markEnd - markStart));
      from = markEnd;
    }
    parts.push(this.#source.slice(from, end));
    return { text: parts.join(''), shift: start, start: 0, end: end - start };
  }
}
