import type { Problem } from './problem.ts';
import { rules } from './rules/all.ts';
import type { Skill } from './skill.ts';

/**
 * Tells of the problems of a skill whether VS Code's own validator, which is active in documents of the language
 * `skill`, shows a marker for the same fact, so that ours would say it twice.
 */
export function saidByHost(skill: Skill): (problem: Problem) => boolean {
  return (problem) =>
    skill.fileName !== undefined &&
    problem.file === skill.fileName &&
    rules.get(problem.code)?.saidByHost?.(skill, problem) === true;
}
