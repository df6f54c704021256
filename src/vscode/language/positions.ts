import * as vscode from 'vscode';
import type { Range } from '../../core/skill/problem.ts';

/** VS Code keeps a byte order mark out of its documents; the core counts it as a character. */
function bomOf(document: vscode.TextDocument): number {
  return document.encoding === 'utf8bom' ? 1 : 0;
}

/** The text of a document as it would be saved. */
export function textOf(document: vscode.TextDocument): string {
  return (bomOf(document) === 1 ? '\uFEFF' : '') + document.getText();
}

/** Offsets into `textOf(document)` as the editor's range. */
export function toDocumentRange(document: vscode.TextDocument, { start, end }: Range): vscode.Range {
  const bom = bomOf(document);
  return new vscode.Range(document.positionAt(Math.max(0, start - bom)), document.positionAt(Math.max(0, end - bom)));
}

/** A position as an offset into `textOf(document)`. */
export function toOffset(document: vscode.TextDocument, position: vscode.Position): number {
  return document.offsetAt(position) + bomOf(document);
}

/**
 * Offsets into a text that no editor has open, byte order mark included, as ranges. Lines break at LF, CRLF and CR, as
 * in an editor.
 */
export class TextLines {
  readonly #starts: readonly number[];
  readonly #length: number;
  readonly #bom: number;

  constructor(text: string) {
    this.#bom = text.startsWith('\uFEFF') ? 1 : 0;
    this.#starts = [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), (match) => match.index + match[0].length)];
    this.#length = text.length;
  }

  toRange(range: Range): vscode.Range {
    return new vscode.Range(this.#positionAt(range.start), this.#positionAt(range.end));
  }

  #positionAt(offset: number): vscode.Position {
    const at = Math.min(Math.max(offset, 0), this.#length);
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return new vscode.Position(low, Math.max(0, at - (this.#starts[low] ?? 0) - (low === 0 ? this.#bom : 0)));
  }
}
