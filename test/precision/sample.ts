/** Whole numbers below `bound`, the same ones for the same seed (mulberry32). */
export function seeded(seed: number): (bound: number) => number {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

interface Sampled {
  readonly repository: string;
  readonly skill: string;
}

/**
 * At most `count` of the findings of one rule: one a skill, and the repositories in turn, so that a large one does not
 * decide alone. The same ones for the same seed.
 */
export function sample<Item extends Sampled>(findings: readonly Item[], count: number, seed: number): readonly Item[] {
  const below = seeded(seed);
  const repositories = new Map<string, Map<string, Item[]>>();
  for (const each of findings) {
    const skills = repositories.get(each.repository) ?? new Map<string, Item[]>();
    repositories.set(each.repository, skills.set(each.skill, [...(skills.get(each.skill) ?? []), each]));
  }
  const left = [...repositories.values()].map((skills) => [...skills.values()]);
  const taken: Item[] = [];
  while (taken.length < count && left.some((skills) => skills.length > 0)) {
    for (const skills of left) {
      if (taken.length >= count || skills.length === 0) continue;
      const [ofSkill = []] = skills.splice(below(skills.length), 1);
      const item = ofSkill[below(ofSkill.length)];
      if (item) taken.push(item);
    }
  }
  return taken;
}
