import assert from 'node:assert/strict';
import { applyEdits } from '../../../../src/core/skill/edits.ts';
import { suppress } from '../../../../src/core/skill/fixing/suppress.ts';
import { validate } from '../../../../src/core/skill/validate.ts';
import { document, file, skill } from '../../../support/markedSkill.ts';

function codes(body: string): string[] {
  return validate(skill(document('', body)), 'api')
    .filter(({ severity }) => severity === 'warning')
    .map(({ code }) => code);
}

describe('suppression comments', () => {
  it('silence the named rules on the next line', () => {
    assert.deepEqual(codes('<!-- skill-publisher-disable-next-line ref/exists -->\nSee [x](gone.md).\n'), []);
    assert.deepEqual(
      codes('<!-- skill-publisher-disable-next-line ref/escape, ref/exists -->\n[x](gone.md) [y](../y.md)\n'),
      [],
    );
  });

  it('silence everything when they name no rule', () => {
    assert.deepEqual(codes('<!-- skill-publisher-disable-next-line -->\r\n[x](gone.md) [y](../y.md)\r\n'), []);
  });

  it('leave other rules, other lines and code alone', () => {
    assert.deepEqual(codes('<!-- skill-publisher-disable-next-line ref/escape -->\nSee [x](gone.md).\n'), [
      'ref/exists',
    ]);
    assert.deepEqual(codes('<!-- skill-publisher-disable-next-line ref/exists -->\n\nSee [x](gone.md).\n'), [
      'ref/exists',
    ]);
    assert.deepEqual(codes('```\n<!-- skill-publisher-disable-next-line ref/exists -->\n```\nSee [x](gone.md).\n'), [
      'ref/exists',
    ]);
  });

  it('cover the code block below them', () => {
    assert.deepEqual(
      codes(
        '<!-- skill-publisher-disable-next-line ref/exists -->\n```bash\npython scripts/a.py\npython ' +
          'scripts/b.py\n```\n',
      ),
      [],
    );
  });

  it('work in reference files', () => {
    const reference = file('a.md', '<!-- skill-publisher-disable-next-line ref/exists -->\n[x](gone.md)\n');
    const problems = validate(skill(document('', '[a](a.md)\n'), { files: [reference] }), 'api');
    assert.deepEqual(
      problems.filter(({ severity }) => severity === 'warning'),
      [],
    );
  });
});

describe('suppress', () => {
  const cases: Readonly<Record<string, string>> = {
    'a line of prose': 'First.\n\nSee [x](gone.md).\n',
    'a line in a paragraph': 'First\nsee [x](gone.md)\nand more.\n',
    'an item of a list': '1. One.\n2. See [x](gone.md).\n',
    'a line below an item': '- One:\n\n  see [x](gone.md).\n',
    'a quotation': '> See [x](gone.md).\n',
    'a code block': 'Run:\n\n```bash\nexport A=1\npython scripts/gone.py\n```\n',
    'a code block in a list': '- Run:\n\n  ```bash\n  python scripts/gone.py\n  ```\n',
    'the first line': 'See [x](gone.md).\n',
    'lines that end with CR LF': 'First.\r\n\r\nSee [x](gone.md).\r\n',
  };
  for (const [place, body] of Object.entries(cases)) {
    it(`silences a problem in ${place}, and nothing else`, () => {
      const before = skill(document('', body));
      const problems = validate(before, 'api');
      const problem = problems.find(({ code }) => code === 'ref/exists') ?? assert.fail('no problem');
      const fix = suppress(before, problem) ?? assert.fail('no fix');
      const text = applyEdits(before.text, 'SKILL.md', fix.edits);
      assert.deepEqual(
        validate({ ...before, text }, 'api').map(({ code }) => code),
        problems.filter((each) => each !== problem).map(({ code }) => code),
        text,
      );
    });
  }

  it('adds to a comment that is there', () => {
    const before = skill(document('', '[x](gone.md) [y](../y.md)\n'));
    let { text } = before;
    for (let round = 0; round < 2; round += 1) {
      const [problem] = validate({ ...before, text }, 'api').filter(({ severity }) => severity === 'warning');
      assert.ok(problem);
      text = applyEdits(text, 'SKILL.md', suppress({ ...before, text }, problem)?.edits ?? []);
    }
    assert.equal(text.match(/<!-- skill-publisher-disable-next-line ref\/\w+ ref\/\w+ -->/g)?.length, 1, text);
    assert.deepEqual(
      validate({ ...before, text }, 'api').filter(({ severity }) => severity === 'warning'),
      [],
    );
  });

  it('is not offered where no comment can stand', () => {
    const given = skill(
      '---\nname: Bad Name\ndescription: Does. Use when asked.\n---\n\n| a |\n|---|\n| [x](gone.md) |\n',
    );
    const problems = validate(given, 'api');
    assert.ok(
      problems.some(({ code }) => code === 'ref/exists') && problems.some(({ code }) => code === 'name/charset'),
    );
    for (const problem of problems) assert.equal(suppress(given, problem), undefined, problem.code);
  });
});
