import { findConfusion } from '../../src/core/listing/confusable.ts';
import { toCompared, toListing, type ListingSkill } from '../../src/core/listing/listing.ts';
import { profileOf } from '../../src/core/listing/profile.ts';
import { collectSkill } from '../../src/core/skill/collectSkill.ts';
import { prose, seeded } from './corpus.ts';
import { report } from './figure.ts';
import { median } from './meter.ts';

const count = 1000;
const rounds = 5;
const profile = profileOf('claude-code');

/** SKILL.md of a skill whose description has some hundred characters. */
function textOf(index: number, random: () => number): string {
  const description = prose(random, 400 + Math.floor(random() * 400)).replace(/[":\\\s]+/g, ' ');
  return `---\nname: skill-${index}\ndescription: "${description}"\n---\n\n# Skill\n\nDo it.\n`;
}

function toSkills(texts: readonly string[]): readonly ListingSkill[] {
  return texts.flatMap((text, index) => {
    const collected = collectSkill(`/w/skills/skill-${index}`, { fileName: 'SKILL.md', text });
    return collected ? [{ collected }] : [];
  });
}

/** Milliseconds of processor time: what a machine that does nothing else would show. */
function timed(work: () => void): number {
  const begun = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

describe(`the list of ${count.toLocaleString('en')} skills`, function () {
  this.timeout(120_000);
  const random = seeded(1);
  const texts = Array.from({ length: count }, (_, index) => textOf(index, random));

  it('is made from their texts, with who shares whose words', () => {
    const times = Array.from({ length: rounds }, () =>
      timed(() => {
        const skills = toSkills(texts);
        findConfusion(toCompared(skills, toListing(skills, profile), profile));
      }),
    );
    report({
      id: `listing ${count} skills cold, with shared words`,
      value: median(times),
      unit: 'ms',
      goal: { most: 2000 },
    });
  });

  it('is made again after one of them changed', () => {
    const skills = [...toSkills(texts)];
    toListing(skills, profile);
    const times = Array.from({ length: 20 * rounds }, (_, round) => {
      const index = round % count;
      const text = textOf(index, random);
      return timed(() => {
        const collected = collectSkill(`/w/skills/skill-${index}`, { fileName: 'SKILL.md', text });
        if (collected) skills[index] = { collected };
        toListing(skills, profile);
      });
    });
    report({ id: `listing ${count} skills after one edit`, value: median(times), unit: 'ms', goal: { most: 16 } });
  });
});
