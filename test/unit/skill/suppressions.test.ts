import assert from 'node:assert/strict';
import { validate } from '../../../src/skill/validate.ts';
import { document, file, skill } from '../../support/markedSkill.ts';

function codes(body: string): string[] {
  return validate(skill(document('', body)), 'api').filter(({ severity }) => severity === 'warning').map(({ code }) => code);
}

describe('suppression comments', () => {
  it('silence the named rules on the next line', () => {
    assert.deepEqual(codes('<!-- skill-publisher-disable-next-line ref/exists -->\nSee [x](gone.md).\n'), []);
    assert.deepEqual(codes('<!-- skill-publisher-disable-next-line ref/escape, ref/exists -->\n[x](gone.md) [y](../y.md)\n'), []);
  });

  it('silence everything when they name no rule', () => {
    assert.deepEqual(codes('<!-- skill-publisher-disable-next-line -->\r\n[x](gone.md) [y](../y.md)\r\n'), []);
  });

  it('leave other rules, other lines and code alone', () => {
    assert.deepEqual(codes('<!-- skill-publisher-disable-next-line ref/escape -->\nSee [x](gone.md).\n'), ['ref/exists']);
    assert.deepEqual(codes('<!-- skill-publisher-disable-next-line ref/exists -->\n\nSee [x](gone.md).\n'), ['ref/exists']);
    assert.deepEqual(codes('```\n<!-- skill-publisher-disable-next-line ref/exists -->\n```\nSee [x](gone.md).\n'), ['ref/exists']);
  });

  it('work in reference files', () => {
    const reference = file('a.md', '<!-- skill-publisher-disable-next-line ref/exists -->\n[x](gone.md)\n');
    const problems = validate(skill(document('', '[a](a.md)\n'), { files: [reference] }), 'api');
    assert.deepEqual(problems.filter(({ severity }) => severity === 'warning'), []);
  });
});
