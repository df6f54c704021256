import assert from 'node:assert/strict';
import { fileRules } from '../../../../../src/core/skill/rules/file.ts';
import { findHidden, hiddenRules } from '../../../../../src/core/skill/rules/hidden.ts';
import { validate } from '../../../../../src/core/skill/validate.ts';
import { document, skill } from '../../../../support/markedSkill.ts';
import { body, described, exercises, given, reported, reports, silent } from '../../../../support/ruleCases.ts';

describe('hidden characters', () => {
  // A text of usual characters only is let through at once; one that ends with a hidden one is not.
  it('are found whatever else the text holds', () => {
    const found = (text: string): number => [...findHidden(text)].length;
    const different: string[] = [];
    for (let unit = 0; unit < 0x10000; unit += 1) {
      const text = `a${String.fromCharCode(unit)}b `;
      if (found(text) !== found(`${text}\u202e`) - 1) different.push(unit.toString(16));
    }
    assert.deepEqual(different, []);
  });
});

describe('rules of the file', () => {
  for (const code of ['file/missing', 'file/case']) reported.add(code);
  it('file/missing is the only problem of SKILL.md in a folder without one', () => {
    assert.deepEqual(
      validate(skill('', { fileName: undefined }), 'api').map(({ code }) => code),
      ['file/missing'],
    );
  });
  it('file/case names the file as it is spelled', () => {
    const [problem] = validate(skill(document(''), { fileName: 'Skill.md' }), 'api');
    assert.deepEqual([problem?.code, problem?.file], ['file/case', 'Skill.md']);
  });
  reports(
    'file/encoding',
    given(document('', 'caf«\uFFFD» au lait\n'), { validUtf8: false }),
    given(document('', 'half «\uD83D» pair\n')),
  );
  silent('file/encoding', given(document('', '\uFFFD is the replacement character; 😀\n')));
  reports('file/bom', given('«\uFEFF»---\nname: my-skill\n---\n'));
  reports(
    'file/hidden-character',
    body('a «\u202E»b «\u200B\u200B»c «\u{E0041}\u{E0042}»d «\u0007»e «\u00AD»f\n'),
    described('"Use «\u2066»this"'),
  );
  silent(
    'file/hidden-character',
    body('👩‍👩‍👧 ❤️ 1️⃣ 🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F} می‌خواهم क्‍ष \u05D0\u200F!\n'),
    given('\uFEFF---\nname: my-skill\n---\n'),
  );
  exercises(fileRules, hiddenRules);
});
