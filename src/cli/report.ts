import type { ArchiveFile } from '../core/bundle/extract.ts';
import { Lines, type Position } from '../core/text/lines.ts';
import type { Problem, Range, Severity } from '../core/skill/problem.ts';
import { visiblePath } from '../core/text/paths.ts';

/** A problem as the JSON output has it. */
interface ReportedProblem {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly range: { readonly start: Position; readonly end: Position };
  /** The other places of the same problem. */
  readonly related?: readonly Pick<ReportedProblem, 'file' | 'range'>[];
}

/** Gives the lines and characters of a range of offsets. `contents`: the files the offsets point into. */
export function toLines(contents: readonly ArchiveFile[]): (file: string, range: Range) => ReportedProblem['range'] {
  const texts = new Map<string, Lines>();
  const linesOf = (file: string): Lines => {
    const known = texts.get(file);
    if (known) return known;
    const content = contents.find(({ path }) => path === file)?.content;
    const lines = new Lines(content ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(content) : '');
    texts.set(file, lines);
    return lines;
  };
  return (file, { start, end }) => ({ start: linesOf(file).positionAt(start), end: linesOf(file).positionAt(end) });
}

/** Problems with lines instead of offsets. `contents`: the files their offsets point into. */
export function toReported(problems: readonly Problem[], contents: readonly ArchiveFile[]): readonly ReportedProblem[] {
  const lines = toLines(contents);
  return problems.map(({ code, severity, message, file, range, related }) => ({
    code,
    severity,
    message,
    file,
    range: lines(file, range),
    ...(related ? { related: related.map((each) => ({ file: each.file, range: lines(each.file, each.range) })) } : {}),
  }));
}

/** One line a problem, as compilers write them: `folder/file:line:column severity message [code]`, counted from 1. */
export function formatProblems(folder: string, problems: readonly ReportedProblem[]): string {
  return problems
    .map(({ code, severity, message, file, range }) => {
      const where = [folder === '.' ? '' : visiblePath(folder, Infinity), visiblePath(file)]
        .filter((part) => part !== '')
        .join('/');
      return `${where}:${range.start.line + 1}:${range.start.character + 1} ${severity} ${message} [${code}]\n`;
    })
    .join('');
}
