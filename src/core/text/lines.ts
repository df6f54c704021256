/** 0-based line and UTF-16 column, as editors and the language server protocol have it. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/**
 * Offsets into a text as lines and columns. Lines break at LF, CRLF and CR, as in an editor, and a byte order mark at
 * the beginning is no column.
 */
export class Lines {
  readonly #starts: readonly number[];
  readonly #length: number;
  readonly #bom: number;

  constructor(text: string) {
    this.#bom = text.startsWith('\uFEFF') ? 1 : 0;
    this.#starts = [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), (match) => match.index + match[0].length)];
    this.#length = text.length;
  }

  /** Of an offset outside of the text: its nearer end. */
  positionAt(offset: number): Position {
    const at = Math.min(Math.max(offset, 0), this.#length);
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: Math.max(0, at - (this.#starts[low] ?? 0) - (low === 0 ? this.#bom : 0)) };
  }
}

/** Characters in front of a place that are looked at for the beginning of its line: a line may hold thousands of places. */
const longestLead = 200;

/** The text of a line in front of a place in it; `undefined` when the line begins too far away. */
export function lineBefore(text: string, offset: number): string | undefined {
  const lead = text.slice(Math.max(0, offset - longestLead), offset);
  const start = lead.lastIndexOf('\n') + 1;
  return start > 0 || offset <= longestLead ? lead.slice(start) : undefined;
}
