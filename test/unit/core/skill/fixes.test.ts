import assert from 'node:assert/strict';
import { applyEdits, fixAll, fixesFor } from '../../../../src/core/skill/fixes.ts';
import { rules } from '../../../../src/core/skill/rules/all.ts';
import { type Skill, type Target, targets } from '../../../../src/core/skill/skill.ts';
import type { Term } from '../../../../src/core/skill/rules/rule.ts';
import { validate } from '../../../../src/core/skill/validate.ts';
import { document, file, skill } from '../../../support/markedSkill.ts';

const tried = new Set<string>();

interface Options {
  readonly more?: Partial<Skill>;
  readonly target?: Target;
  /** Which fix, by a part of its title; the first when left out. */
  readonly title?: string;
  readonly terms?: readonly Term[];
}

/** Applies a fix of the first problem with this code and gives the file it changes; checks that the problem is gone. */
function fixed(
  code: string,
  text: string,
  { more = {}, target = 'api', title = '', terms = [] }: Options = {},
): string {
  tried.add(code);
  const before = skill(text, more);
  const all = { rules: { [code]: 'warning' }, terms } as const;
  const problem = validate(before, target, all).find((each) => each.code === code);
  assert.ok(problem, `${code} is reported`);
  const fix = fixesFor(before, problem).find((each) => each.title.includes(title));
  assert.ok(fix, `${code} has a fix ${title}`);
  const inFile =
    problem.file === 'SKILL.md' ? text : (before.files?.find(({ path }) => path === problem.file)?.text ?? '');
  const result = applyEdits(inFile, problem.file, fix.edits);
  const after = problem.file === 'SKILL.md' ? skill(result, more) : before;
  if (problem.file === 'SKILL.md') {
    assert.ok(
      !validate(after, target, all).some((each) => each.code === code && each.range.start === problem.range.start),
      `${code} is gone`,
    );
  }
  return result;
}

function fixes(code: string, before: string, after: string, options: Options = {}): void {
  it(`${code}: ${JSON.stringify(before).slice(0, 60)} becomes ${JSON.stringify(after).slice(0, 60)}`, () => {
    assert.equal(fixed(code, before, options), after);
  });
}

const start = '---\nname: my-skill\ndescription: "Use when asked."\n';

describe('fixes of front matter', () => {
  fixes(
    'fm/missing',
    '# Title\n',
    '---\nname: my-skill\ndescription: "Describe what the skill does. Use when the user asks for …"\n---\n\n# Title\n',
  );
  fixes('fm/missing', '\n\n---\nname: my-skill\n---\n', '---\nname: my-skill\n---\n');
  fixes('fm/missing', '```yaml\n---\nname: my-skill\n---\nBody\n```\n', '---\nname: my-skill\n---\nBody\n');
  fixes(
    'fm/missing',
    'name: my-skill\ndescription: x\n---\nBody\n',
    '---\nname: my-skill\ndescription: x\n---\nBody\n',
  );
  fixes('fm/missing', '----\nname: my-skill\n---\n', '---\nname: my-skill\n---\n');
  fixes('fm/unclosed', `${start}\n# Title\n`, `${start}---\n\n# Title\n`);
  fixes('fm/unclosed', `${start}...\nBody\n`, `${start}---\nBody\n`);
  fixes('fm/delimiter-space', start.replace('---', '--- ') + '---\n', `${start}---\n`);
  fixes(
    'fm/dash-in-value',
    '---\nname: my-skill\ndescription: one --- two\n---\n',
    '---\nname: my-skill\ndescription: one – two\n---\n',
  );
  fixes('fm/duplicate-key', `${start}license: a\nlicense: b\n---\n`, `${start}license: a\n---\n`);
  fixes(
    'fm/duplicate-key',
    `${start}metadata:\n  a: b\n  a: c\n  d: e\n---\n`,
    `${start}metadata:\n  a: b\n  d: e\n---\n`,
  );
  fixes(
    'fm/flow-style',
    `${start}metadata: {a: b, c: "d"} # note\n---\n`,
    `${start}metadata:\n  a: b\n  c: "d" # note\n---\n`,
  );
  fixes(
    'fm/flow-style',
    `${start}metadata:\n  tags: [a, b]\n---\n`,
    `${start}metadata:\n  tags:\n    - a\n    - b\n---\n`,
  );
  fixes('fm/anchor-tag', `${start}license: !!str 12\n---\n`, `${start}license: "12"\n---\n`);
  fixes(
    'fm/anchor-tag',
    `${start}license: *bold*\n---\n`.replace('*bold*', '*bold'),
    `${start}license: "*bold"\n---\n`,
  );
  fixes(
    'fm/hash-truncation',
    '---\nname: my-skill\ndescription: Fix issue #12\n---\n',
    '---\nname: my-skill\ndescription: "Fix issue #12"\n---\n',
  );
  fixes(
    'fm/unquoted-colon',
    '---\nname: my-skill\ndescription: Use when: "asked"\n---\n',
    `---\nname: my-skill\ndescription: 'Use when: "asked"'\n---\n`,
  );
  fixes(
    'fm/unquoted-colon',
    '---\nname: my-skill\ndescription: first line\n\n  Keywords: a, b\n---\n',
    '---\nname: my-skill\ndescription: "first line Keywords: a, b"\n---\n',
  );
  fixes(
    'fm/unquoted-colon',
    '---\nname: my-skill\ndescription: Bakes rye. For\n  example mine. Works so: knead\n  first: then bake\n---\n',
    '---\nname: my-skill\ndescription: "Bakes rye. For example mine. Works so: knead first: then bake"\n---\n',
  );
  fixes(
    'fm/unquoted-colon',
    `${start}metadata: author: jane, version: "1.0"\n---\n`,
    `${start}metadata:\n  author: "jane"\n  version: "1.0"\n---\n`,
  );
  fixes('fm/flow-style', `${start}argument-hint: [loaf]\n---\n`, `${start}argument-hint: "[loaf]"\n---\n`);
  fixes(
    'fm/quoting-start',
    '---\nname: my-skill\ndescription: `jq` helper\n---\n',
    '---\nname: my-skill\ndescription: "`jq` helper"\n---\n',
  );
  fixes(
    'fm/yaml',
    "---\nname: my-skill\ndescription: 'it's fine'\n---\n",
    `---\nname: my-skill\ndescription: "it's fine"\n---\n`,
  );
  fixes(
    'fm/yaml',
    '---\nname: my-skill\ndescription: "one" two\n---\n',
    `---\nname: my-skill\ndescription: '"one" two'\n---\n`,
  );
  fixes(
    'fm/yaml',
    '---\ndescription: "never closed\nname: my-skill\n---\n',
    '---\ndescription: "never closed"\nname: my-skill\n---\n',
  );
  fixes(
    'fm/yaml',
    '---\nname: my-skill\ndescription: "Anatomy of the Bear" + "The Solid Ground"\n---\n',
    `---\nname: my-skill\ndescription: '"Anatomy of the Bear" + "The Solid Ground"'\n---\n`,
  );
  fixes(
    'fm/yaml',
    '---\nname: my-skill\ndescription: "one","two"\n---\n',
    `---\nname: my-skill\ndescription: '"one","two"'\n---\n`,
  );
  fixes(
    'fm/yaml',
    '---\nname: my-skill\ndescription: "He said "hi""\n---\n',
    `---\nname: my-skill\ndescription: 'He said "hi"'\n---\n`,
  );
  fixes(
    'fm/yaml',
    `---\nname: my-skill\ndescription: 'the users' view, it's fine'\n---\n`,
    `---\nname: my-skill\ndescription: "the users' view, it's fine"\n---\n`,
  );
  fixes(
    'fm/yaml',
    '---\nname: my-skill\ndescription: "C:\\Users\\x"\n---\n',
    `---\nname: my-skill\ndescription: 'C:\\Users\\x'\n---\n`,
  );
  fixes('fm/tab', `${start}metadata:\n\ta: b\n\tc: d\n---\n`, `${start}metadata:\n  a: b\n  c: d\n---\n`);
  fixes('fm/tab', `${start}\tlicense: MIT\n---\n`, `${start}license: MIT\n---\n`);
  fixes(
    'fm/tab',
    `---\n\tname: my-skill\n\tmetadata:\n\t\ta: b\n---\n`,
    '---\nname: my-skill\nmetadata:\n    a: b\n---\n',
  );
  fixes('fm/unknown-key', `${start}version: 1.10\n---\n`, `${start}metadata:\n  version: "1.10"\n---\n`);
  fixes(
    'fm/unknown-key',
    `${start}tags: [a, b]\nmetadata:\n    x: y\n---\n`,
    `${start}metadata:\n    x: y\n    tags: "a, b"\n---\n`,
  );
  fixes(
    'fm/unknown-key',
    `${start}changelog: |\n  line 1\n    line 2\n---\n`,
    `${start}metadata:\n  changelog: "line 1\\n  line 2"\n---\n`,
  );
  fixes('fm/unknown-key', `${start}? complex\n: x\n---\n`, `${start}metadata:\n  complex: "x"\n---\n`);
  fixes('fm/unknown-key', `${start}? complex\n: x\nlicense: MIT\n---\n`, `${start}license: MIT\n---\n`, {
    title: 'Remove',
  });
  fixes('fm/unknown-key', `${start}user_invocable: true\n---\n`, `${start}metadata:\n  user_invocable: "true"\n---\n`);
  fixes(
    'fm/unknown-key',
    `${start}version: 2.10\nmetadata: {"oven": {"heat": "high", "for": ["rye"]}}\n---\n`,
    `${start}metadata: {"oven": {"heat": "high", "for": ["rye"]}, "version": "2.10"}\n---\n`,
  );
  fixes(
    'fm/unknown-key',
    `${start}metadata:\n  {\n    "oven": { "heat": "high" },\n  }\nhomepage: https://bread.example/\n---\n`,
    `${start}metadata:\n  {\n    "oven": { "heat": "high" }, "homepage": "https://bread.example/"\n  }\n---\n`,
  );
  fixes('fm/unknown-key', `${start}version: 1\nmetadata: {}\n---\n`, `${start}metadata: {"version": "1"}\n---\n`);
  fixes('fm/misspelt-key', `${start}user_invocable: true\n---\n`, `${start}user-invocable: true\n---\n`, {
    target: 'claude-code',
  });
  fixes('fm/unknown-key', `${start}model: opus\n---\n`, `${start}---\n`, { title: 'Remove' });
  fixes('fm/misspelt-key', `${start}allowedTools: Read\n---\n`, `${start}allowed-tools: Read\n---\n`);
  fixes('fm/key-case', '---\nName: my-skill\n---\n', '---\nname: my-skill\n---\n');

  it('that change a meaning are not safe: all safe ones leave them alone, or keep the text', () => {
    const all = (text: string): string => fixAll(skill(text), 'api').text;
    const pairs = `${start}metadata: author: jane, version: "1.0"\n---\nBody\n`;
    assert.equal(all(pairs), pairs);
    assert.equal(all(`${start}argument-hint: [loaf]\n---\nBody\n`), `${start}argument-hint: "[loaf]"\n---\nBody\n`);
  });

  it('offer no key of tools for a list of tools with definitions', () => {
    const text = `${start}tools:\n  - name: weigh\n    description: Weighs flour.\n---\nBody\n`;
    const given = skill(text);
    const titles = validate(given, 'api').flatMap((problem) => fixesFor(given, problem).map(({ title }) => title));
    assert.ok(!titles.some((title) => title.includes('allowed-tools')), titles.join());
  });

  it('keep the line breaks of the file', () => {
    const text = `${start}version: 1\n---\n`.replaceAll('\n', '\r\n');
    assert.equal(fixed('fm/unknown-key', text), `${start}metadata:\n  version: "1"\n---\n`.replaceAll('\n', '\r\n'));
  });
});

describe('fixes of fields', () => {
  fixes('name/required', '---\ndescription: x\n---\n', '---\nname: my-skill\ndescription: x\n---\n');
  fixes('name/empty', '---\nname:\n---\n', '---\nname: my-skill\n---\n');
  fixes('name/type', '---\nname: 123\n---\n', '---\nname: "123"\n---\n');
  fixes('name/charset', '---\nname: My_Skill # x\n---\n', '---\nname: my-skill # x\n---\n');
  fixes('name/charset', '---\nname: Résumé Tool\n---\n', '---\nname: my-skill\n---\n', { title: 'folder' });
  fixes('name/length', `---\nname: ${'a'.repeat(70)}\n---\n`, `---\nname: ${'a'.repeat(64)}\n---\n`);
  fixes('name/namespace', '---\nname: org:tool\n---\n', '---\nname: org-tool\n---\n');
  fixes('name/edge-hyphen', '---\nname: -tool\n---\n', '---\nname: tool\n---\n');
  fixes('name/double-hyphen', '---\nname: a--b\n---\n', '---\nname: a-b\n---\n');
  fixes('name/xml', '---\nname: "<b>tool</b>"\n---\n', '---\nname: b-tool-b\n---\n');
  fixes('name/reserved', '---\nname: claude-helper\n---\n', '---\nname: helper\n---\n');
  fixes('name/dir-mismatch', '---\nname: other\n---\n', '---\nname: my-skill\n---\n');
  fixes('name/immutable', '---\nname: other\n---\n', '---\nname: first-name\n---\n', {
    more: { publishedName: 'first-name' },
  });
  fixes(
    'desc/required',
    '---\nname: my-skill\n---\n',
    '---\nname: my-skill\ndescription: "Describe what the skill does. Use when the user asks for …"\n---\n',
  );
  fixes('desc/type', '---\nname: my-skill\ndescription: 12\n---\n', '---\nname: my-skill\ndescription: "12"\n---\n');
  fixes(
    'desc/xml',
    '---\nname: my-skill\ndescription: Makes <b>bold</b> from <foo>\n---\n',
    '---\nname: my-skill\ndescription: "Makes bold from foo"\n---\n',
  );
  fixes(
    'desc/angle',
    '---\nname: my-skill\ndescription: PDF -> text, files > 5 MB\n---\n',
    '---\nname: my-skill\ndescription: "PDF → text, files more than 5 MB"\n---\n',
  );
  fixes(
    'desc/multiline',
    '---\nname: my-skill\ndescription: |\n  One\n  two.\nlicense: MIT\n---\n',
    '---\nname: my-skill\ndescription: "One two."\nlicense: MIT\n---\n',
  );
  fixes(
    'desc/comment',
    '---\nname: my-skill\ndescription: Use for Top # 1 lists\n---\n',
    '---\nname: my-skill\ndescription: "Use for Top # 1 lists"\n---\n',
  );
  fixes('license/file', `${start}license: See LICENSE.txt\n---\n`, `${start}license: "See LICENSE.md"\n---\n`, {
    more: { files: [file('LICENSE.md')] },
  });
  fixes('compat/empty', `${start}compatibility: ""\n---\n`, `${start}---\n`);
  fixes('compat/type', `${start}compatibility:\n  - a\n  - b\n---\n`, `${start}compatibility: "a, b"\n---\n`);
  fixes('metadata/values', `${start}metadata:\n  a: 1.10\n---\n`, `${start}metadata:\n  a: "1.10"\n---\n`);
  fixes('metadata/nested', `${start}metadata:\n  a:\n    - b\n    - c\n---\n`, `${start}metadata:\n  a: "b, c"\n---\n`);
  fixes(
    'metadata/github-keys',
    `${start}metadata:\n  github-path: x\n  a: b\n---\n`,
    `${start}metadata:\n  a: b\n---\n`,
  );
  fixes(
    'tools/type',
    `${start}allowed-tools:\n  - Read\n  - Bash(git:*)\n---\n`,
    `${start}allowed-tools: "Read Bash(git:*)"\n---\n`,
  );
  fixes('tools/separator', `${start}allowed-tools: Read, Write\n---\n`, `${start}allowed-tools: "Read Write"\n---\n`);
  fixes('field/type', `${start}argument-hint: [file]\n---\n`, `${start}argument-hint: "[file]"\n---\n`, {
    target: 'claude-code',
  });
});

describe('fixes of files', () => {
  fixes('file/bom', '\uFEFF---\nname: my-skill\n---\n', '---\nname: my-skill\n---\n');
  fixes('file/hidden-character', document('', 'a\u200B\u200Bb\n'), document('', 'ab\n'));
  fixes('file/mojibake', document('', 'Itâ\u0080\u0099s â€™ Ã©\n'), document('', 'It’s ’ é\n'));
  fixes('file/line-endings', document('').replaceAll('\n', '\r\n'), document(''));
  fixes('body/rule-line', document('', 'One\n\n---\n\nTwo\n'), document('', 'One\n\n***\n\nTwo\n'));
  fixes('ref/exists', document('', '[x](references/gide.md)\n'), document('', '[x](references/guide.md)\n'), {
    more: { files: [file('references/guide.md')] },
  });
  fixes('ref/escape', document('', '[x](../scripts/a.py)\n'), document('', '[x](scripts/a.py)\n'), {
    more: { files: [file('scripts/a.py')] },
  });
  fixes('ref/relative', document('', '`my-skill/scripts/a.py`\n'), document('', '`scripts/a.py`\n'), {
    more: { files: [file('scripts/a.py')] },
  });
  fixes('body/windows-path', document('', '`scripts\\a.py`\n'), document('', '`scripts/a.py`\n'), {
    more: { files: [file('scripts/a.py')] },
  });
  fixes('body/claude-code-syntax', document('', 'Read @a.md.\n'), document('', 'Read `a.md`.\n'), {
    more: { files: [file('a.md')] },
  });
  fixes('script/line-endings', document(''), '#!/bin/sh\nls\n', {
    more: { files: [file('a.sh', '#!/bin/sh\r\nls\r\n')] },
  });
  const long = `# Guide\n\n## One\n${'text\n'.repeat(60)}\n## Two \`x\`\n${'text\n'.repeat(60)}`;
  fixes(
    'ref/toc',
    document(''),
    long.replace('# Guide\n', '# Guide\n\n## Contents\n\n- [One](#one)\n- [Two x](#two-x)\n'),
    { more: { files: [file('references/a.md', long)] } },
  );
  const stale = '# A\n\n## Contents\n\n- [One](#one)\n- [Old](#old)\n\n## One\n\n## Two\n';
  fixes('ref/toc-outdated', document(''), stale.replace('- [Old](#old)', '- [Two](#two)'), {
    more: { files: [file('references/a.md', stale)] },
  });

  const numbered =
    '# A\n\n## Contents\n\n1. [One](#one) — first\n2. [Old](#old)\n3. [Three](#three)\n\n# One\n\n## Part\n\n# ' +
    'Two\n\n# Three\n';
  fixes('ref/toc-outdated', document(''), numbered.replace('[Old](#old)', '[Two](#two)'), {
    more: { files: [file('references/a.md', numbered)] },
  });
  const nested =
    '# A\n\n## Contents\n\n- [One](#one)\n  - [Part](#part)\n\n## One\n\n### Part\n\n## Two\n\n### Other\n';
  fixes(
    'ref/toc-outdated',
    document(''),
    nested.replace('  - [Part](#part)', '  - [Part](#part)\n- [Two](#two)\n  - [Other](#other)'),
    { more: { files: [file('references/a.md', nested)] } },
  );

  const both =
    '# A\n\n## Contents\n\n1. [One](#one) — **high**\n   - 1.1 [Part](#part)\n\n## One\n\n### Part\n\n## Two\n';
  fixes('ref/toc-outdated', document(''), both.replace('(#part)', '(#part)\n2. [Two](#two)'), {
    more: { files: [file('references/a.md', both)] },
  });

  it('rewrite a table of contents only when asked', () => {
    const given = skill(document('', 'See [a](references/a.md).\n'), { files: [file('references/a.md', stale)] });
    assert.deepEqual(
      fixesFor(
        given,
        validate(given, 'api').filter(({ code }) => code === 'ref/toc-outdated'),
      ).map(({ isSafe, isPreferred }) => [isSafe, isPreferred]),
      [[false, true]],
    );
  });

  it('create a mentioned file, and rename the folder or the file', () => {
    for (const code of ['ref/exists', 'file/case', 'file/missing', 'name/dir-mismatch']) tried.add(code);
    const missing = skill(document('', '`scripts/run.py`\n'));
    const [create] = fixesFor(
      missing,
      validate(missing, 'api').filter(({ code }) => code === 'ref/exists'),
    );
    assert.deepEqual(
      create?.edits.map((edit) => edit.kind === 'createFile' && edit.file),
      ['scripts/run.py'],
    );
    const odd = skill(document(''), { fileName: 'skill.md', folderName: 'other' });
    const edits = fixesFor(odd, validate(odd, 'api')).flatMap((fix) => fix.edits);
    assert.ok(edits.some((edit) => edit.kind === 'renameFile' && edit.to === 'SKILL.md'));
    assert.ok(edits.some((edit) => edit.kind === 'renameFolder' && edit.to === 'my-skill'));
    const none = skill('', { fileName: undefined });
    assert.equal(fixesFor(none, validate(none, 'api'))[0]?.edits[0]?.kind, 'createFile');
  });
});

describe('the text of fixAll', () => {
  it('repairs what needs no decision and leaves the rest', () => {
    const text =
      '\uFEFF---\nname: my-skill\ndescription: Use when: asked\nversion: 1.10\ntags: [a, b]\nallowedTools: ' +
      '[Read, Write]\n...\n# Body\n';
    const after = fixAll(skill(text), 'api').text;
    assert.equal(
      after,
      '---\nname: my-skill\ndescription: "Use when: asked"\nmetadata:\n  version: "1.10"\n  tags: "a, ' +
        'b"\nallowed-tools: "Read Write"\n---\n# Body\n',
    );
    assert.deepEqual(
      validate(skill(after), 'api').filter(({ severity }) => severity === 'error'),
      [],
    );
  });

  it('keeps its hands off the body when the closing line is missing and the body has a rule', () => {
    const text = `${start}\n# My Skill\n\nWarning: never do this: ever.\n\n---\n\n## More\n`;
    assert.equal(fixAll(skill(text), 'api').text, text);
    assert.equal(fixed('fm/unclosed', text), text.replace('\n\n# My', '\n---\n\n# My'));
  });

  it('leaves a skill without problems as it is', () => {
    assert.equal(fixAll(skill(document('')), 'api').text, document(''));
  });

  it('leaves valid block text alone', () => {
    const text =
      '---\nname: my-skill\ndescription: |\n  Use when asked for:\n  - one\n  - two\nlicense: MIT\n---\n\nBody\n';
    for (const target of targets) assert.equal(fixAll(skill(text), target).text, text);
  });

  it('writes slashes only into a path that the skill has with them', () => {
    const text = document('', 'Run `scripts\\a.py` and `scripts\\gone.py`.\n');
    assert.equal(fixAll(skill(text, { files: [file('scripts/a.py')] }), 'api').text, text.replace('\\a', '/a'));
  });

  it('does not touch what a rule that is off would say', () => {
    const text = document('version: "1"');
    assert.equal(fixAll(skill(text), 'api', { rules: { 'fm/unknown-key': 'off' } }).text, text);
  });
});

describe('fixAll', () => {
  it('keeps the comment of a key that it moves, and leaves what it cannot move whole', () => {
    const all = (lines: string): string => fixAll(skill(document(lines)), 'api').text;
    assert.equal(all('priority: high # why'), document('metadata:\n  priority: "high" # why'));
    assert.equal(all('tags: [a, b] # c'), document('metadata:\n  tags: "a, b" # c'));
    for (const lines of ['tags:\n  - a # one\n  - b', 'author: &x joe\nowner: *x', 'tags: [&a b, *a]'])
      assert.equal(all(lines), document(lines));
  });

  it('moves every unknown key, once each, and says that nothing is left', () => {
    const keys = Array.from({ length: 60 }, (_, index) => `key${index}: value ${index}`);
    const { text, left } = fixAll(skill(document(keys.join('\n'))), 'api');
    assert.equal(left, 0);
    assert.equal(text.match(/^metadata:$/gm)?.length, 1);
    assert.deepEqual(
      [...text.matchAll(/^ {2}(key\d+): "value/gm)].map(([, key]) => key),
      keys.map((key) => key.slice(0, key.indexOf(':'))),
    );
    assert.deepEqual(fixAll(skill(text), 'api'), { text, left: 0 });
  });

  it('moves a key that stands twice only once', () => {
    const { text } = fixAll(skill(document('metadata:\n  a: "1"\ntags: x\ntags: y')), 'api');
    assert.equal(text.match(/^ {2}tags:/gm)?.length, 1);
  });

  it('gives no two keys the same name', () => {
    const { text, left } = fixAll(skill(document('allowedTools: [Read]\nallowed_tools: [Write]')), 'api');
    assert.deepEqual([text.match(/^allowed-tools:/gm)?.length, left], [1, 0]);
  });

  it('says how many fixes are left when the passes are not enough', () => {
    const text = document('MetaData: {a: b}\ntags: [x, y]\nkind: z');
    assert.deepEqual(
      [0, 1, 2, 3].map((passes) => fixAll(skill(text), 'api', { passes }).left > 0),
      [true, true, false, false],
    );
    assert.equal(fixAll(skill(text), 'api', { passes: 1 }).left, 2);
  });
});

describe('fixes of own terms', () => {
  fixes('term/own', `${start}---\nThe frobnicator.\n`, `${start}---\nThe widget.\n`, {
    terms: [{ term: 'frobnicator', message: 'Say widget.', severity: 'warning', replace: 'widget' }],
  });
});

describe('rules with a fix', () => {
  it('are all tried here', () => {
    // What lists leave of a skill is tried where it is found.
    const fixable = [...rules.values()]
      .filter(({ fix, code }) => fix && !code.startsWith('listing/'))
      .map(({ code }) => code);
    assert.ok(fixable.length > 40, String(fixable.length));
    assert.deepEqual(
      fixable.filter((code) => !tried.has(code)),
      [],
    );
  });
});
