import { groupBy } from './groupBy.ts';
import type { Problem } from './problem.ts';
import { rules } from './rules/all.ts';
import { checkBudget, checkNames, discoveryRoot, type CollectedSkill } from './rules/collection.ts';
import { toProblem } from './rules/toProblem.ts';
import type { Target } from './skill.ts';
import type { ValidateOptions } from './validate.ts';

export { collectSkill, discoveryRoot, type CollectedSkill } from './rules/collection.ts';

/** For whom a folder of the collection is judged. */
export interface CollectionSettings extends ValidateOptions {
  readonly target: Target;
}

/**
 * What is wrong with skills side by side: problems of the SKILL.md at fault, by the `folder` of its skill; folders
 * without problems are left out. Only skills in the same place that agents look into (`.claude/skills`, `skills`, …)
 * are neighbours. Pure; linear in the number of skills.
 */
export function validateCollection(
  skills: readonly CollectedSkill[],
  settingsOf: (folder: string) => CollectionSettings,
): ReadonlyMap<string, readonly Problem[]> {
  const problems = new Map<string, Problem[]>();
  for (const [root, neighbours] of groupBy(skills, ({ folder }) => discoveryRoot(folder))) {
    if (root === undefined || neighbours.length < 2) continue;
    for (const { skill, finding } of [...checkNames(neighbours), ...checkBudget(root, neighbours)]) {
      const { target, rules: changed } = settingsOf(skill.folder);
      const problem = toProblem(finding, skill.fileName, { rules, target, changed });
      if (problem) problems.set(skill.folder, [...(problems.get(skill.folder) ?? []), problem]);
    }
  }
  return problems;
}
