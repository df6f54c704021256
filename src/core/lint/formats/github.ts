import { severityOrder } from '../result.ts';
import type { Format } from './format.ts';
import { shownProblems, summary } from './summary.ts';

const commands = { error: 'error', warning: 'warning', information: 'notice', hint: 'notice' } as const;

/** Workflow commands: annotations of a pull request, errors first, since GitHub shows ten of each kind. */
export const github: Format = (result, options = {}) => {
  const problems = shownProblems(result, options).toSorted(
    (a, b) => severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity),
  );
  const lines = problems.map(({ severity, path, at, code, message }) => {
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
  });
  return `${[...lines, escapeData(summary(result))].join('\n')}\n`;
};

/** The runner takes `##[…]` for a command wherever it stands. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('##[', '# #[');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
