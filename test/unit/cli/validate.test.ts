import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { runCommandLine as run } from '../../support/commandLine.ts';
import { licensedSkillMd as good, skillMd } from '../../support/publishCase.ts';
import { temporaryFolders } from '../../support/temporaryFolder.ts';

describe('cli validate', () => {
  const make = temporaryFolders();

  it('passes a good skill, also named by its SKILL.md', async () => {
    const folder = make({ 'counting-lines/SKILL.md': good() });
    for (const argument of ['counting-lines', 'counting-lines/SKILL.md', path.join(folder, 'counting-lines')]) {
      const { code, out } = await run(folder, ['validate', argument]);
      assert.deepEqual([code, out], [0, '1 skill: 0 errors, 0 warnings, 0 hints\n']);
    }
  });

  it('finds the skills below a folder, but for what Git ignores and tools make', async () => {
    const folder = make({
      '.git/HEAD': '',
      '.gitignore': 'skills/draft/\n',
      'skills/one/SKILL.md': skillMd('Not Good'),
      'skills/deep/er/two/SKILL.md': good('two'),
      'skills/draft/SKILL.md': 'no skill yet',
      'skills/node_modules/x/SKILL.md': 'somebody else',
      '.claude/skills/three/SKILL.md': good('three'),
    });
    for (const [cwd, args] of [
      [folder, []],
      [folder, ['.']],
      [folder, ['skills', '.claude', 'skills/one/SKILL.md']],
    ] as const) {
      const { code, out } = await run(cwd, ['validate', '--format', 'concise', ...args]);
      assert.equal(code, 1);
      assert.match(out, /^3 skills: /m);
      assert.match(out, /^skills\/one\/SKILL\.md:2:7 error /m);
    }
    const inside = await run(path.join(folder, 'skills/one'), ['validate', 'SKILL.md', '--format', 'concise']);
    assert.match(inside.out, /^SKILL\.md:2:7 error /m);
    const beside = await run(path.join(folder, 'skills/deep'), ['validate', '../one/SKILL.md', '--format', 'concise']);
    assert.ok(beside.out.includes(`${folder}/skills/one/SKILL.md:2:7 error `), beside.out);
  });

  it('prints lines and columns from 1 in text, from 0 in JSON', async () => {
    const folder = make({
      'a/SKILL.md': '---\nname: Bad Name\ndescription: Does things when asked to do things.\nlicense: MIT\n---\nx\n',
      'b-b/SKILL.md': good('b-b'),
    });
    const text = await run(folder, ['validate', 'a', '--format', 'concise']);
    assert.equal(text.code, 1);
    assert.match(text.out, /^a\/SKILL\.md:2:7 error .*\[name\/charset\]$/m);
    const json = await run(folder, ['validate', 'a', 'b-b', '--format', 'json']);
    const [first, second] = JSON.parse(json.out) as {
      folder: string;
      problems: { code: string; severity: string; message: string; file: string; range: unknown }[];
    }[];
    assert.deepEqual([json.code, first?.folder, second?.folder, second?.problems], [1, 'a', 'b-b', []]);
    const problem = first?.problems.find(({ code }) => code === 'name/charset');
    assert.deepEqual(Object.keys(problem ?? {}).slice(0, 5), ['code', 'severity', 'message', 'file', 'range']);
    assert.deepEqual(
      [problem?.file, problem?.range],
      ['SKILL.md', { start: { line: 1, character: 6 }, end: { line: 1, character: 14 } }],
    );
  });

  it('judges by the target', async () => {
    const folder = make({ 'claude-helper-tool/SKILL.md': good('claude-helper-tool') });
    assert.deepEqual(
      [
        (await run(folder, ['validate', 'claude-helper-tool'])).code,
        (await run(folder, ['validate', 'claude-helper-tool', '--target', 'spec'])).code,
      ],
      [1, 0],
    );
  });

  it('says what is wrong with a folder without SKILL.md, and does not hang on a pipe', async () => {
    const folder = make({ 'x/README.md': '' });
    execFileSync('mkfifo', [path.join(folder, 'x/pipe')]);
    const { code, out } = await run(folder, ['validate', 'x', '--format', 'concise']);
    assert.equal(code, 1);
    assert.match(out, /\[file\/missing\]/);
    assert.match(out, /pipe.*\[dir\/special\]/);
  });

  it('compares the folders it is given', async () => {
    const folder = make({ 'skills/count/SKILL.md': good('count'), 'skills/copy/SKILL.md': good('count') });
    const { out } = await run(folder, [
      'validate',
      'skills/count',
      'skills/copy',
      'skills/count',
      '--format',
      'concise',
    ]);
    assert.deepEqual(
      out.match(/^.*\[skills\/duplicate-name\]$/gm)?.map((line) => line.split(' ')[0]),
      ['skills/copy/SKILL.md:2:7'],
    );
  });

  it('tells once why a mentioned file stays', async () => {
    const folder = make({
      'counting-lines/SKILL.md': `${good()}\nRead [the notes](references/notes.md) and [b](b.md).\n`,
      'counting-lines/.skillignore': 'references/\n',
      'counting-lines/references/notes.md': 'x',
    });
    symlinkSync('/etc/passwd', path.join(folder, 'counting-lines/b.md'));
    const { out } = await run(folder, ['validate', 'counting-lines', '--format', 'json']);
    const [result] = JSON.parse(out) as { problems: { code: string }[] }[];
    assert.deepEqual(result?.problems.map(({ code }) => code).sort(), ['package/left-out', 'package/link']);
  });
});
