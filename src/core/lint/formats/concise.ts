import { toDisplayText } from '../../text/display.ts';
import { visiblePath } from '../../text/paths.ts';
import type { Format } from './format.ts';
import { shownProblems, summary } from './summary.ts';

/** One line a problem, as compilers write them: `path:line:column severity message [code]`, counted from 1. */
export const concise: Format = (result, options = {}) =>
  `${[
    ...shownProblems(result, options).map(
      ({ path, at, severity, message, code }) =>
        `${visiblePath(path, Infinity)}:${at.start.line + 1}:${at.start.character + 1} ${severity} ` +
        `${toDisplayText(message, Infinity)} [${code}]`,
    ),
    summary(result),
  ].join('\n')}\n`;
