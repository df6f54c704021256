import type { CollectedSkill } from './collectSkill.ts';
import { checkFailureOf } from './failure.ts';
import type { Problem } from './problem.ts';
import { collectionRules, discoveryRoot, nameKey, sameNameFinding } from './rules/collection.ts';
import { listingRules } from './rules/listing.ts';
import type { Finding } from './rules/rule.ts';
import { toProblem } from './rules/toProblem.ts';
import type { Target } from './skill.ts';
import type { ValidateOptions } from './validate.ts';
import { l10n } from '../text/l10n.ts';

/** For whom a folder of the collection is judged. */
export interface CollectionSettings extends ValidateOptions {
  readonly target: Target;
}

/** What the list of an agent has room for, and what skills take of it. */
export interface PlaceBudget {
  costOf(skill: CollectedSkill): number;
  /** `undefined` when `total` fits; `longest`: the skill that it is told of. */
  findingFor(total: number, longest: CollectedSkill): Finding | undefined;
}

/** `undefined` for a place that has no budget. */
type BudgetOfPlace = (place: string) => PlaceBudget | undefined;

const rules = new Map([...collectionRules.rules, ...listingRules.rules].map((rule) => [rule.code, rule]));

/** The skills of one place that agents look into. */
class Root {
  readonly folder: string;
  readonly skills = new Map<string, CollectedSkill>();
  /** What others found, by folder. */
  told: ReadonlyMap<string, readonly Finding[]> = new Map();
  readonly #byName = new Map<string, Map<string, CollectedSkill>>();
  readonly #budget: PlaceBudget | undefined;
  readonly #costs = new Map<CollectedSkill, number>();
  #total = 0;
  /** `undefined` after it went: looked for when it is asked for. */
  #longest: CollectedSkill | undefined;

  constructor(folder: string, budgetOf: BudgetOfPlace) {
    this.folder = folder;
    this.#budget = budgetOf(folder);
  }

  set(folder: string, skill: CollectedSkill | undefined): void {
    const before = this.skills.get(folder);
    if (before) this.#remove(before);
    if (skill) this.#add(skill);
  }

  /** The descriptions are too long together: where that is told. */
  get overBudget(): { readonly skill: CollectedSkill; readonly finding: Finding } | undefined {
    if (this.skills.size < 2 || !this.#budget) return undefined;
    this.#longest ??= [...this.skills.values()].reduce<CollectedSkill | undefined>(
      (most, each) => this.#longer(most, each),
      undefined,
    );
    const skill = this.#longest;
    const finding = skill && this.#budget.findingFor(this.#total, skill);
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
    return [...this.#ownFindings(skill), ...(this.told.get(skill.folder) ?? [])];
  }

  #ownFindings(skill: CollectedSkill): readonly Finding[] {
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
    const cost = this.#budget?.costOf(skill) ?? 0;
    this.#costs.set(skill, cost);
    this.#total += cost;
    if (this.#longest) this.#longest = this.#longer(this.#longest, skill);
  }

  #remove(skill: CollectedSkill): void {
    this.skills.delete(skill.folder);
    const name = nameKey(skill);
    if (name !== undefined) this.#byName.get(name)?.delete(skill.folder);
    this.#total -= this.#costs.get(skill) ?? 0;
    this.#costs.delete(skill);
    if (this.#longest === skill) this.#longest = undefined;
  }

  /** Of two as long the first by its folder, so that the order of reading changes nothing. */
  #longer(most: CollectedSkill | undefined, each: CollectedSkill): CollectedSkill {
    if (!most) return each;
    const more = (this.#costs.get(each) ?? 0) - (this.#costs.get(most) ?? 0);
    return more > 0 || (more === 0 && each.folder < most.folder) ? each : most;
  }
}

/**
 * Skills side by side, and what is wrong with each because of the others; kept up to date one skill at a time, in a
 * time that does not grow with their number. Only skills in the same place that agents look into (`.claude/skills`,
 * `skills`, …) are neighbors.
 */
export class SkillCollection {
  readonly #settingsOf: (folder: string) => CollectionSettings;
  readonly #budgetOf: BudgetOfPlace;
  readonly #roots = new Map<string, Root>();
  #changed = new Set<string>();

  constructor(settingsOf: (folder: string) => CollectionSettings, budgetOf: BudgetOfPlace) {
    this.#settingsOf = settingsOf;
    this.#budgetOf = budgetOf;
  }

  /**
   * Takes the skill in a folder as it is now, `undefined` when it is gone. Gives the other folders that may have other
   * problems now.
   */
  update(folder: string, skill: CollectedSkill | undefined): readonly string[] {
    const place = discoveryRoot(folder);
    if (place === undefined) return [];
    const root = this.#roots.get(place) ?? new Root(place, this.#budgetOf);
    this.#roots.set(place, root);
    const before = root.skills.get(folder);
    if (before === skill || JSON.stringify(before) === JSON.stringify(skill)) return [];
    this.#changed.add(place);
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

  get hasChanged(): boolean {
    return this.#changed.size > 0;
  }

  /** Places whose skills changed since this was asked last. */
  takeChanged(): readonly string[] {
    const changed = [...this.#changed];
    this.#changed = new Set();
    return changed;
  }

  /** The skills of a place, in any order. */
  skillsIn(place: string): readonly CollectedSkill[] {
    return [...(this.#roots.get(place)?.skills.values() ?? [])];
  }

  /**
   * Takes what else was found of the skills of a place, by folder, instead of what was taken before. Gives the folders
   * that have other problems now.
   */
  tell(place: string, findings: ReadonlyMap<string, readonly Finding[]>): readonly string[] {
    const root = this.#roots.get(place);
    if (!root) return [];
    const before = root.told;
    root.told = findings;
    const folders = new Set([...before.keys(), ...findings.keys()]);
    return [...folders].filter((folder) => JSON.stringify(before.get(folder)) !== JSON.stringify(findings.get(folder)));
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
      const failure = checkFailureOf(error, [l10n.mark('this skill beside the others')]);
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
  budgetOf: BudgetOfPlace = () => undefined,
): ReadonlyMap<string, readonly Problem[]> {
  const collection = new SkillCollection(settingsOf, budgetOf);
  for (const skill of skills) collection.update(skill.folder, skill);
  return new Map(
    skills
      .map(({ folder }) => [folder, collection.problemsOf(folder)] as const)
      .filter(([, problems]) => problems.length > 0),
  );
}
