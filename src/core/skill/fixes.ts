import { applyEdits } from './edits.ts';
import { type Fix, ownFile } from './fixing/fix.ts';
import { parseFrontMatter } from './frontMatter.ts';
import type { Problem } from './problem.ts';
import { rules } from './rules/all.ts';
import type { Skill, Target } from './skill.ts';
import { type ValidateOptions, validate } from './validate.ts';

export type { FileEdit } from './edits.ts';
export { applyEdits } from './edits.ts';
export type { Fix } from './fixing/fix.ts';

/**
 * The ways to solve problems of a skill, the best of each problem first. The problems must come from this very skill:
 * their ranges and data are taken as they are. Pure; nothing is changed.
 */
export function fixesFor(skill: Skill, problems: Problem | readonly Problem[]): readonly Fix[] {
  const list: readonly Problem[] = 'code' in problems ? [problems] : problems;
  const frontMatter = parseFrontMatter(skill.text);
  return list.flatMap((problem) => {
    const text =
      problem.file === ownFile(skill)
        ? skill.text
        : (skill.files?.find(({ path }) => path === problem.file)?.text ?? '');
    return rules.get(problem.code)?.fix?.({ skill, problem, frontMatter, text, data: problem.data }) ?? [];
  });
}

/** Applying this many fixes one after another ends; a skill needs a few. */
const maxRounds = 100;

/** The text of SKILL.md after every safe fix, one after another. Rules that `options` turn off are left alone. */
export function fixAllSafe(skill: Skill, target: Target, options: ValidateOptions = {}): string {
  const file = ownFile(skill);
  let text = skill.text;
  for (let round = 0; round < maxRounds; round += 1) {
    const current = { ...skill, text };
    const problems = validate(current, target, options).filter((problem) => problem.file === file);
    const next = firstChange(current, problems, file);
    if (next === undefined) break;
    text = next;
  }
  return text;
}

function firstChange(skill: Skill, problems: readonly Problem[], file: string): string | undefined {
  for (const fix of fixesFor(skill, problems)) {
    if (!fix.isSafe || fix.edits.some((edit) => edit.kind !== 'text' || edit.file !== file)) continue;
    const changed = applyEdits(skill.text, file, fix.edits);
    if (changed !== skill.text) return changed;
  }
  return undefined;
}
