import { plural } from '../../text/size.ts';
import { countsOf, openProblems, type LintResult } from '../result.ts';
import type { FormatOptions } from './format.ts';

/** `17 skills: 1 error, 8 warnings, 4 hints; 3 fixable with --fix; 12 baselined`, without a line break. */
export function summary(result: LintResult): string {
  const { errors, warnings, hints, fixable, unsafe, baselined } = countsOf(result);
  const parts = [
    `${plural(result.skills.length, 'skill')}: ${plural(errors, 'error')}, ${plural(warnings, 'warning')}, ${plural(hints, 'hint')}`,
    ...(fixable > 0 ? [`${fixable} fixable with --fix`] : []),
    ...(unsafe > 0 ? [`${unsafe}${fixable > 0 ? ' more' : ''} with --fix --unsafe`] : []),
    ...(baselined > 0 ? [`${baselined} baselined`] : []),
    ...(result.stale > 0 ? [`${plural(result.stale, 'baseline entry', 'baseline entries')} out of date`] : []),
  ];
  return parts.join('; ');
}

/** What a report for people shows. */
export function shownProblems(result: LintResult, { quiet = false }: FormatOptions): ReturnType<typeof openProblems> {
  return openProblems(result).filter(({ severity }) => !quiet || severity === 'error');
}
