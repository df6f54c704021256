import assert from 'node:assert/strict';
import { Budget } from '../../../../src/core/skill/budget.ts';
import type { Problem } from '../../../../src/core/skill/problem.ts';
import { validate } from '../../../../src/core/skill/validate.ts';
import { costlySkill } from '../../../support/costlyText.ts';
import { document, file, skill } from '../../../support/markedSkill.ts';
import { plant, throwing } from '../../../support/plantedCheck.ts';

const bad = document('colour: red', 'BOOM. See `scripts/none.py`.\n');

function codes(problems: readonly Problem[]): string[] {
  return problems.map(({ code, severity }) => `${severity} ${code}`);
}

function spent(given: Parameters<typeof validate>[0]): number {
  const budget = new Budget();
  validate(given, 'api', { budget });
  return budget.spent;
}

describe('a check that does not end well', () => {
  const planted: (() => void)[] = [];
  const withBug = (check = throwing): void => {
    planted.push(plant(check));
  };
  afterEach(() => {
    for (const remove of planted.splice(0)) remove();
  });

  it('is an error of its own beside what the other rules find', () => {
    const before = codes(validate(skill(bad), 'api'));
    withBug();
    const problems = validate(skill(bad), 'api');
    assert.deepEqual(codes(problems).sort(), [...before, 'error check/failed'].sort());
    const failed = problems.find(({ code }) => code === 'check/failed');
    assert.match(failed?.message ?? '', /check of made\/up failed \(Maximum call stack size exceeded\).*report it/);
    assert.deepEqual([failed?.file, failed?.range], ['SKILL.md', { start: 0, end: 0 }]);
  });

  it('keeps what it found before it failed', () => {
    withBug({
      name: 'made/up',
      *check() {
        yield { code: 'body/empty', message: 'Found before.', range: { start: 0, end: 1 } };
        throw new Error('then this');
      },
    });
    const messages = validate(skill(bad), 'api').map(({ message }) => message);
    assert.ok(messages.includes('Found before.'));
    assert.ok(messages.some((message) => message.includes('then this')));
  });

  it('is told once for the same error of several rules', () => {
    withBug();
    withBug({ ...throwing, name: 'made/second' });
    const failed = validate(skill(bad), 'api').filter(({ code }) => code === 'check/failed');
    assert.match(failed.map(({ message }) => message).join('\n'), /^The check of made\/up and 1 more failed[^\n]*$/);
  });

  it('cannot be silenced, neither by settings nor by a comment', () => {
    withBug();
    const text = `<!-- skill-publisher-disable-next-line -->\n${bad}`;
    for (const target of ['api', 'claude-code', 'vscode', 'spec'] as const)
      assert.ok(
        codes(validate(skill(text), target, { rules: { 'check/failed': 'off' } })).includes('error check/failed'),
      );
  });

  it('says nothing where nothing fails', () => {
    withBug();
    assert.deepEqual(validate(skill(document('')), 'api'), []);
  });
});

describe('the budget of a check', () => {
  const costly = { folderName: 'costly', files: costlySkill.paths.map((path) => file(path)) };

  it('ends one that costs too much, and says so as an error', () => {
    const problems = validate(skill(costlySkill.text, costly), 'api', { rules: { 'check/too-costly': 'off' } });
    assert.ok(codes(problems).includes('error check/too-costly'));
    assert.match(problems.find(({ code }) => code === 'check/too-costly')?.message ?? '', /more work than is allowed/);
  });

  it('keeps what was found before it was spent, and checks nothing after', () => {
    const whole = spent(skill(bad));
    const partly = codes(validate(skill(bad), 'api', { budget: new Budget(whole - 1) }));
    assert.ok(partly.includes('error check/too-costly') && partly.length > 1);
    const hardly = codes(validate(skill(bad), 'api', { budget: new Budget(1) }));
    assert.deepEqual(hardly, ['error check/too-costly']);
    assert.ok(!codes(validate(skill(bad), 'api', { budget: new Budget(whole) })).includes('error check/too-costly'));
  });

  it('counts the same for the same skill, whatever was checked before', () => {
    const given = (text: string): Parameters<typeof validate>[0] =>
      skill(document('', `See \`references/a.md\` and \`scripts/*.py\`. ${text}\n`), {
        files: [file('references/a.md', `# A\n\n${'[x](y.md) `z` '.repeat(200)}`), file('scripts/b.py', 'import os\n')],
      });
    const first = spent(given('One.'));
    assert.equal(spent(given('One.')), first);
    spent({ ...given('Two.'), folderName: 'other' });
    assert.equal(spent(given('One.')), first);
    assert.ok(first > 3000);
  });

  it('counts what the YAML library does, which takes longest', () => {
    const keys = Array.from({ length: 200 }, (_, index) => `key${index}: a\n`).join('');
    assert.ok(spent(skill(document(keys.trim()))) > 100 * keys.length);
  });

  it('holds the largest skill that can be uploaded, all of it text', () => {
    const text = 'Some words of `code` and [a link](references/f1.md) in a sentence.\n'.repeat(3900);
    const files = Array.from({ length: 120 }, (_, index) =>
      file(index % 2 === 0 ? `references/f${index}.md` : `scripts/s${index}.py`, text),
    );
    const budget = new Budget();
    const problems = validate(skill(document('', text), { files }), 'api', { budget });
    assert.ok(files.reduce((sum, { size }) => sum + size, 0) > 30_000_000);
    assert.deepEqual(
      problems.filter(({ code }) => code.startsWith('check/')),
      [],
    );
    assert.ok(budget.spent < budget.limit, `${budget.spent}`);
  });
});
