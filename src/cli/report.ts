import type { ArchiveFile } from '../core/bundle/extract.ts';
import type { Problem, Range, Severity } from '../core/skill/problem.ts';
import { visiblePath } from '../core/bundle/pathRules.ts';

/** 0-based line and UTF-16 column, as in the language server protocol. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A problem as the JSON output has it. */
export interface ReportedProblem {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly range: { readonly start: Position; readonly end: Position };
}

/** Gives the lines and characters of a range of offsets. `contents`: the files the offsets point into. */
export function toLines(contents: readonly ArchiveFile[]): (file: string, range: Range) => ReportedProblem['range'] {
  const texts = new Map<string, readonly number[]>();
  const linesOf = (file: string): readonly number[] => {
    const known = texts.get(file);
    if (known) return known;
    const content = contents.find(({ path }) => path === file)?.content;
    const lines = content ? lineStarts(new TextDecoder('utf-8', { ignoreBOM: true }).decode(content)) : [0];
    texts.set(file, lines);
    return lines;
  };
  return (file, { start, end }) => ({ start: positionAt(linesOf(file), start), end: positionAt(linesOf(file), end) });
}

/** Problems with lines instead of offsets. `contents`: the files their offsets point into. */
export function toReported(problems: readonly Problem[], contents: readonly ArchiveFile[]): readonly ReportedProblem[] {
  const lines = toLines(contents);
  return problems.map(({ code, severity, message, file, range }) => ({
    code,
    severity,
    message,
    file,
    range: lines(file, range),
  }));
}

/** One line a problem, as compilers write them: `folder/file:line:column severity message [code]`, counted from 1. */
export function formatProblems(folder: string, problems: readonly ReportedProblem[]): string {
  return problems
    .map(({ code, severity, message, file, range }) => {
      const where = [folder, visiblePath(file)].filter((part) => part !== '').join('/');
      return `${where}:${range.start.line + 1}:${range.start.character + 1} ${severity} ${message} [${code}]\n`;
    })
    .join('');
}

export function countWords(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length);
  return starts;
}

function positionAt(starts: readonly number[], offset: number): Position {
  let line = 0;
  while (line + 1 < starts.length && (starts[line + 1] ?? Infinity) <= offset) line += 1;
  return { line, character: offset - (starts[line] ?? 0) };
}
