import assert from 'node:assert/strict';
import { referenceRules } from '../../../../../src/core/skill/rules/references.ts';
import { signatureRules } from '../../../../../src/core/skill/rules/signature.ts';
import { validate } from '../../../../../src/core/skill/validate.ts';
import { document, file, skill } from '../../../../support/markedSkill.ts';
import { body, exercises, given, reports, reportsFiles, silent } from '../../../../support/ruleCases.ts';

describe('rules of references', () => {
  const guide = [file('references/guide.md', '# Guide\n'), file('scripts/run.py', '')];
  reports(
    'ref/exists',
    body('See [x](«references/gide.md») and `«scripts/go.py»`.\n\n```bash\npython «scripts/other.py»\n```\n', guide),
  );
  silent(
    'ref/exists',
    body(
      'See [x](references/guide.md#guide "title"), [y](<references/guide.md>), [z](#my-skill), ' +
        '[m](mailto:a@b.de), `scripts/*.py`; write `scripts/<name>.py`.\n\n# My skill\n',
      guide,
    ),
    given(document('', '[x](gone.md)\n'), { files: undefined }),
  );
  reports(
    'ref/exists',
    body('Open `«resources/playbook.md»`; follow `«steps/one.md»`.\n\n## Resources\n\n- `«guides/a.md»`\n'),
  );
  reports('ref/exists', body('Run `«Scripts/Run.py»`, see `«REFERENCES/Guide.md»`.\n', guide));
  silent(
    'ref/exists',
    body('Read `part/stepN.md` and `notes/YYYY-MM-DD.md`.\n', [file('part/step1.md'), file('notes/2026-01-02.md')]),
    body('Run `python "$OTHER_SKILL_BANK/scripts/x.py"`.\n'),
    body('See `bread-baking`’s\n`references/map.md`, and `references/oven.md` in the `bread-baking` skill.\n'),
    body('Ask the user for an `assets/photo.png`. Read your project’s `scripts/build.sh`.\n'),
    body('```php\nload("assets/css/a.css");\n```\n\n```python\n# scripts/make.py\n```\n\n```sh\n# scripts/x.sh\n```\n'),
    body('```sh\ngit clone https://a.example/b\ncd b\npython scripts/build.py\n```\n'),
    body('Read `skills/bread-baking/SKILL.md`.\n'),
    body('', [
      file('references/guide.md', 'The table is in `references/gone.md`.\n'),
      file('skill-card.md', '[a](b.md)'),
    ]),
  );
  reportsFiles(
    'ref/exists',
    [file('scripts/a.sh'), file('references/guide.md', 'Run `bash scripts/gone.sh`.\n')],
    ['references/guide.md'],
  );
  reports('ref/anchor', body('# My skill\n\n[x](«#gone») [y](«references/guide.md#gone») [z](#my-skill)\n', guide));
  silent('ref/anchor', body('[x](#top) [y](#Part-2)\n\n<a id="top"></a>\n<a name=part-2>\n'));
  reports('ref/relative', body('Run `python «.claude/skills/my-skill/scripts/run.py»`.\n', guide));
  silent(
    'ref/relative',
    body('Run `python scripts/run.py`.\n', guide),
    body('Run `python /path/to/skills/my-skill/scripts/run.py` or `my-skill/other.json`.\n', guide),
  );
  reports('ref/escape', body('[x](«../other/file.md»)\n'));
  silent(
    'ref/escape',
    body('[x](references/../scripts/run.py)\n', guide),
    body('', [file('templates/letter.md', '[x](../../docs/plan.md)\n'), file('README.md', '[x](../LICENSE)\n')]),
  );
  reports('ref/absolute', body('[x](«/etc/passwd») and `«/Users/maria»/notes.txt`\n'));
  reports('ref/absolute', body('`cat «/home/maria»/x`, «C:\\Users\\maria»\\x, `file://«/Users/maria»/x`\n'));
  silent(
    'ref/absolute',
    body(
      '`Contents/Home/bin/java`, `https://a.example/users/victim_uid/x`, ' +
        '`https://api.example/users/octocat/repos`, `https://example.com/home/products/list`, ' +
        '`app/users/list/page.tsx`, `/Users/NAME/x`, `/home/USER/x`\n',
    ),
  );
  silent('ref/absolute', body('`/home/user/x` and `/usr/bin/env` and [x](https://a.b/home/maria/x)\n'));
  silent(
    'ref/absolute',
    body('## Anti-pattern: one machine\n\n```sh\nF=/Users/maria/a.json\n```\n'),
    body('```sh\nF=/Users/maria/a.json  # hard-coded\n```\n'),
  );
  reportsFiles(
    'ref/absolute',
    [file('templates/site/a.md', '[x](/docs/cards/)\n'), file('references/a.md', '[x](/docs/cards/)\n')],
    ['references/a.md'],
  );
  silent('ref/relative', body('Said in `my-skill/scripts/run.py:12,40`.\n', [file('scripts/run.py')]));
  silent(
    'ref/relative',
    body('```\n*/30 * * * * /opt/skills/my-skill/scripts/run.sh\n```\n', [file('scripts/run.sh')]),
    body('```sh\ncron add --command ~/skills/my-skill/scripts/run.sh\n```\n', [file('scripts/run.sh')]),
    body('The user can look: `head ~/.copilot/skills/my-skill/scripts/run.sh`.\n', [file('scripts/run.sh')]),
  );
  reportsFiles(
    'ref/depth',
    [file('a.md', 'See [b](b.md).\n'), file('b.md', 'x')],
    ['a.md'],
    document('', 'Read [a](a.md).\n'),
  );
  reportsFiles(
    'ref/depth',
    [file('a.md', 'See [b](b.md).\n'), file('b.md', 'x')],
    [],
    document('', 'Read [a](a.md) and [b](b.md).\n'),
  );
  const long = `# Guide\n\n## One\n${'text\n'.repeat(60)}\n## Two\n${'text\n'.repeat(60)}`;
  reportsFiles('ref/toc', [file('references/a.md', long)], ['references/a.md']);
  reportsFiles(
    'ref/toc',
    [file('references/a.md', long.replace('## One', '- [One](#one)\n- [Two](#two)\n\n## One'))],
    [],
  );
  reportsFiles('ref/toc', [file('references/a.md', '# Short\n\n## One\n\n## Two\n')], []);
  for (const contents of ['## 📑 Table of Contents', '## Contents:', '## Quick Navigation', 'Contents:']) {
    reportsFiles(
      'ref/toc',
      [
        file(
          'references/a.md',
          long.replace('## One', `${contents}\n\n- [One](#one) — 13 items\n- [Two](#two)\n\n## One`),
        ),
      ],
      [],
    );
  }
  reportsFiles(
    'ref/toc',
    [file('references/a.md', long.replace('## One', '## 📑 Contents:\n\nOne, two.\n\n## One'))],
    [],
  );
  reportsFiles(
    'ref/toc-outdated',
    [file('references/a.md', '# A\n\n## Contents\n\n- [One](#one)\n- [Two](#two)\n\n# One\n\n## Part\n\n# Two\n')],
    [],
  );
  reportsFiles(
    'ref/toc-outdated',
    [file('references/a.md', '# A\n\n## Contents\n\n- [One](#one)\n- [Old](#old)\n\n## One\n\n## Two\n')],
    ['references/a.md'],
  );
  reportsFiles(
    'ref/toc-outdated',
    [file('references/a.md', '# A\n\n## Contents\n\n- [One](#one)\n- [Two](#two)\n\n## One\n\n## Two\n')],
    [],
  );
  reportsFiles(
    'ref/toc-outdated',
    [
      file(
        'references/a.md',
        '# A\n\n## Contents\n\n- [One](#one)\n- [Two — b](#two-b)\n\n## One\n\n## Two — b\n\n## See also\n',
      ),
    ],
    [],
  );
  reportsFiles(
    'ref/orphan',
    [file('scripts/lost.py'), file('LICENSE'), file('scripts/run.py'), file('evals/evals.json')],
    ['scripts/lost.py'],
    document('', 'Call `scripts/run.py`.\n'),
  );
  reportsFiles(
    'ref/orphan',
    [
      file('scripts/run.py', 'import helpers\n'),
      file('scripts/helpers.py'),
      file('assets/a.png'),
      file('assets/b.png'),
    ],
    [],
    document('', 'Call `scripts/run.py` with a file of assets/.\n'),
  );
  reportsFiles(
    'ref/orphan',
    [
      file('scripts/test_run.py'),
      file('scripts/run_test.py'),
      file('a.test.mjs'),
      file('fonts/Lora-OFL.txt'),
      file('assets/tests/x.json'),
    ],
    [],
  );
  reports('ref/exists', body('See «REFERENCE.md» for more.\n', [file('reference.md')]));
  silent(
    'ref/exists',
    body('```sh\ncd "$BAKERY"\n```\n\nThen:\n\n```sh\npython3 workflows/oven/heat.py\n```\n'),
    body('`BAKERY` points to a checkout of it and must contain `configs/a.json` and `scripts/heat.py`.\n'),
    body('Resolve it to the plugin directory that contains `prompts/a.md` (and `scripts/heat.py`).\n'),
    body('That needs a change of `Oven.heat` in `scripts/oven/oven/heat.py`.\n'),
  );
  reports('ref/exists', body('```sh\ncd "$BAKERY"\n```\n\n```sh\npython3 «scripts/heat.py»\n```\n'));
  reportsFiles(
    'ref/orphan',
    [
      '_meta.json',
      'Bread Skill Card',
      'CREATION-LOG.md',
      'skill.oms.sig',
      'skill-card.md',
      'BENCHMARK.md',
      'SKILLCARD.yaml',
      'agents/openai.yaml',
    ].map((path) => file(path)),
    [],
  );
  reportsFiles('ref/orphan', [file('notes.md')], [], document('', 'See NOTES.md.\n'));
  const statement = btoa(
    JSON.stringify({ predicate: { resources: [{ name: 'SKILL.md' }, { name: 'evals/a.json' }] } }),
  );
  const signature = file('skill.oms.sig', JSON.stringify({ dsseEnvelope: { payload: statement } }));
  reportsFiles('package/signature', [signature], ['skill.oms.sig']);
  reportsFiles('package/signature', [signature, file('evals/a.json')], []);
  reportsFiles('package/signature', [file('skill.oms.sig', 'none'), file('notes.md')], []);
  it('reads no signature whose payload is no base64, and fails at none', () => {
    for (const payload of ['a', 'abcde', '=', '\u00e9', 7]) {
      const files = [file('skill.oms.sig', JSON.stringify({ dsseEnvelope: { payload } }))];
      const codes = validate(skill(document(''), { files }), 'api').map(({ code }) => code);
      assert.ok(!codes.includes('check/failed') && !codes.includes('package/signature'), String(payload));
    }
  });

  it('reports one target once, with its other places', () => {
    const files = [file('references/guide.md', 'See [x](../gone.md).\n')];
    const problems = validate(skill(document('', '[x](gone.md) [y](gone.md)\n'), { files }), 'api');
    const missing = problems.filter(({ code }) => code === 'ref/exists');
    assert.deepEqual(
      missing.map(({ file: path, message, related }) => [
        path,
        message.endsWith('(3 places)'),
        related?.map((each) => each.file),
      ]),
      [['SKILL.md', true, ['SKILL.md', 'references/guide.md']]],
    );
  });

  it('says that the number of steps is wrong', () => {
    const files = [
      file('scripts/run.py', ''),
      file('references/guide.md', '[x](../../scripts/run.py) [y](scripts/run.py)\n'),
    ];
    const text = document('', '[x](../scripts/run.py) [y](../../bread-baking/SKILL.md) [z](references/guide.md)\n');
    const found = validate(skill(text, { files }), 'api').filter(({ code }) => code === 'ref/escape');
    assert.deepEqual(
      found.map(({ message }) => message.replace(/^.*?folder\. /, '')),
      [
        'The skill has “scripts/run.py”: from this file it is “scripts/run.py”, the number of “../” is wrong.',
        'The path has more “../” than lead to a neighboring skill. Only this folder is published: name the skill ' +
          '“bread-baking” instead, because agents find it by its name.',
        'The skill has “scripts/run.py”: from this file it is “../scripts/run.py”, the number of “../” is wrong.',
      ],
    );
  });
  reportsFiles('ref/names', [file('references/doc2.md'), file('references/forms.md')], ['references/doc2.md']);
  exercises(referenceRules, signatureRules);
});
