import type { Finding, Problem, Severity } from '../problem.ts';
import type { Target } from '../skill.ts';
import type { Level, RuleInfo } from './rule.ts';
import { l10n } from '../../text/l10n.ts';
import { plural } from '../../text/size.ts';

interface Levels {
  readonly rules: ReadonlyMap<string, RuleInfo>;
  readonly target: Target;
  /** Changes or silences rules by id; unknown ids are ignored. */
  readonly changed?: Readonly<Record<string, Severity | 'off'>> | undefined;
}

/**
 * A finding as a problem of one target, in the file `own` unless it names another; `undefined` when the rule is off.
 */
export function toProblem(
  { code, message, range, file, data, isRefusal, severity: ownSeverity }: Finding,
  own: string,
  levels: Levels,
): Problem | undefined {
  const level = levelOf(code, levels);
  const isChanged = levels.changed !== undefined && Object.hasOwn(levels.changed, code);
  const severity = isRefusal ? 'error' : level === 'off' || isChanged ? level : (ownSeverity ?? level);
  return severity === 'off'
    ? undefined
    : { code, severity, message, file: file ?? own, range, ...(data === undefined ? {} : { data }) };
}

function levelOf(code: string, { rules, target, changed = {} }: Levels): Level {
  const rule = rules.get(code) ?? rules.get(familyOf(code));
  const own = rule?.severity[target] ?? 'off';
  if (rule?.isFixed && own === 'error') return own;
  return (Object.hasOwn(changed, code) ? changed[code] : undefined) ?? own;
}

/** Secrets are told apart by what they look like, but are one rule: `secret/*`. */
export function familyOf(code: string): string {
  return code.replace(/\/.*/, '/*');
}

/** Places of one problem that are kept. */
const mostRelated = 50;

/** A problem that is told once, as one of each of its places. */
export function inEachPlace(problem: Problem): readonly Problem[] {
  const { code, severity, message, related = [] } = problem;
  return [problem, ...related.map((place): Problem => ({ code, severity, message, ...place }))];
}

/** The first problem of each subject, with the places of the others. */
export function onceASubject(
  sorted: readonly Problem[],
  subjectOf: (problem: Problem) => string | undefined,
): readonly Problem[] {
  const groups = new Map<string | Problem, Problem[]>();
  for (const problem of sorted) {
    const subject = subjectOf(problem);
    const key = subject === undefined ? problem : `${problem.code} ${subject}`;
    const group = groups.get(key);
    if (group) group.push(problem);
    else groups.set(key, [problem]);
  }
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (!first || others.length === 0) return first ?? [];
    const related = others
      .slice(0, mostRelated)
      .map(({ file, range, data }) => ({ file, range, ...(data === undefined ? {} : { data }) }));
    return { ...first, message: l10n.t`${first.message} (${plural(others.length + 1, 'place')})`, related };
  });
}
