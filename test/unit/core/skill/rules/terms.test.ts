import assert from 'node:assert/strict';
import { validate } from '../../../../../src/core/skill/validate.ts';
import { document, skill } from '../../../../support/markedSkill.ts';

describe('rules about words', () => {
  it('name a retired model, except where the line says so', () => {
    const model = ['claude', '2.1'].join('-');
    const found = (line: string): string[] =>
      validate(skill(document('', `${line}\n`)), 'api')
        .filter(({ code }) => code === 'term/retired-model')
        .map(({ message }) => message);
    assert.match(found(`Call ${model} for this.`).join(), /retired .* on \d{4}-\d\d-\d\d/);
    assert.deepEqual(found(`${model} is deprecated.`), []);
  });
});
