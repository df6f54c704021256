import type { Severity } from '../../skill/problem.ts';
import { toDisplayText } from '../../text/display.ts';
import { visiblePath } from '../../text/paths.ts';
import type { LintProblem } from '../result.ts';
import { unpainted, type Format, type Paint } from './format.ts';
import { shownProblems, summary } from './summary.ts';

/** Columns of a line of a file that are shown. */
const width = 120;
const tab = '    ';
const colors = { error: 'red', warning: 'yellow', information: 'blue', hint: 'cyan' } as const satisfies Record<
  Severity,
  string
>;

/** For people: each problem with the line it is in, a caret under its place, and what fixes it. */
export const textFormat: Format = (result, options = {}) => {
  const { paint = unpainted } = options;
  const problems = shownProblems(result, options).map((problem) => `${problemBlock(problem, paint)}\n`);
  return `${[...problems, paint('bold', summary(result))].join('\n')}\n`;
};

function problemBlock(problem: LintProblem, paint: Paint): string {
  const { severity, code, message, path, at, fix, line } = problem;
  const number = String(at.start.line + 1);
  const margin = ' '.repeat(number.length);
  const head = [
    `${paint(colors[severity], `${severity}[${code}]`)}: ${paint('bold', toDisplayText(message, Infinity))}`,
    `${margin}${paint('blue', '-->')} ${visiblePath(path, Infinity)}:${at.start.line + 1}:${at.start.character + 1}`,
  ];
  const note = fix && `fix (${fix.isSafe ? 'safe' : 'unsafe'}): ${visiblePath(fix.title, 200)}`;
  if (line === undefined || line.trim() === '')
    return [...head, ...(note === undefined ? [] : [`${margin} = ${note}`])].join('\n');
  const { shown, from, length } = excerpt(line, problem);
  const marks = `${' '.repeat(from)}${paint(colors[severity], '^'.repeat(length))}${note === undefined ? '' : ` ${note}`}`;
  return [...head, `${margin} |`, `${number} | ${shown}`, `${margin} | ${marks}`].join('\n');
}

/** The part of a line around a problem, and where the caret goes: in characters that take a column each. */
function excerpt(
  line: string,
  { at }: LintProblem,
): { readonly shown: string; readonly from: number; readonly length: number } {
  const start = Math.min(at.start.character, line.length);
  const end = at.end.line === at.start.line ? Math.min(Math.max(at.end.character, start), line.length) : line.length;
  const before = visible(line.slice(0, start));
  const marked = visible(line.slice(start, end));
  const skip = Math.max(0, Math.min(before.length - 40, before.length + marked.length + 10 - width));
  const kept = before.slice(skip);
  const all = [...kept, ...marked, ...visible(line.slice(end))];
  const left = skip > 0 ? '…' : '';
  const cut = all.length > width ? `${all.slice(0, width - 1).join('')}…` : all.join('');
  return {
    shown: left + cut,
    from: left.length + kept.length,
    length: Math.max(1, Math.min(marked.length, width - kept.length)),
  };
}

/** What a terminal shows of a text: one entry a column, tabs as blanks, nothing that acts or is not seen. */
function visible(part: string): readonly string[] {
  return Array.from(part).flatMap((character) =>
    character === '\t' ? Array.from(tab) : character === '\u{feff}' ? [] : Array.from(visiblePath(character)),
  );
}
