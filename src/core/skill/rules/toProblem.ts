import type { Finding, Problem, Severity } from '../problem.ts';
import type { Target } from '../skill.ts';
import type { Level, RuleInfo } from './rule.ts';

export interface Levels {
  readonly rules: ReadonlyMap<string, RuleInfo>;
  readonly target: Target;
  /** Changes or silences rules by id; unknown ids are ignored. */
  readonly changed?: Readonly<Record<string, Severity | 'off'>> | undefined;
}

/**
 * A finding as a problem of one target, in the file `own` unless it names another; `undefined` when the rule is off.
 */
export function toProblem(
  { code, message, range, file, data }: Finding,
  own: string,
  levels: Levels,
): Problem | undefined {
  const severity = levelOf(code, levels);
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
