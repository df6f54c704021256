import type { CollectedSkill } from './collectSkill.ts';
import { checkFailureOf } from './failure.ts';
import type { Problem } from './problem.ts';
import { budgetFinding, collectionRules, discoveryRoot, nameKey, sameNameFinding } from './rules/collection.ts';
import type { Finding } from './rules/rule.ts';
import { toProblem } from './rules/toProblem.ts';
import type { Target } from './skill.ts';
import type { ValidateOptions } from './validate.ts';

export { discoveryRoot } from './rules/collection.ts';

/** For whom a folder of the collection is judged. */
export interface CollectionSettings extends ValidateOptions {
  readonly target: Target;
}

const rules = new Map(collectionRules.rules.map((rule) => [rule.code, rule]));

/** The skills of one place that agents look into. */
class Root {
  readonly folder: string;
  readonly skills = new Map<string, CollectedSkill>();
  readonly #byName = new Map<string, Map<string, CollectedSkill>>();
  #characters = 0;
  /** `undefined` after it went: looked for when it is asked for. */
  #longest: CollectedSkill | undefined;

  constructor(folder: string) {
    this.folder = folder;
  }

  set(folder: string, skill: CollectedSkill | undefined): void {
    const before = this.skills.get(folder);
    if (before) this.#remove(before);
    if (skill) this.#add(skill);
  }

  /** The descriptions are too long together: where that is told. */
  get overBudget(): { readonly skill: CollectedSkill; readonly finding: Finding } | undefined {
    if (this.skills.size < 2) return undefined;
    this.#longest ??= [...this.skills.values()].reduce<CollectedSkill | undefined>(longer, undefined);
    const skill = this.#longest;
    const finding = skill && budgetFinding(this.folder, this.#characters, skill);
    return finding && { skill, finding };
  }

  /** The two that the others of a name are told of: the one whose folder is called so, and those in order. */
  namesakes(name: string | undefined): readonly CollectedSkill[] {
    const same = name === undefined ? undefined : this.#byName.get(name);
    if (!same || name === undefined || same.size < 2) return [];
    const owner = same.get(`${this.folder}/${name}`) ?? same.get(name);
    if (owner) return [owner];
    let first: CollectedSkill | undefined;
    let second: CollectedSkill | undefined;
    for (const skill of same.values()) {
      if (!first || skill.folder < first.folder) [first, second] = [skill, first];
      else if (!second || skill.folder < second.folder) second = skill;
    }
    return first && second ? [first, second] : [];
  }

  /** Folders of the skills with a name. */
  called(name: string | undefined): readonly string[] {
    return name === undefined ? [] : [...(this.#byName.get(name)?.keys() ?? [])];
  }

  findingsOf(skill: CollectedSkill): readonly Finding[] {
    const other = this.namesakes(nameKey(skill)).find((each) => each !== skill);
    const over = this.overBudget;
    return [other && sameNameFinding(skill, other), over?.skill === skill ? over.finding : undefined].filter(
      (finding) => finding !== undefined,
    );
  }

  #add(skill: CollectedSkill): void {
    this.skills.set(skill.folder, skill);
    const name = nameKey(skill);
    if (name !== undefined) {
      const same = this.#byName.get(name) ?? new Map<string, CollectedSkill>();
      this.#byName.set(name, same.set(skill.folder, skill));
    }
    this.#characters += skill.listed?.characters ?? 0;
    if (this.#longest) this.#longest = longer(this.#longest, skill);
  }

  #remove(skill: CollectedSkill): void {
    this.skills.delete(skill.folder);
    const name = nameKey(skill);
    if (name !== undefined) this.#byName.get(name)?.delete(skill.folder);
    this.#characters -= skill.listed?.characters ?? 0;
    if (this.#longest === skill) this.#longest = undefined;
  }
}

/** Of two as long the first by its folder, so that the order of reading changes nothing. */
function longer(most: CollectedSkill | undefined, each: CollectedSkill): CollectedSkill {
  if (!most) return each;
  const more = (each.listed?.characters ?? 0) - (most.listed?.characters ?? 0);
  return more > 0 || (more === 0 && each.folder < most.folder) ? each : most;
}

/**
 * Skills side by side, and what is wrong with each because of the others; kept up to date one skill at a time, in a
 * time that does not grow with their number. Only skills in the same place that agents look into (`.claude/skills`,
 * `skills`, …) are neighbours.
 */
export class SkillCollection {
  readonly #settingsOf: (folder: string) => CollectionSettings;
  readonly #roots = new Map<string, Root>();

  constructor(settingsOf: (folder: string) => CollectionSettings) {
    this.#settingsOf = settingsOf;
  }

  /**
   * Takes the skill in a folder as it is now, `undefined` when it is gone. Gives the other folders that may have other
   * problems now.
   */
  update(folder: string, skill: CollectedSkill | undefined): readonly string[] {
    const place = discoveryRoot(folder);
    if (place === undefined) return [];
    const root = this.#roots.get(place) ?? new Root(place);
    this.#roots.set(place, root);
    const before = root.skills.get(folder);
    if (before === skill || JSON.stringify(before) === JSON.stringify(skill)) return [];
    const names = [before && nameKey(before), skill && nameKey(skill)];
    const led = names.map((name) => root.namesakes(name));
    const over = root.overBudget?.skill.folder;
    root.set(folder, skill);
    const touched = new Set<string>();
    for (const [index, name] of names.entries()) {
      const now = root.namesakes(name).map((each) => each.folder);
      if (now.join('\n') !== led[index]?.map((each) => each.folder).join('\n'))
        for (const other of root.called(name)) touched.add(other);
    }
    for (const holder of [over, root.overBudget?.skill.folder]) if (holder !== undefined) touched.add(holder);
    touched.delete(folder);
    return [...touched];
  }

  /** Problems of its SKILL.md; a rule that fails is one of them. */
  problemsOf(folder: string): readonly Problem[] {
    const root = this.#roots.get(discoveryRoot(folder) ?? '');
    const skill = root?.skills.get(folder);
    if (!root || !skill) return [];
    try {
      const { target, rules: changed } = this.#settingsOf(folder);
      return root
        .findingsOf(skill)
        .flatMap((finding) => toProblem(finding, skill.fileName, { rules, target, changed }) ?? []);
    } catch (error) {
      const failure = checkFailureOf(error, ['this skill beside the others']);
      return [{ ...failure, severity: 'error', file: skill.fileName, range: { start: 0, end: 0 } }];
    }
  }
}

/**
 * What is wrong with skills side by side: problems of the SKILL.md at fault, by the `folder` of its skill; folders
 * without problems are left out. Pure; linear in the number of skills.
 */
export function validateCollection(
  skills: readonly CollectedSkill[],
  settingsOf: (folder: string) => CollectionSettings,
): ReadonlyMap<string, readonly Problem[]> {
  const collection = new SkillCollection(settingsOf);
  for (const skill of skills) collection.update(skill.folder, skill);
  return new Map(
    skills
      .map(({ folder }) => [folder, collection.problemsOf(folder)] as const)
      .filter(([, problems]) => problems.length > 0),
  );
}
