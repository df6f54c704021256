import { withoutControls } from '../../text/controls.ts';
import { worstFirst, type LintProblem } from '../result.ts';
import type { Format } from './format.ts';
import { shownProblems, summary } from './summary.ts';

const commands = { error: 'error', warning: 'warning', information: 'notice', hint: 'notice' } as const;

/** Workflow commands: annotations of a pull request, errors first, since GitHub shows ten of each kind. */
export const github: Format = (result, options = {}) => {
  const lines = worstFirst(shownProblems(result, options)).map(annotation);
  return `${[...lines, escapeData(summary(result))].join('\n')}\n`;
};

/** Annotations that GitHub shows of each kind in a step. */
const shownOfEach = 10;

/** The problems that GitHub shows as annotations, the worst first, and the number of those that it would not show. */
export function shownAnnotations(problems: readonly LintProblem[]): { readonly text: string; readonly rest: number } {
  const counts = new Map<string, number>();
  const shown = worstFirst(problems).filter(({ severity }) => {
    const count = (counts.get(commands[severity]) ?? 0) + 1;
    counts.set(commands[severity], count);
    return count <= shownOfEach;
  });
  return { text: shown.map((problem) => `${annotation(problem)}\n`).join(''), rest: problems.length - shown.length };
}

function annotation({ severity, path, at, code, message }: LintProblem): string {
  const { start, end } = at;
  const place = {
    file: path,
    line: start.line + 1,
    endLine: end.line + 1,
    // Columns are only understood for a place in one line.
    ...(start.line === end.line ? { col: start.character + 1, endColumn: end.character + 1 } : {}),
    title: code,
  };
  const properties = Object.entries(place).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${commands[severity]} ${properties.join(',')}::${escapeData(message)}`;
}

/** Text as a workflow command carries it, without what acts on a terminal. The runner takes `##[…]` for a command wherever it stands. */
export function escapeData(text: string): string {
  return withoutControls(text)
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A')
    .replaceAll('##[', '# #[');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
