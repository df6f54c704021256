import * as vscode from 'vscode';
import type { Range } from '../../core/skill/problem.ts';
import { Lines, type Position } from '../../core/text/lines.ts';

export { textOf } from '../host/openTexts.ts';

/** VS Code keeps a byte order mark out of its documents; the core counts it as a character. */
function bomOf(document: vscode.TextDocument): number {
  return document.encoding === 'utf8bom' ? 1 : 0;
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

/** Offsets into a text that no editor has open, byte order mark included, as ranges. */
export class TextLines {
  readonly #lines: Lines;

  constructor(text: string) {
    this.#lines = new Lines(text);
  }

  toRange({ start, end }: Range): vscode.Range {
    return new vscode.Range(toPosition(this.#lines.positionAt(start)), toPosition(this.#lines.positionAt(end)));
  }
}

function toPosition({ line, character }: Position): vscode.Position {
  return new vscode.Position(line, character);
}
