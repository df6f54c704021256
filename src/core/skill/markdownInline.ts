import { keepLast } from './keepLast.ts';
import type { Budget } from './budget.ts';
import { code, isLineEnd, isPunctuation, skipBlank, trimBlank } from './characters.ts';
import { endOfAutolink, endOfTag, isMail } from './htmlTag.ts';
import type { Content } from './markdownBlocks.ts';
import { endOfLabel, readResource, type TitleEnds, toIdentifier } from './markdownTarget.ts';
import type { Range } from './problem.ts';

/** A link or an image with its own target. */
export interface InlineLink {
  readonly kind: 'link' | 'image';
  readonly range: Range;
  /** `undefined` when no target is written. */
  readonly targetRange: Range | undefined;
  /** What the target begins with besides what is written. */
  readonly scheme: '' | 'mailto:';
}

/** What stands in a text. Ranges are offsets into the text of its `Content`. */
export type Inline = InlineLink | { readonly kind: 'code' | 'html' | 'break' | 'text'; readonly range: Range };

interface Bracket {
  readonly isImage: boolean;
  readonly start: number;
  /** Behind the bracket. */
  readonly textStart: number;
  /** How many inlines and gaps there were before it. */
  readonly inlines: number;
  readonly gaps: number;
  /** True when another bracket follows: then what it opens is no label of a definition. */
  hasInner: boolean;
}

/** The inlines of a text in the order of their starts, pieces of plain text among them. */
export function scanInline(content: Content, defined: ReadonlySet<string>, budget: Budget): readonly Inline[] {
  return keepLast('inlines', new InlineScanner(content, defined, budget)).scan();
}

const special = new Uint8Array(128);
for (const each of '`<[]\\!\n\r') special[each.charCodeAt(0)] = 1;

class InlineScanner {
  readonly #text: string;
  readonly #start: number;
  readonly #end: number;
  readonly #defined: ReadonlySet<string>;
  readonly #budget: Budget;
  readonly #brackets: Bracket[] = [];
  readonly #inlines: Inline[] = [];
  readonly #gaps: Range[] = [];
  /** Brackets below this index are in front of a link, so that they open none: links hold no links. */
  #inactive = 0;
  #at: number;
  /** Ends of titles and of HTML that do not come anymore. */
  readonly #titles: TitleEnds = new Map();
  readonly #deadHtml = new Set<string>();
  #knownLastClose: number | undefined;
  /** The last known run of backticks of each length; `undefined` until all are known. */
  #runs: Map<number, number> | undefined;

  constructor({ text, start, end }: Content, defined: ReadonlySet<string>, budget: Budget) {
    this.#budget = budget;
    this.#text = text;
    this.#start = start;
    this.#end = end;
    this.#defined = defined;
    this.#at = start;
  }

  scan(): readonly Inline[] {
    const text = this.#text;
    this.#budget.spend(this.#end - this.#start);
    while (this.#at < this.#end) {
      const char = text.charCodeAt(this.#at);
      if (char < 128 && special[char] === 1) this.#read(char);
      else this.#at += 1;
    }
    this.#addText();
    return this.#inlines;
  }

  #read(char: number): void {
    if (char === code.backslash) this.#readEscape();
    else if (char === code.tick) this.#readCode();
    else if (char === code.less) this.#readAngle();
    else if (char === code.openBracket) this.#openBracket(false);
    else if (char === code.closeBracket) this.#closeBracket();
    else if (char !== code.bang) this.#readLineEnd();
    else if (this.#text.charCodeAt(this.#at + 1) === code.openBracket && this.#at + 1 < this.#end)
      this.#openBracket(true);
    else this.#at += 1;
  }

  #readEscape(): void {
    const next = this.#at + 1;
    if (next < this.#end && isLineEnd(this.#text.charCodeAt(next))) {
      this.#gap('break', this.#at, skipBlank(this.#text, this.#afterLineEnd(next), this.#end));
    } else {
      this.#at += next < this.#end && isPunctuation(this.#text.charCodeAt(next)) ? 2 : 1;
    }
  }

  /** Two blanks or more at the end of a line break it. */
  #readLineEnd(): void {
    let start = this.#at;
    while (start > this.#start && this.#text.charCodeAt(start - 1) === code.space) start -= 1;
    const before = start > this.#start ? this.#text.charCodeAt(start - 1) : 0;
    const next = this.#afterLineEnd(this.#at);
    if (this.#at - start >= 2 && before !== code.tab && start >= (this.#gaps.at(-1)?.end ?? 0)) {
      this.#gap('break', start, skipBlank(this.#text, next, this.#end));
    } else this.#at = next;
  }

  #afterLineEnd(at: number): number {
    const isPair = this.#text.charCodeAt(at) === code.return && this.#text.charCodeAt(at + 1) === code.newline;
    return at + (isPair ? 2 : 1);
  }

  #gap(kind: 'code' | 'html' | 'break', start: number, end: number): void {
    this.#inlines.push({ kind, range: { start, end } });
    this.#gaps.push({ start, end });
    this.#at = end;
  }

  #endOfTicks(at: number): number {
    let end = at;
    while (end < this.#end && this.#text.charCodeAt(end) === code.tick) end += 1;
    return end;
  }

  #readCode(): void {
    const start = this.#at;
    const from = this.#endOfTicks(start);
    const close = this.#closingTicks(from, from - start);
    this.#budget.spend(Math.max(from, close) - start);
    if (close === -1) this.#at = from;
    else this.#gap('code', start, close + from - start);
  }

  /** Where the next run of so many backticks starts; -1 when there is none. */
  #closingTicks(from: number, length: number): number {
    if (this.#runs && (this.#runs.get(length) ?? -1) < from) return -1;
    const runs = new Map<number, number>();
    for (let at = from; at < this.#end; at += 1) {
      if (this.#text.charCodeAt(at) !== code.tick) continue;
      const end = this.#endOfTicks(at);
      if (end - at === length) return at;
      runs.set(end - at, at);
      at = end;
    }
    this.#budget.spend(this.#end - from);
    this.#runs ??= runs;
    return -1;
  }

  #readAngle(): void {
    const start = this.#at;
    const link = endOfAutolink(this.#text, start, this.#end);
    if (link !== -1) {
      this.#readAutolink(start, link);
      return;
    }
    const html = this.#endOfHtml(start);
    if (html === -1) this.#at += 1;
    else this.#gap('html', start, html);
  }

  #readAutolink(start: number, end: number): void {
    const targetRange = { start: start + 1, end: end - 1 };
    const scheme = isMail(this.#text.slice(start + 1, end - 1)) ? 'mailto:' : '';
    this.#inlines.push({ kind: 'link', range: { start, end }, targetRange, scheme });
    this.#gaps.push({ start, end: start + 1 }, { start: end - 1, end });
    this.#at = end;
  }

  #endOfHtml(start: number): number {
    const next = this.#text.charCodeAt(start + 1);
    if (next === code.question) return this.#endBy('?>', start + 2);
    if (next !== code.bang) return endOfTag(this.#text, start, this.#end);
    if (this.#text.startsWith('--', start + 2)) {
      const short = /^-?>/.exec(this.#text.slice(start + 4, Math.min(this.#end, start + 6)));
      return short ? start + 4 + short[0].length : this.#endBy('-->', start + 4);
    }
    if (this.#text.startsWith('[CDATA[', start + 2)) return this.#endBy(']]>', start + 9);
    return /[a-z]/i.test(this.#text.charAt(start + 2)) ? this.#endBy('>', start + 3) : -1;
  }

  #endBy(closer: string, from: number): number {
    if (this.#deadHtml.has(closer)) return -1;
    const found = this.#text.slice(from, Math.max(from, this.#end)).indexOf(closer);
    this.#budget.spend(found === -1 ? this.#end - from : found);
    if (found !== -1) return from + found + closer.length;
    this.#deadHtml.add(closer);
    return -1;
  }

  #openBracket(isImage: boolean): void {
    const start = this.#at;
    this.#at += isImage ? 2 : 1;
    const last = this.#brackets.at(-1);
    if (last) last.hasInner = true;
    const [inlines, gaps] = [this.#inlines.length, this.#gaps.length];
    this.#brackets.push({ isImage, start, textStart: this.#at, inlines, gaps, hasInner: false });
  }

  #closeBracket(): void {
    const at = this.#at;
    this.#at += 1;
    const bracket = this.#brackets.pop();
    if (!bracket) return;
    const isActive = bracket.isImage || this.#brackets.length >= this.#inactive;
    this.#inactive = Math.min(this.#inactive, this.#brackets.length);
    if (!isActive) return;
    const resource =
      this.#text.charCodeAt(at + 1) === code.open && at + 1 < this.#lastClose
        ? readResource(this.#text, at + 1, this.#end, this.#titles)
        : undefined;
    const end = resource?.end ?? this.#endOfReference(bracket, at);
    this.#budget.spend(Math.max(at, end) - at);
    if (end !== -1) this.#resolve(bracket, at, end, resource);
  }

  /** Offset of the last `)`, without which no target ends. */
  get #lastClose(): number {
    this.#knownLastClose ??= this.#start + this.#text.slice(this.#start, this.#end).lastIndexOf(')');
    return this.#knownLastClose;
  }

  /** The end of a reference whose text ends at the `]` at `at`; -1 when its label is not defined. */
  #endOfReference(bracket: Bracket, at: number): number {
    if (this.#defined.size === 0) return -1;
    const next = at + 1 < this.#end ? this.#text.charCodeAt(at + 1) : 0;
    if (next === code.openBracket) {
      const label = endOfLabel(this.#text, at + 1, this.#end);
      if (label !== -1 && this.#defined.has(toIdentifier(this.#text.slice(at + 2, label - 1)))) return label;
    }
    if (bracket.hasInner) return -1;
    this.#budget.spend(at - bracket.textStart);
    if (!this.#defined.has(toIdentifier(this.#text.slice(bracket.textStart, at)))) return -1;
    if (next !== code.openBracket) return at + 1;
    return this.#text.charCodeAt(at + 2) === code.closeBracket && at + 2 < this.#end ? at + 3 : -1;
  }

  #resolve(
    { isImage, start, textStart, inlines, gaps }: Bracket,
    textEnd: number,
    end: number,
    resource: { readonly targetRange: Range | undefined } | undefined,
  ): void {
    this.#at = end;
    if (isImage) {
      // What describes an image is no text of the document.
      this.#inlines.length = inlines;
      this.#gaps.length = gaps;
      this.#gaps.push({ start, end });
    } else {
      this.#inactive = this.#brackets.length;
      this.#gaps.push({ start, end: textStart }, { start: textEnd, end });
    }
    if (!resource) return;
    const kind = isImage ? 'image' : 'link';
    this.#inlines.push({ kind, range: { start, end }, targetRange: resource.targetRange, scheme: '' });
  }

  /** Puts the text between the gaps in. */
  #addText(): void {
    let from = this.#start;
    const isSorted = this.#gaps.every((gap, index) => gap.start >= (this.#gaps[index - 1]?.start ?? 0));
    const gaps = isSorted ? this.#gaps : this.#gaps.sort((a, b) => a.start - b.start);
    for (const gap of [...gaps, { start: this.#end, end: this.#end }]) {
      this.#addPiece(from, gap.start);
      from = gap.end;
    }
    if (this.#inlines.length > 1) this.#inlines.sort((a, b) => a.range.start - b.range.start);
  }

  /** Blanks before a line end that begins a piece, and after one that ends it, are no text. */
  #addPiece(from: number, to: number): void {
    const line = skipBlank(this.#text, from, to);
    const start = line < to && isLineEnd(this.#text.charCodeAt(line)) ? line : from;
    const last = trimBlank(this.#text, start, to);
    const end = last > start && isLineEnd(this.#text.charCodeAt(last - 1)) ? last : to;
    if (end > start) this.#inlines.push({ kind: 'text', range: { start, end } });
  }
}
