import assert from 'node:assert/strict';
import type { Skill, SkillFile, Target } from '../../../../src/core/skill/skill.ts';
import { rules } from '../../../../src/core/skill/rules/all.ts';
import { checkingRules } from '../../../../src/core/skill/rules/checking.ts';
import { collectionRules } from '../../../../src/core/skill/rules/collection.ts';
import { packageRules } from '../../../../src/core/skill/rules/package.ts';
import { secretRules } from '../../../../src/core/skill/rules/secret.ts';
import { termRules } from '../../../../src/core/skill/rules/terms.ts';
import { validate } from '../../../../src/core/skill/validate.ts';
import { document, file, skill, unmark } from '../../../support/markedSkill.ts';

interface Case {
  readonly marked: string;
  readonly target: Target;
  readonly more: Partial<Skill>;
}

const reported = new Set<string>();

function given(marked: string, more: Partial<Skill> = {}, target: Target = 'api'): Case {
  return { marked, target, more };
}

function front(lines: string, more: Partial<Skill> = {}, target: Target = 'api'): Case {
  return given(document(lines), more, target);
}

function named(name: string, more: Partial<Skill> = {}, target: Target = 'api'): Case {
  const folderName = unmark(name).text;
  return given(
    `---\nname: ${name}\ndescription: "Does a thing. Use when asked."\n---\nBody\n`,
    { folderName, ...more },
    target,
  );
}

function described(description: string, target: Target = 'api'): Case {
  return given(`---\nname: my-skill\ndescription: ${description}\n---\nBody\n`, {}, target);
}

function body(text: string, files: readonly SkillFile[] = [], target: Target = 'api'): Case {
  return given(document('', text), { files }, target);
}

function found(code: string, { marked, target, more }: Case) {
  const { text } = unmark(marked);
  return validate(skill(text, more), target, { rules: { [code]: 'warning' } }).filter(
    (problem) => problem.code === code && problem.file === (more.fileName ?? 'SKILL.md'),
  );
}

function reports(code: string, ...cases: readonly Case[]): void {
  reported.add(code);
  for (const each of cases) {
    it(`reports ${code} in ${JSON.stringify(each.marked).slice(0, 90)}`, () => {
      const own = each.more.fileName ?? 'SKILL.md';
      const ranges = found(code, each).flatMap(({ range, related = [] }) => [
        range,
        ...related.filter((place) => place.file === own).map((place) => place.range),
      ]);
      assert.deepEqual(
        ranges.toSorted((a, b) => a.start - b.start),
        unmark(each.marked).ranges,
      );
    });
  }
}

function silent(code: string, ...cases: readonly Case[]): void {
  for (const each of cases) {
    it(`does not report ${code} in ${JSON.stringify(each.marked).slice(0, 90)}`, () => {
      assert.deepEqual(found(code, each), []);
    });
  }
}

/** Problems of other files than SKILL.md: the paths that are reported. */
function reportsFiles(
  code: string,
  files: readonly SkillFile[],
  expected: readonly string[],
  text = document(''),
): void {
  if (expected.length > 0) reported.add(code);
  it(
    `reports ${code} for ${expected.length === 0 ? 'nothing' : expected.join(', ').slice(0, 60)} of ` +
      `${files.length} files`,
    () => {
      const problems = validate(skill(text, { files }), 'api', { rules: { [code]: 'warning' } });
      assert.deepEqual(
        problems
          .filter((problem) => problem.code === code)
          .flatMap((problem) => [problem.file, ...(problem.related ?? []).map((place) => place.file)]),
        expected,
      );
    },
  );
}

/** What other suites exercise: several skills, and what is found outside of the checks. */
const elsewhere = new Set(
  [checkingRules, collectionRules, packageRules, secretRules, termRules].flatMap((group) =>
    group.rules.map(({ code }) => code),
  ),
);

describe('rules of the file', () => {
  it('file/missing is the only problem of SKILL.md in a folder without one', () => {
    reported.add('file/missing');
    assert.deepEqual(
      validate(skill('', { fileName: undefined }), 'api').map(({ code }) => code),
      ['file/missing'],
    );
  });
  it('file/case names the file as it is spelt', () => {
    reported.add('file/case');
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
});

describe('rules of the front matter', () => {
  reports(
    'fm/missing',
    given('«# Title»\n'),
    given('«»'),
    given('«\n»---\nname: my-skill\n---\n'),
    given('«```yaml\n»---\nname: my-skill\n---\n```\n'),
    given('«---js»\nx\n---\n'),
  );
  reports(
    'fm/unclosed',
    given('«---»\nname: my-skill\n\n# Title\n'),
    given('---\nname: my-skill\n«...»\nBody\n'),
    given('---\nname: my-skill\n«-----»\nBody\n'),
  );
  reports('fm/too-large', given(`«---»\nname: ${'x'.repeat(20_000)}\n---\n`));
  reports('fm/delimiter-space', given('---«  »\nname: my-skill\n---\n'));
  silent('fm/delimiter-space', given('---\nname: my-skill\n---  \n'));
  reports('fm/dash-in-value', described('one «---» two'));
  silent('fm/dash-in-value', given(document('', 'a\n\n---\n\nb\n')));
  reports('fm/duplicate-key', front('«license»: MIT'), front('metadata:\n  a: b\n  «a»: c'));
  reports('fm/flow-style', front('metadata: «{a: b}»'), front('allowed-tools: «[Read, Write]»'));
  reports('fm/anchor-tag', front('compatibility: «!!str» x'), front('compatibility: «&x» y\nmetadata:\n  a: «*x»'));
  reports('fm/hash-truncation', described('Fix issue «#12 when asked»'));
  silent(
    'fm/hash-truncation',
    described('Use when asked # a comment'),
    described('"Fix issue #12"'),
    front('# whole line'),
  );
  reports(
    'fm/yaml',
    front("compatibility: «'it's fine'»"),
    front('compatibility: «"abc" def»'),
    given('---\n«- a\n- b»\n---\n'),
    front('compatibility: «"never closed»'),
  );
  it('fm/yaml says what is wrong with a quoted value', () => {
    const message = (value: string): string =>
      validate(skill(document(`compatibility: ${value}`)), 'api').find(({ code }) => code === 'fm/yaml')?.message ?? '';
    assert.match(message('"C:\\Users\\x"'), /^A back-slash between double quotes begins an escape/);
    assert.match(message('"abc" def'), /^Text follows the closing quote/);
    assert.match(message('"abc'), /^The quote at the start of this value is never closed/);
  });
  silent('fm/yaml', front('compatibility: "fine: here"'));
  reports(
    'fm/unquoted-colon',
    described('«Use when: asked»'),
    front('metadata:\n  note: «a: b»'),
    given('---\nname: my-skill\ndescription: «first line\n\n  Keywords: a, b»\n---\n'),
  );
  reports(
    'fm/quoting-start',
    described('«`jq` helper»'),
    described('«@scope helper»'),
    described('«> 5 MB»'),
    described('«[a] [b]»'),
    front('metadata:\n  tools:\n    - «@x/y»'),
  );
  silent('fm/quoting-start', described('>\n  folded'), described('"`jq`"'));
  reports('fm/tab', front('metadata:\n«\t»author: x'));
  reports(
    'fm/unknown-key',
    front('«version»: 1'),
    front('«argument-hint»: "[x]"'),
    front('«constructor»: x\n«__proto__»: y'),
    front('«foo»: x', {}, 'claude-code'),
  );
  silent(
    'fm/unknown-key',
    front('argument-hint: "[x]"', {}, 'claude-code'),
    front('context: fork', {}, 'vscode'),
    front('metadata:\n  version: "1"'),
  );
  reports(
    'fm/unknown-key',
    front('«user_invocable»: true'),
    front('«when-to-use»: x'),
    front('«argumentHint»: x', {}, 'spec'),
    front('«mode»: x'),
    front('«hook»: x'),
    front('«Model»: x'),
    front('? «complex»\n: x'),
  );
  reports('fm/unknown-key-local', front('«model»: opus', {}, 'claude-code'));
  reports(
    'fm/misspelt-key',
    front('«allowed_tools»: Read'),
    front('«allowedTools»: Read'),
    front('«compatability»: x'),
    front('«user_invocable»: true', {}, 'claude-code'),
    front('«when-to-use»: x', {}, 'claude-code'),
    front('«mode»: opus', {}, 'claude-code'),
  );
  silent(
    'fm/misspelt-key',
    front('user_invocable: true'),
    front('mode: x'),
    front('version: 1'),
    front('title2: x'),
    front('tags: x'),
    front('licence: x'),
  );
  reports('fm/key-case', given('---\n«Name»: my-skill\n«Description»: x\n---\n'));
});

describe('rules of the name', () => {
  reports('name/required', given('«---»\ndescription: x\n---\n'));
  silent('name/required', given('---\nName: my-skill\n---\n'), given('# Title\n'));
  reports('name/empty', given('---\n«name»:\n---\n'), given('---\nname: «""»\n---\n'));
  reports('name/type', named('«123»'), named('«yes»'), named('«2026-01-02»'), named('«[a]»'));
  silent('name/type', named('"123"'), named('v123'));
  reports('name/length', named(`«${'a'.repeat(65)}»`));
  silent('name/length', named('a'.repeat(64)));
  reports('name/charset', named('«My_Skill»'), named('«мой-навык»'), named('«my skill»'));
  reports('name/namespace', named('«myorg/skill»'), named('«myorg:skill»'), named('«my.skill»'));
  reports('name/edge-hyphen', named('«-a»'), named('«a-»'));
  reports('name/double-hyphen', named('«a--b»'));
  reports('name/dir-mismatch', named('«other»', { folderName: 'my-skill' }));
  silent('name/dir-mismatch', named('other', { folderName: undefined }));
  reports('name/reserved', named('«my-claude-md»'), named('«anthropic»'));
  silent('name/reserved', named('cloud'));
  reports('name/xml', named('«"<b>x</b>"»'));
  reports('name/immutable', named('«new-name»', { publishedName: 'old-name' }));
  silent('name/immutable', named('old-name', { publishedName: 'old-name' }));
  reports('name/vague', named('«utils»'));
  reports('name/gerund', named('«pdf-processing»'), named('«kings»'));
  silent('name/gerund', named('processing-pdfs'), named('writing'));
  reports('name/claude-command', named('«debug»', {}, 'claude-code'));
});

describe('rules of the description', () => {
  reports(
    'desc/required',
    given('«---»\nname: my-skill\n---\n'),
    given('---\nname: my-skill\n«description»:\n---\n'),
    described('«""»'),
  );
  reports('desc/type', described('«12345»'), described('«true»'));
  reports('desc/length', described(`«${'x'.repeat(1025)}»`));
  silent('desc/length', described('😀'.repeat(1024)));
  reports(
    'desc/length-listing',
    given(
      `---\nname: my-skill\ndescription: «${'x'.repeat(1000)}»\nwhen_to_use: ${'y'.repeat(600)}\n---\n`,
      {},
      'claude-code',
    ),
  );
  reports('desc/xml', described('«Use <foo> tags»'), described('«Use <b>bold</b>: when asked»'));
  silent('desc/xml', described('"a < b and c > d"'));
  reports('desc/angle', described('«"a < b"»'));
  reports('desc/when', described('«Converts a table of figures to another of the same kind»'));
  silent('desc/when', described('Converts tables. Use when asked.'), described('把脉专家'), described('PDF'));
  reports(
    'desc/person',
    described('«I can convert tables when asked»'),
    described('«You can use this to convert tables»'),
  );
  silent(
    'desc/person',
    described('Use when the user says "I can not open it"'),
    described('Identifies things when asked'),
  );
  reports('desc/vague', described('«Helps with documents»'));
  reports('desc/multiline', described('«|\n  one\n  two»'));
  reports('desc/comment', described('Use when asked for Top «# 1 lists»'), described('Use when asked «## x»'));
  silent(
    'desc/comment',
    described('"Use when asked for Top # 1 lists"'),
    described('Fix issue #12 when asked'),
    described('C# when asked'),
  );
  silent('desc/multiline', described('"one line"'));
});

describe('rules of other fields', () => {
  reports(
    'license/short',
    given(`---\nname: my-skill\ndescription: Use when asked\nlicense: «${'word '.repeat(30)}x»\n---\n`),
  );
  reports('license/missing', given('«---»\nname: my-skill\ndescription: x\n---\n'));
  reports(
    'license/file',
    given('---\nname: my-skill\ndescription: x\nlicense: «Complete terms in LICENSE.txt»\n---\n'),
  );
  silent(
    'license/file',
    given('---\nname: my-skill\ndescription: x\nlicense: Complete terms in LICENSE.txt\n---\n', {
      files: [file('LICENSE.txt')],
    }),
    given('---\nname: my-skill\ndescription: x\nlicense: MIT\n---\n'),
    given('---\nlicense: LICENSE.txt\n---\n', { files: undefined }),
  );
  reports('compat/type', front('compatibility:\n  «- claude»'), front('compatibility: «1»'));
  reports('compat/length', front(`compatibility: «${'x'.repeat(501)}»`));
  reports('compat/empty', front('compatibility: «""»'), front('«compatibility»:'));
  reports('metadata/type', front('metadata: «hello»'));
  silent('metadata/type', front('metadata:'));
  reports(
    'metadata/values',
    front('metadata:\n  version: «1.10»\n  on: «yes»\n  day: «2026-01-02»\n  oct: «010»\n  text: "1.10"'),
  );
  reports('metadata/nested', front('metadata:\n  tags:\n    «- a\n    - b»\n  inner:\n    «x: y»'));
  reports('metadata/github-keys', front('metadata:\n  «github-path»: x'));
  reports('tools/type', front('allowed-tools:\n  «- Read\n  - Write»'));
  reports('tools/separator', front('allowed-tools: «Read, Write»'));
  silent('tools/separator', front('allowed-tools: Bash(git add:*, git rm:*) Read'));
  reports('tools/experimental', front('«allowed-tools»: Read'));
  reports('tools/means', front('«allowed-tools»: Read'));
  reports(
    'field/type',
    front('user-invocable: «yes»', {}, 'vscode'),
    front('argument-hint: «[file]»', {}, 'claude-code'),
    front('hooks: «x»', {}, 'claude-code'),
  );
  silent('field/type', front('user-invocable: false', {}, 'vscode'), front('user-invocable: yes', {}, 'api'));
  silent(
    'field/type',
    ...['yes', 'NO', 'oN', 'off', '1', '0', '"true"', 'False'].map((value) =>
      front(`user-invocable: ${value}\nbackground: ${value}`, {}, 'claude-code'),
    ),
  );
  reports(
    'field/type',
    front('background: «maybe»\nuser-invocable: «2»\ndisable-model-invocation: «[yes]»', {}, 'claude-code'),
    front('user-invocable: «on»\ndisable-model-invocation: «1»', {}, 'vscode'),
  );
  silent('field/value', front('context: inline', {}, 'claude-code'));
  for (const code of ['fm/misspelt-key', 'fm/unknown-key'])
    silent(code, front('disallowedTools: Bash', {}, 'claude-code'));
  reports('fm/unknown-key', front('«disallowedTools»: Bash'));
  reports('field/value', front('shell: «zsh»', {}, 'claude-code'));
});

describe('rules of the body', () => {
  reports('body/lines', body(`${'line\n'.repeat(499)}«line 501»\nline\n`));
  silent('body/lines', body('line\n'.repeat(490)));
  reports('body/tokens', given(`${document('', '')}${'x'.repeat(19_998)}\n«last»`));
  reports('body/empty', given('---\nname: my-skill\ndescription: x\n«---»\n  \n'));
  reports('body/windows-path', body('Run `«scripts\\run.py»`.\n', [file('scripts/run.py')]));
  reports(
    'body/windows-path',
    body('Run `python «scripts\\gone.py»`, see [x](«references\\guide.md»).\n', [file('references/guide.md')]),
  );
  silent(
    'body/windows-path',
    body(
      '`grep -E "references\\.md|scripts\\.py"`, `print("scripts\\n")`, `"scripts\\trun"`; avoid: ' +
        '`scripts\\run.py`. [x](references/a\\_b.md)\n',
      [file('scripts/run.py'), file('references/a_b.md')],
    ),
  );
  silent('body/windows-path', body('Match `\\d+\\w` and `a\\nb`, C:\\Temp.\n'));
  reports('body/time-sensitive', body('Use the old API «before August 2025».\n'));
  silent(
    'body/time-sensitive',
    body('Write `before August 2025`.\n\n## Old patterns\n\nThis worked until May 2024.\n'),
    body('It was founded in May 2024.\n'),
  );
  reports('body/mcp-name', body('Call the MCP tool «`create_issue`».\n'));
  silent('body/mcp-name', body('Call the MCP tool `github:create_issue`, and the tool `other_name`.\n'));
  reports(
    'body/claude-code-syntax',
    body('Now: «!`git status`» and «$ARGUMENTS» in «${CLAUDE_SKILL_DIR}».\n\n«```!»\nls\n```\n'),
  );
  silent('body/claude-code-syntax', body('Costs $5! `code` and ${HOME}.\n'));
  reports(
    'body/claude-code-syntax',
    given(document('argument-hint: "[file]"', "Open «$1», then `tool «$0»`.\n\n```bash\nawk '{print $1}'\n```\n")),
  );
  reports(
    'body/claude-code-syntax',
    given(document('arguments: issue branch', 'Fix «$issue» on «$branch»; it costs $10, $1.50 or $1,000.\n')),
  );
  silent(
    'body/claude-code-syntax',
    body('It costs $1 a day, $name is yours.\n'),
    given(document('arguments: issue', 'Use $issues and \\$1.\n')),
  );
  reports(
    'body/claude-code-syntax',
    body('Read «@references/guide.md» and «@./notes.md».\n', [file('references/guide.md'), file('notes.md')]),
  );
  silent(
    'body/claude-code-syntax',
    body('Use @angular/core, mail me@notes.md, @gone.md and `@notes.md`.\n', [file('notes.md')]),
  );
});

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
  reportsFiles(
    'ref/orphan',
    ['_meta.json', 'skill.oms.sig', 'skill-card.md', 'BENCHMARK.md', 'SKILLCARD.yaml', 'agents/openai.yaml'].map(
      (path) => file(path),
    ),
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
        'The path has more “../” than lead to a skill beside this one. Only this folder is published: name the skill ' +
          '“bread-baking” instead, agents find it by its name.',
        'The skill has “scripts/run.py”: from this file it is “../scripts/run.py”, the number of “../” is wrong.',
      ],
    );
  });
  reportsFiles('ref/names', [file('references/doc2.md'), file('references/forms.md')], ['references/doc2.md']);
});

describe('rules of the health of texts', () => {
  reports('file/mojibake', body('Was «â\u0080\u0099» here, ð\u009F\u0098\u0080 there\n'));
  silent('file/mojibake', body('Area in Å², 2×–3×\n'), body('Ça va, Ãlvaro, naïve “Â” ©\n'), body('été – 20 €\n'));
  silent('file/hidden-character', body('It â\u0080\u0099s\n'), body('````md\n\u200b```js\n\u200b```\n````\n'));
  reports('file/conflict', body('«<<<<<<< HEAD»\na\n=======\nb\n>>>>>>> x\n'));
  silent('file/conflict', body('```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n```\n'), body('<<<<<<< a\n'));
  reportsFiles(
    'file/scaffold',
    [
      file('references/example-reference.md', '# Placeholder\n'),
      file('scripts/example.py', '# TODO: replace this\n'),
      file('scripts/example-script.sh', '# Counts the words of a file\n'),
    ],
    ['references/example-reference.md', 'scripts/example.py'],
  );
  reports('file/scaffold', body('Do «[TODO: say what»] now.\n'));
  reports('file/line-endings', given(document('').replace('\n', '«\r\n»')));
  silent('file/line-endings', given(document('')));
  reports('body/rule-line', body('One\n\n«---»\n\nTwo\n\n«---»\n\nThree\n'));
  silent('body/rule-line', body('Title\n---\n\n```\n\n---\n\n```\n\n***\n'));
  reports('body/fence', body('```md\n«```js»\nx\n```\n# Text\n```\n\n# More\n'));
  reports('body/fence', body('Run:\n\n«```sh»\nls\n\n# Next\n\n- one\n'));
  silent('body/fence', body('<Good>\n```js\nx\n```\nWell.\n</Good>\n\n<Bad>\n```js\ny\n```\n</Bad>\n\n# Next\n'));
  silent('body/fence', body('````md\n```js\nx\n```\n````\n'), body('```sh\nls\n```\n'), body('```sh\nls\n'));
  reports(
    'fm/yaml',
    given('---\nname: my-skill\ndescription: "Makes «\u0080» pictures. Use when asked."\n---\nBody\n'),
  );
  it('says one thing about a file in UTF-16', () => {
    const text = Array.from(document('', 'Body\n')).join('\0');
    const problems = validate(skill(text, { validUtf8: false }), 'api');
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['file/encoding'],
    );
  });
  reports('desc/vague', given('---\nname: my-skill\ndescription: «My Skill»\n---\nBody\n'));
  silent(
    'fm/misspelt-key',
    front('tools:\n  - name: price\n    description: Gets it.'),
    front('tools: [read_file, shell]'),
  );
  reports('fm/misspelt-key', front('«tools»: Read, Bash(git:*)'));
  reports(
    'fm/unquoted-colon',
    given(
      '---\nname: my-skill\ndescription:\n  «Asks about plans, for example\n  mine. Works so: questions first»\n---\nBody\n',
    ),
  );
});

describe('rules of scripts and of the container', () => {
  const reading = 'name = input("Name? ")\n';
  reportsFiles(
    'script/interactive',
    [
      file('scripts/a.py', reading),
      file('scripts/b.sh', 'read -rp "Name? " name\n'),
      file('scripts/c.py', '# input("x")\nprint("input(x)")\ninput_file(1)\n'),
    ],
    ['scripts/a.py', 'scripts/b.sh'],
  );
  reportsFiles(
    'script/interactive',
    [
      file('a.py', 'if click.confirm("Sure?"):\n    pass\n'),
      file('b.mjs', "rl.question('Name? ', (name) => name);\n"),
      file('c.ps1', '$name = Read-Host "Name"\n'),
      file('d.rb', 'name = gets.chomp\n'),
      file('e.sh', 'echo "Name?"; read -p "> " name\n'),
      file('f.sh', 'if [ -t 0 ]; then read -t 5 -rp "> " name; fi\n'),
      file(
        'g.py',
        '"""Codes:\n1  Invalid input (bad JSON)\nprompt: input()\n"""\ndef input(x):\n    return x  # input()\n',
      ),
      file('h.sh', 'while read -r line; do echo "read -p"; done\n'),
      file('i.rb', '# gets\nwidgets = 1\n'),
      file('j.js', '// rl.question(\nconst s = "rl.question(";\n'),
    ],
    ['a.py', 'b.mjs', 'c.ps1', 'd.rb', 'e.sh', 'f.sh'],
  );
  reportsFiles(
    'script/executable',
    [
      file('a.sh', '#!/bin/sh\n', { executable: false }),
      file('b.sh', '#!/bin/sh\n', { executable: true }),
      file('c.sh', '#!/bin/sh\n'),
    ],
    ['a.sh'],
  );
  reportsFiles(
    'script/line-endings',
    [file('a.sh', '#!/bin/sh\r\nls\r\n'), file('b.sh', '#!/bin/sh\nls\n'), file('c.txt', 'a\r\n')],
    ['a.sh'],
  );
  reports('script/pinned', body('```bash\n«npx eslint» .\nnpx eslint@9 .\nnpx @scope/tool@1.2 x\n```\n'));
  reports('runtime/install', body('Run `«pip install requests»`.\n\n```bash\n«npm install»\n```\n'));
  silent('runtime/install', body('Do not install packages with pip.\n'), body('`pip install x`\n', [], 'claude-code'));
  silent(
    'runtime/install',
    body(
      'Never run `pip install pandas`. If jq is missing, tell the user: `brew install jq`. No `npm install` is ' +
        'needed; `npm ci` is not needed.\n',
    ),
    body(
      '```bash\n# pip install x\necho "jq not found (brew install jq)"\necho please run pip install ' +
        'x\n```\n\nDo not run:\n\n```bash\npip install x\n```\n',
    ),
    body('```python\nsys.exit("missing: pip install pdfplumber")\n```\n'),
  );
  reports(
    'runtime/install',
    body(
      'Everything is there. `«pip install a»`\n\n- If a is missing, stop.\n- Then `«pip install ' +
        'b»`.\n\n```bash\nFOO=1 «pip install "x[y]"»  # needed\nbash -c "«pip install z"»\n```\n',
    ),
  );
  reportsFiles(
    'runtime/install',
    [
      file('a.py', '"""Needs:\npip install a\n"""\n# pip install b\nsys.exit("missing: pip install c")\n'),
      file('b.py', 'os.system("pip install a")\n'),
      file('c.sh', 'cat <<EOF\npip install a\nEOF\nlog_info "pip install b"\n'),
      file('d.sh', 'set -e\npip install a\n'),
      file('e.js', '/* npm install */\nconsole.error(`npm install`);\n'),
    ],
    ['b.py', 'd.sh'],
  );
  reports(
    'runtime/network',
    body(
      `\`\`\`bash\n«curl -X POST -H "Authorization: x" https://»a.example\n«curl -s -o out.json ` +
        `https://»a.example\n«curl -X POST \\\n  https://»a.example\n«curl --data @x https://»a.example\n«wget ` +
        `-O a.zip https://»a.example\n\`\`\`\n`,
    ),
  );
  silent(
    'runtime/network',
    body(
      '```bash\ncurl -X POST http://0.0.0.0:80 && curl -s \\\n  http://localhost/\necho "curl ' +
        'https://a.example"\ncommand -v curl || see https://a.example\n```\n\nNever use `curl ' +
        'https://a.example`.\n',
    ),
  );
  reportsFiles(
    'runtime/network',
    [
      file('a.py', 's = requests.Session()\n'),
      file('b.mjs', 'await axios.get("https://a.example");\n'),
      file('c.py', 'print(requests.get(url).text)\n'),
      file('d.py', '# requests.get(url)\n'),
    ],
    ['a.py', 'b.mjs', 'c.py'],
  );
  reports('runtime/docker', body('```bash\n«docker run» --rm x\n```\n'));
  reports('runtime/sudo', body('Run `«sudo systemctl» restart x`.\n'));
  reports('runtime/local-host', body('Open `«http://192.168.7.1»/x` or `«ssh 10.0.0.2»`.\n'));
  silent('runtime/local-host', body('`ufw allow from 192.168.0.0/24`, `http://localhost:80`\n'));
  reports('runtime/desktop', body('```bash\ncat x | «pbcopy»\n«osascript» -e x\n```\n'));
  reports('runtime/agent-tool', body('Ask with «AskUserQuestion». Keep a list (`«TodoWrite»`).\n'));
  silent('runtime/agent-tool', body('If AskUserQuestion is available, use it. `TodoWrite` if available.\n'));
  reports('body/base-dir', body('Run `«{baseDir}»/scripts/a.sh`.\n\n```sh\n«{baseDir}»/scripts/a.sh\n```\n'));
  silent('body/base-dir', body('```js\nx(`${baseDir}/a`)\n```\n`${baseDir}/x`, `{baseDir}`\n'));
  silent(
    'runtime/install',
    body('', [file('README.md', '```sh\nnpm install\n```\n'), file('references/a.md', '`pip install x`\n')]),
    body('Optionally: `pip install x`.\n\n## Optional tools\n\n```sh\npip install y\n```\n'),
    body('pip may be needed: if you want charts, run `pip install z`.\n'),
  );
  it('tells each need of the container once, with its places', () => {
    const files = [file('scripts/a.sh', 'npm install\n'), file('references/b.md', '`npm ci`\n')];
    const text = document('', '```sh\nnpm install\npip install x\npip install y\n```\n');
    const problems = validate(skill(text, { files }), 'api').filter(({ code }) => code === 'runtime/install');
    assert.deepEqual(
      problems.map(({ message, related }) => [/^Needs (.*?):/.exec(message)?.[1], related?.length]),
      [
        ['npm packages', 2],
        ['Python packages', 1],
      ],
    );
  });
  reports('runtime/network', body('```bash\n«curl https://»example.com\ncurl http://localhost:80\n```\n'));
  reportsFiles('runtime/network', [file('scripts/a.py', 'r = requests.get(url)\n')], ['scripts/a.py']);
  reportsFiles(
    'runtime/import',
    [
      file('scripts/a.py', 'import os, requests as r\n'),
      file('scripts/b.py', '#!/usr/bin/env python3\nfrom bs4 import BeautifulSoup\n'),
      file('scripts/c.py', 'import pandas as pd\nfrom PIL import Image\nimport yaml\nimport helpers\n'),
      file('scripts/d.py', 'try:\n    import requests\nexcept ImportError:\n    requests = None\n'),
      file('scripts/e.py', '"""Usage:\nimport requests\n"""\n# import requests\nx = 1\n'),
      file('scripts/f.py', 'import polars.selectors\n'),
      file('scripts/polars/__init__.py'),
      file('notes.txt', 'import requests\n'),
      file('scripts/test_a.py', 'import pytest\n'),
      file('tests/b.py', 'import pytest\n'),
    ],
    ['scripts/a.py', 'scripts/b.py'],
  );
  const needs = document(
    '',
    'Run `pip install -U "some-tool>=2" pandas` and:\n\n```bash\nnpm install -g left-pad @scope/x && ls\n```\n',
  );
  reportsFiles(
    'runtime/import',
    [
      file('a.py', 'import some_tool\nimport pandas\n'),
      file('b.mjs', "import pad from 'left-pad';\n"),
      file('c.js', "const x = require('@scope/x/deep');\n"),
      file('d.js', "import fs from 'node:fs';\nimport './left-pad.js';\nimport other from 'other';\n"),
    ],
    ['a.py', 'b.mjs', 'c.js'],
    needs,
  );
  it('runtime/import stands at the name, once for each', () => {
    const text = 'import os, requests as r, torch.nn\nimport requests\nfrom torch import nn\n';
    const problems = validate(skill(document(''), { files: [file('a.py', text)] }), 'api').filter(
      ({ code }) => code === 'runtime/import',
    );
    assert.deepEqual(
      problems.map(({ range, related }) => [range, ...(related ?? []).map((place) => place.range)]),
      [['requests', 'torch'].map((name) => ({ start: text.indexOf(name), end: text.indexOf(name) + name.length }))],
    );
    assert.match(problems[0]?.message ?? '', /“requests”, “torch” may be missing/);
  });
  it('runtime/import is about the Skills API only', () => {
    assert.deepEqual(
      validate(skill(document(''), { files: [file('a.py', 'import requests\n')] }), 'claude-code', {
        rules: { 'runtime/import': 'warning' },
      }).filter(({ code }) => code === 'runtime/import'),
      [],
    );
  });
});

describe('rules of the folder', () => {
  reportsFiles('dir/nested-skill', [file('sub/SKILL.md'), file('node_modules/x/SKILL.md')], ['sub/SKILL.md']);
  reportsFiles('dir/plugin-manifest', [file('.claude-plugin/plugin.json')], ['.claude-plugin/plugin.json']);
  reportsFiles(
    'dir/symlink',
    [
      file('a', '', { kind: 'symlink', linkTarget: undefined }),
      file('b', '', { kind: 'symlink', linkTarget: 'c' }),
      file('c'),
    ],
    ['a'],
  );
  reportsFiles('dir/special', [file('pipe', '', { kind: 'special' })], ['pipe']);
  reportsFiles(
    'zip/path-chars',
    [
      file('a:b'),
      file('a\\b'),
      file('con.txt'),
      file('x/ends.'),
      file('tab\t'),
      file('fine/file-1_2.txt'),
      file('é'.repeat(130)),
    ],
    ['a:b', 'a\\b', 'con.txt', 'tab\t', 'x/ends.', 'é'.repeat(130)],
  );
  reportsFiles(
    'zip/path-portable',
    [file('with space.md'), file('naïve.md'), file('plain.md')],
    ['naïve.md', 'with space.md'],
  );
  reportsFiles(
    'zip/case-collision',
    [file('a/B.md'), file('a/b.md'), file('cafe\u0301.md'), file('caf\u00E9.md')],
    ['a/b.md', 'caf\u00E9.md'],
  );
  reportsFiles(
    'zip/file-count',
    Array.from({ length: 201 }, (_, index) => file(`assets/${index}.txt`)),
    ['SKILL.md'],
  );
  reportsFiles(
    'zip/file-count',
    Array.from({ length: 300 }, (_, index) => file(`node_modules/${index}.txt`)),
    [],
  );
  reportsFiles('zip/size', [file('big.bin', '', { size: 31_457_280 }), file('small')], ['big.bin']);
  reportsFiles('zip/size', [file('big.bin', '', { size: 31_457_279 })], []);
});

describe('rules about a skill that is not finished', () => {
  reports(
    'draft/template',
    described('"«Describes in one sentence what this skill does. Use when the user asks for it.»"'),
    body('1. «Read the request and name the input and the result.»\n2. Do the work.'),
    body('1. «Run the script on the input file and read its answer:»'),
  );
  silent('draft/template', described('Fills forms. Use when the user asks for it.'), body('1. Do the work.'));
  reportsFiles(
    'draft/template',
    [
      file(
        'references/format.md',
        '# Format\n\nWhat the agent needs to know about the format, and only when it works on it.\n',
      ),
    ],
    ['references/format.md'],
  );
  reports(
    'draft/unfinished',
    body('«TODO:» write this.'),
    body('- «TBD»\n'),
    body('## «TODO:» Steps'),
    body('1. Read it, then «[TODO: say what]».'),
    body('**«TODO:»** more'),
    body('«[…]»\n'),
    body('Text: «lorem ipsum dolor» sit amet.'),
    described('"«TODO:» say what it does"'),
  );
  silent(
    'draft/unfinished',
    body('Search the code for TODO comments.'),
    body('A line `TODO: x` stays.'),
    body('```\nTODO: x\n```'),
    body('Write a TODO: for each finding.'),
    body('Keep the todo list up to date.\n\nTodos: see below.'),
    body('Quote it as “the first […] the last”.'),
    body('Generate lorem ipsum.'),
    body('See [TODO](TODO.md).'),
  );
});

describe('rules', () => {
  it('of one skill are all exercised by these tests', () => {
    assert.deepEqual(
      [...rules.keys()].filter((code) => !reported.has(code) && !elsewhere.has(code)),
      [],
    );
  });
});
