import type { FileEdit } from '../edits.ts';
import type { Range } from '../problem.ts';
import type { Fix } from './fix.ts';

type TextEdit = FileEdit & { readonly kind: 'text' };

/**
 * Fixes of one text that can be applied together: none touches what another changes, and no two write the same key of
 * the front matter. `text` is the text that all of them were made for, `file` its path.
 */
export class FixBatch {
  readonly #text: string;
  readonly #file: string;
  /** Sorted by position, disjoint. */
  readonly #edits: TextEdit[] = [];
  readonly #keys = new Set<string>();
  #size = 0;

  constructor(text: string, file: string) {
    this.#text = text;
    this.#file = file;
  }

  /** Every edit taken so far. */
  get edits(): readonly FileEdit[] {
    return this.#edits;
  }

  /** Number of fixes taken so far. */
  get size(): number {
    return this.#size;
  }

  /** True when a fix taken so far changes something in this range already. */
  changes({ start, end }: Range): boolean {
    const next = this.#edits[this.#firstEndingAfter(start)];
    return next !== undefined && next.range.start < end;
  }

  /** Takes a fix, unless it changes other files, changes nothing, or has to wait for those taken before. */
  take(fix: Fix): boolean {
    const edits = fix.edits.filter((edit): edit is TextEdit => edit.kind === 'text' && edit.file === this.#file);
    const isOwn = edits.length === fix.edits.length;
    if (!isOwn || !edits.some((edit) => this.#hasEffect(edit)) || !edits.every((edit) => this.#fits(edit)))
      return false;
    const keys = edits.flatMap((edit) => this.#keysOf(edit));
    if (keys.some((key) => this.#keys.has(key))) return false;
    for (const key of keys) this.#keys.add(key);
    for (const edit of edits) this.#edits.splice(this.#placeOf(edit), 0, edit);
    this.#size += 1;
    return true;
  }

  #hasEffect({ range, newText }: TextEdit): boolean {
    return this.#text.slice(range.start, range.end) !== newText;
  }

  #fits(edit: TextEdit): boolean {
    const { start, end } = edit.range;
    for (let index = this.#firstEndingAfter(start - 1); index < this.#edits.length; index += 1) {
      const other = this.#edits[index];
      if (!other || other.range.start > end) return true;
      if (start < other.range.end && other.range.start < end) return false;
      const bothInsert = start === end && other.range.start === other.range.end && start === other.range.start;
      if (bothInsert && !(this.#isWholeLine(edit) && this.#isWholeLine(other))) return false;
    }
    return true;
  }

  /** Whole lines can follow one another. */
  #isWholeLine({ range, newText }: TextEdit): boolean {
    return this.#startsLine(range.start) && /^[^\r\n][^]*[\r\n]$/.test(newText);
  }

  #startsLine(at: number): boolean {
    return at === 0 || /[\r\n]/.test(this.#text.charAt(at - 1));
  }

  /** Keys, with their indentation, of the lines that an edit writes, the rest of the last one included. */
  #keysOf({ range, newText }: TextEdit): string[] {
    if (newText === '' || !this.#startsLine(range.start)) return [];
    const rest = /[\r\n]$/.test(newText) ? '' : this.#text.slice(range.end, range.end + 20);
    return `${newText}${rest}`
      .split(/[\r\n]+/)
      .flatMap((line) => /^[ \t]*(?:[\w.-]+|"[^"]*"|'[^']*')(?=[ \t]*:)/.exec(line)?.[0] ?? []);
  }

  /** Index of the first edit that ends after `offset`. */
  #firstEndingAfter(offset: number): number {
    return this.#firstWhere(({ range }) => range.end > offset);
  }

  /** Behind the edits that start earlier, and behind those of the same place. */
  #placeOf({ range: { start, end } }: TextEdit): number {
    return this.#firstWhere(({ range }) => range.start > start || (range.start === start && range.end > end));
  }

  #firstWhere(holds: (edit: TextEdit) => boolean): number {
    let low = 0;
    let high = this.#edits.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const edit = this.#edits[middle];
      if (edit && !holds(edit)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
