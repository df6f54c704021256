import type { Problem, Severity } from '../skill/problem.ts';
import { projectUrl } from '../text/project.ts';
import type { FixDetails, Place } from '../workspace/report.ts';

/** A problem as every format writes it. */
export interface LintProblem {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** From the skill folder, `/` separators; '' for the folder itself. */
  readonly file: string;
  /** From the current folder, `/` separators. */
  readonly path: string;
  /** 0-based lines and UTF-16 columns. */
  readonly at: Place;
  /** The other places of the same problem. */
  readonly related?: readonly Pick<LintProblem, 'file' | 'path' | 'at'>[] | undefined;
  /** The page of its rule. */
  readonly url: string;
  readonly fix?: FixDetails | undefined;
  /** The same as long as rule, path, line and ordinal stay. */
  readonly fingerprint: string;
  /** Known before, by the baseline: does not count. */
  readonly baselined: boolean;
  /** The line where it begins, without its line break; `undefined` where there is none. */
  readonly line?: string | undefined;
}

export interface LintedSkill {
  /** From the current folder. */
  readonly folder: string;
  readonly problems: readonly LintProblem[];
  /** Problems that `--fix` took away before; left out where it was not asked for. */
  readonly fixed?: number | undefined;
}

export interface LintResult {
  readonly skills: readonly LintedSkill[];
  readonly target: string;
  readonly version: string;
  /** Entries of the baseline that no problem answers to anymore. */
  readonly stale: number;
}

interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly hints: number;
  readonly fixable: number;
  readonly unsafe: number;
  readonly baselined: number;
}

/** Order of how bad a problem is, the worst first. */
export const severityOrder: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** The worst first; those that are equally bad stay in their order. */
export function worstFirst(problems: readonly LintProblem[]): readonly LintProblem[] {
  return problems.toSorted((a, b) => severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity));
}

/** Problems that count: those that the baseline does not know. */
export function openProblems({ skills }: Pick<LintResult, 'skills'>): readonly LintProblem[] {
  return skills.flatMap(({ problems }) => problems.filter(({ baselined }) => !baselined));
}

export function countsOf(result: Pick<LintResult, 'skills'>): Counts {
  const open = openProblems(result);
  const of = (severity: Severity): number => open.filter((each) => each.severity === severity).length;
  const all = result.skills.flatMap(({ problems }) => problems);
  return {
    errors: of('error'),
    warnings: of('warning'),
    hints: of('information') + of('hint'),
    fixable: open.filter(({ fix }) => fix?.isSafe === true).length,
    unsafe: open.filter(({ fix }) => fix?.isSafe === false).length,
    baselined: all.length - open.length,
  };
}

/** The page of the rule a code belongs to. `anchor`: see `ruleDocumentation`. */
export function rulePageUrl(anchor: string | undefined): string {
  return `${projectUrl}/blob/main/docs/rules.md${anchor === undefined ? '' : `#${anchor}`}`;
}

/** True for a problem that is as bad as `level`, or worse. */
export function isAtLeast({ severity }: Pick<Problem, 'severity'>, level: Severity): boolean {
  return severityOrder.indexOf(severity) <= severityOrder.indexOf(level);
}
