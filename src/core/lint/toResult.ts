import { ruleDocumentation } from '../skill/rules/all.ts';
import type { PlacedProblem } from '../workspace/report.ts';
import { type Baseline, type BaselineKey, fingerprintsOf } from './baseline.ts';
import { countingRules } from './config.ts';
import { type LintedSkill, type LintProblem, rulePageUrl } from './result.ts';

/** A skill that was judged. Paths have `/` separators. */
export interface JudgedSkill {
  /** From the current folder; `.` for that itself. */
  readonly shown: string;
  /** From the folder of the baseline. */
  readonly stable: string;
  readonly problems: readonly PlacedProblem[];
}

/** What problems are recognized by in a baseline. */
export function baselineKeys(skills: readonly JudgedSkill[]): readonly BaselineKey[] {
  return skills.flatMap(({ stable, problems }) =>
    problems.map(({ code, file, details, data }) => ({
      code,
      path: pathBelow(stable, file),
      line: details?.line ?? '',
      ...(countingRules.includes(code) ? { value: (data as { readonly value?: number } | undefined)?.value } : {}),
    })),
  );
}

/** Skills as formats take them. */
export function toLintedSkills(skills: readonly JudgedSkill[], baseline: Baseline | undefined): readonly LintedSkill[] {
  const keys = baselineKeys(skills);
  // Most formats do not tell them.
  let fingerprints: readonly string[] | undefined;
  const known = baseline?.knows(keys);
  let next = 0;
  return skills.map(({ shown, problems }) => ({
    folder: shown,
    problems: problems.map(({ code, severity, message, file, at, related, relatedAt, details }): LintProblem => {
      const index = next;
      next += 1;
      return {
        code,
        severity,
        message,
        file,
        path: pathBelow(shown, file),
        at,
        related: related?.map((each, position) => ({
          file: each.file,
          path: pathBelow(shown, each.file),
          at: relatedAt?.[position] ?? at,
        })),
        url: rulePageUrl(ruleDocumentation(code)),
        fix: details?.fix,
        get fingerprint() {
          fingerprints ??= fingerprintsOf(keys);
          return fingerprints[index] ?? '';
        },
        baselined: known?.[index] === true,
        line: details?.line,
      };
    }),
  }));
}

function pathBelow(folder: string, file: string): string {
  const parts = [folder === '.' ? '' : folder, file].filter((part) => part !== '');
  return parts.length === 0 ? '.' : parts.join('/');
}
