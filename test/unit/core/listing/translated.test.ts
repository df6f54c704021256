import assert from 'node:assert/strict';
import { cutFindings } from '../../../../src/core/listing/findings.ts';
import { toListing } from '../../../../src/core/listing/listing.ts';
import { placeBudget } from '../../../../src/core/listing/placeBudget.ts';
import { listingProfiles, profileTitle } from '../../../../src/core/listing/profile.ts';
import { shadowFindings } from '../../../../src/core/listing/shadowFindings.ts';
import {
  budgetText,
  sideBySide,
  sideBySideNumbers,
  sideBySideText,
  stateText,
} from '../../../../src/core/listing/summary.ts';
import { collectSkill, type CollectedSkill } from '../../../../src/core/skill/collectSkill.ts';
import { validateCollection } from '../../../../src/core/skill/collection.ts';
import { areTranslated, inMarks } from '../../../support/markedWords.ts';

const agents = listingProfiles.map(({ agent }) => agent).join(' ');

function collected(folder: string, more = '', length = 40): CollectedSkill {
  const text = `---\nname: ${folder.split('/').at(-1)}\ndescription: ${'x'.repeat(length)}\n${more}---\nBody\n`;
  const skill = collectSkill(folder, { fileName: 'SKILL.md', text });
  assert.ok(skill);
  return skill;
}

describe('what is said of lists in another language', () => {
  it('is translated for every agent', () => {
    const homes = ['.claude', '.agents', '.github', '.gemini', '.opencode'].flatMap((home) =>
      Array.from({ length: 30 }, (_, index) => collected(`${home}/skills/s${index}`, '', 900)),
    );
    const hidden = [
      collected('a/skills/h1', 'disable-model-invocation: true\n'),
      collected('a/skills/h2', 'paths: a\n'),
      collected('a/skills/h3', '', 0),
      collected('b/skills/h3', ''),
    ];
    const skills = [...homes, ...hidden].map((each) => ({ collected: each }));
    for (const profile of listingProfiles) {
      const said = inMarks(() => {
        const listing = toListing(skills, profile, {
          today: new Date('2030-01-01'),
          scoreOf: () => 1,
          overrides: { s1: 'name-only', s2: 'off' },
        });
        const beside = sideBySide(skills, profile);
        return [
          profileTitle(profile),
          budgetText(listing),
          sideBySideNumbers(beside),
          sideBySideText(beside),
          ...listing.notes,
          ...listing.entries.flatMap(({ reason = '', state }) => [reason, stateText(state)]),
        ];
      });
      const data = `${agents} ${JSON.stringify(skills)} name-only off openai.yaml paths`;
      areTranslated(
        said.map((text) => text.replaceAll(/`[^`]*`/g, '')),
        data,
      );
    }
  });

  it('is translated for what is cut', () => {
    for (const more of ['', 'when_to_use: Use it now.\n']) {
      const text = `---\nname: a\ndescription: ${'Reads a table, draws it. '.repeat(80)}\n${more}---\n`;
      const [finding] = inMarks(() => cutFindings({ fileName: 'SKILL.md', text }));
      assert.ok(finding);
      areTranslated([finding.message], text);
    }
  });

  it('is translated for places and for skills that share words', () => {
    for (const home of ['.claude/skills', '.agents/skills']) {
      const some = Array.from({ length: 30 }, (_, index) => collected(`${home}/s${index}`, '', 900));
      const found = inMarks(() => validateCollection(some, () => ({ target: 'api' }), placeBudget));
      const said = [...found.values()].flat().map(({ message }) => message);
      assert.equal(said.length, 1);
      areTranslated(said, `${home} ${agents}`);
    }
    const pair = ['a/skills/one', 'a/skills/two'].map((folder) => collected(folder));
    for (const onlyWhenCut of [true, false]) {
      const phrases = ['alpha', 'beta', 'gamma', 'delta', 'epsilon'];
      const shadow = { skill: 'a/skills/one', by: 'a/skills/two', score: 1, fullScore: 1, onlyWhenCut, phrases };
      const said = inMarks(() => [...shadowFindings(pair, [shadow]).values()].flat().map(({ message }) => message));
      assert.equal(said.length, 1);
      areTranslated(said, `two ${phrases.join(' ')}`);
    }
  });
});
