import assert from 'node:assert/strict';
import { ruleDocumentation } from '../../../../src/core/skill/rules/all.ts';
import { packageRules } from '../../../../src/core/skill/rules/package.ts';
import { toProblems, validate } from '../../../../src/core/skill/validate.ts';
import { document, file, skill } from '../../../support/markedSkill.ts';

const range = { start: 0, end: 0 };

function codes(given: Parameters<typeof validate>[0], options: Parameters<typeof validate>[2]): string[] {
  return validate(given, 'api', options).map(({ code, severity }) => `${severity} ${code}`);
}

describe('what selecting a folder found', () => {
  const text = document('', 'See `scripts/a.py`.\n');
  const at = { start: text.indexOf('scripts/'), end: text.indexOf('.py') + 3 };
  const mentioned = { code: 'package/left-out', message: 'It stays.', range: at, data: { path: 'scripts/a.py' } };

  it('becomes problems of the target, each fact once', () => {
    const given = skill(text, { files: [] });
    assert.ok(codes(given, {}).some((each) => each.endsWith('ref/exists')));
    const all = codes(given, { packing: { problems: [mentioned], leftOut: [{ path: 'scripts/a.py' }] } });
    assert.ok(all.includes('warning package/left-out'));
    assert.ok(!all.some((each) => each.endsWith('ref/exists')));
  });

  it('speaks once of a link that SKILL.md mentions, and of others by the rule of links', () => {
    const links = ['scripts/a.py', 'b.txt'].map((path) => ({ ...file(path), kind: 'symlink' as const }));
    const problems = validate(skill(text, { files: links }), 'api', {
      packing: { problems: [{ ...mentioned, code: 'package/link' }], leftOut: links },
    });
    assert.deepEqual(
      problems.filter(({ code }) => code === 'dir/symlink').map((each) => each.file),
      ['b.txt'],
    );
  });

  it('can be silenced where the rest may still be sent, and nowhere else', () => {
    const given = skill(text, { files: [] });
    for (const { code, isFixed, severity } of packageRules.rules) {
      const packing = { problems: [{ code, message: '', range, data: { path: '' } }], leftOut: [] };
      const silenced = codes(given, { packing, rules: { [code]: 'off' } }).some((each) => each.endsWith(code));
      assert.equal(silenced, isFixed === true, code);
      assert.equal(isFixed === true, severity.api === 'error', code);
    }
  });

  it('keeps every kind of secret an error, with one page', () => {
    const found = { code: 'secret/made-up-kind', message: '', range };
    const [problem] = toProblems([found], 'vscode', { rules: { 'secret/made-up-kind': 'off', 'secret/*': 'hint' } });
    assert.equal(problem?.severity, 'error');
    assert.equal(ruleDocumentation('secret/made-up-kind'), 'secret');
  });
});
