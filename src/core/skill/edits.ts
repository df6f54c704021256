import type { Range } from './problem.ts';

/** A change to the files of a skill, as data. Paths are relative to the skill folder. */
export type FileEdit =
  | { readonly kind: 'text'; readonly file: string; readonly range: Range; readonly newText: string }
  | { readonly kind: 'createFile'; readonly file: string; readonly text: string }
  | { readonly kind: 'renameFile'; readonly file: string; readonly to: string }
  /** Renames the skill folder itself; `to` is its new name beside the old one. */
  | { readonly kind: 'renameFolder'; readonly to: string };

/**
 * `text` with the text edits of one file applied; other edits and those of other files are left out. Edits must not
 * overlap; those that insert at the same place follow one another.
 */
export function applyEdits(text: string, file: string, edits: readonly FileEdit[]): string {
  const own = edits.flatMap((edit) => (edit.kind === 'text' && edit.file === file ? [edit] : []));
  const parts: string[] = [];
  let done = 0;
  for (const { range, newText } of own.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end)) {
    parts.push(text.slice(done, range.start), newText);
    done = range.end;
  }
  return parts.join('') + text.slice(done);
}

/** The line break that a text uses, LF when it has none. */
export function lineBreakOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}

/** `range` with the indentation before it, when nothing else stands before it on its line. */
export function withIndentation(text: string, { start, end }: Range): Range {
  let from = start;
  while (from > 0 && (text[from - 1] === ' ' || text[from - 1] === '\t')) from -= 1;
  return from === 0 || text[from - 1] === '\n' || text[from - 1] === '\r' ? { start: from, end } : { start, end };
}
