import { applyEdits } from './edits.ts';
import { FixBatch } from './fixing/batch.ts';
import type { Fix } from './fixing/fix.ts';
import { suppress } from './fixing/suppress.ts';
import { frontMatterOf } from './fixing/parsed.ts';
import { saidByHost } from './hostDiagnostics.ts';
import type { Problem } from './problem.ts';
import { rules } from './rules/all.ts';
import { inEachPlace } from './rules/toProblem.ts';
import { ownFile, type Skill, type Target, textIn } from './skill.ts';
import { type ValidateOptions, validate } from './validate.ts';

export { applyEdits } from './edits.ts';
export type { Fix } from './fixing/fix.ts';

/**
 * The ways to solve problems of a skill, the best of each problem first. The problems must come from this very skill:
 * their ranges and data are taken as they are. Pure; nothing is changed.
 */
export function fixesFor(skill: Skill, problems: Problem | readonly Problem[]): readonly Fix[] {
  const list: readonly Problem[] = 'code' in problems ? [problems] : problems;
  const frontMatter = frontMatterOf(skill);
  return list.flatMap((problem) => {
    const text = textIn(skill, problem.file) ?? '';
    return rules.get(problem.code)?.fix?.({ skill, problem, frontMatter, text, data: problem.data }) ?? [];
  });
}

/** A problem of a skill, and what can be done about it. */
interface Solution {
  readonly problem: Problem;
  /** VS Code's own validator says it too, where it is active. */
  readonly byHost: boolean;
  /** The best first. */
  readonly fixes: readonly Fix[];
  /** Silences it where it stands; `undefined` where no comment can stand. */
  readonly ignore: Fix | undefined;
}

/**
 * What can be done about the problems of one file, found in the very text that the fixes change. `more`: problems that
 * were found otherwise in that text.
 */
export function solutionsIn(
  skill: Skill,
  file: string,
  target: Target,
  options: ValidateOptions & { readonly more?: readonly Problem[] } = {},
): readonly Solution[] {
  const isSaid = saidByHost(skill);
  return [...validate(skill, target, options), ...(options.more ?? [])]
    .filter((problem) => problem.file === file)
    .map((problem) => ({
      problem,
      byHost: isSaid(problem),
      get fixes() {
        return fixesFor(skill, problem);
      },
      get ignore() {
        return suppress(skill, problem);
      },
    }));
}

/** The fix that is applied to a problem: the first safe one, else, where that is wanted, the preferred one. */
export function chooseFix(fixes: readonly Fix[], unsafe: boolean): Fix | undefined {
  return fixes.find(({ isSafe }) => isSafe) ?? (unsafe ? fixes.find(({ isPreferred }) => isPreferred) : undefined);
}

/** Fixes may uncover further problems; what three passes do not reach waits for the next call. */
const maxPasses = 3;

interface FixOptions extends ValidateOptions {
  /** How often all fixes that do not touch one another are applied; 3 times when left out. */
  readonly passes?: number;
}

/** A text after its safe fixes. */
interface FixedText {
  readonly text: string;
  /** Safe fixes that are still to be applied: they had to wait for those of the last pass. */
  readonly left: number;
}

/**
 * The text of SKILL.md after its safe fixes: in each of a few passes all that do not touch one another. Rules
 * that `options` turn off are left alone.
 */
export function fixAll(skill: Skill, target: Target, options: FixOptions = {}): FixedText {
  const file = ownFile(skill);
  let text = skill.text;
  for (let pass = 0; ; pass += 1) {
    const batch = safeFixes({ ...skill, text }, target, options);
    if (batch.size === 0 || pass >= (options.passes ?? maxPasses)) return { text, left: batch.size };
    text = applyEdits(text, file, batch.edits);
  }
}

/** Safe fixes of SKILL.md that can be applied together, the first of each problem. */
function safeFixes(skill: Skill, target: Target, options: ValidateOptions): FixBatch {
  const file = ownFile(skill);
  const frontMatter = frontMatterOf(skill);
  const batch = new FixBatch(skill.text, file);
  for (const problem of validate(skill, target, options).flatMap(inEachPlace)) {
    if (problem.file !== file || batch.changes(problem.range)) continue;
    const { data } = problem;
    const fixes = rules.get(problem.code)?.fix?.({ skill, problem, frontMatter, text: skill.text, data }) ?? [];
    for (const fix of fixes) if (fix.isSafe && batch.take(fix)) break;
  }
  return batch;
}
