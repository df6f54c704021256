import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Log } from 'sarif';
import { skillMd } from '../../support/publishCase.ts';
import { runCommandLine as run } from '../../support/commandLine.ts';
import { temporaryFolders } from '../../support/temporaryFolder.ts';

const good = (name: string, body = 'Count them.\n'): string =>
  `${skillMd(name).replace('---\n\n', 'license: MIT\n---\n\n')}\n${body}`;

describe('cli linter', function () {
  this.timeout(60_000);
  const make = temporaryFolders();

  it('takes flags before the configuration, and the nearest configuration before the defaults', async () => {
    const folder = make({
      'skill-publisher.config.json': '{ "rules": { "license/missing": "error" }, "exclude": ["vendor/**"] }',
      'skills/a/SKILL.md': skillMd('a'),
      'vendor/b/SKILL.md': 'broken',
      'own/skill-publisher.config.json': '{ "rules": { "license/missing": "off" } }',
      'own/c/SKILL.md': skillMd('c'),
    });
    const first = await run(folder, ['validate', '--format', 'concise']);
    assert.equal(first.code, 1);
    assert.match(first.out, /^skills\/a\/SKILL\.md:1:1 error .*license\/missing\]\n2 skills: 1 error/);
    const second = await run(folder, ['validate', '--rule', 'license/missing=off']);
    assert.deepEqual([second.code, second.out], [0, '2 skills: 0 errors, 0 warnings, 0 hints\n']);
    writeFileSync(path.join(folder, 'skill-publisher.config.json'), '{\n  "rulez": {}\n}');
    const wrong = await run(folder, ['validate', 'skills']);
    assert.equal(wrong.code, 2);
    assert.match(wrong.err, /^skill-publisher\.config\.json:2:3 Unknown key “rulez”\. Did you mean “rules”\?/);
  });

  it('reports own terms with their severity, and retired models', async () => {
    const folder = make({
      'skill-publisher.config.json': JSON.stringify({
        terms: [{ term: 'utilize', message: 'Write “use”.', replace: 'use', severity: 'error' }],
      }),
      'a/SKILL.md': good('a', 'Utilize claude-2.1, not reutilize it.\nIt replaced claude-2.0.\n'),
    });
    const { code, out } = await run(folder, ['validate', '--format', 'concise']);
    assert.equal(code, 1);
    assert.match(out, /:1 error Write “use”\. \[term\/own\]/);
    assert.match(out, /hint Anthropic retired claude-2\.1 on 2025-07-21/);
    assert.match(out, /1 error, 0 warnings, 1 hint;/);
  });

  it('fixes what is safe, keeps line ends and mode, and changes nothing the second time', async () => {
    const folder = make({
      'a/SKILL.md': good('a', 'Run `references\\x.md`.\n').replaceAll('\n', '\r\n'),
      'a/references/x.md': '# x\n',
    });
    const file = path.join(folder, 'a/SKILL.md');
    chmodSync(file, 0o640);
    const before = readFileSync(file, 'utf8');
    const diff = await run(folder, ['validate', '--diff']);
    assert.equal(diff.code, 1);
    assert.match(diff.out, /^--- a\/a\/SKILL\.md\n\+\+\+ b\/a\/SKILL\.md\n/);
    assert.equal(readFileSync(file, 'utf8'), before);
    assert.equal((await run(folder, ['validate', '--fix'])).code, 0);
    const after = readFileSync(file, 'utf8');
    assert.equal(after, before.replace('references\\x.md', 'references/x.md'));
    assert.equal(statSync(file).mode & 0o777, 0o640);
    assert.deepEqual([(await run(folder, ['validate', '--diff'])).code, readFileSync(file, 'utf8')], [0, after]);
  });

  it('renames and creates only when unsafe fixes are asked for', async () => {
    const folder = make({ 'a/skill.md': good('a'), 'b/SKILL.md': good('b', 'Read [notes](references/notes.md).\n') });
    await run(folder, ['validate', '--fix']);
    assert.ok(!existsSync(path.join(folder, 'b/references')));
    await run(folder, ['validate', '--fix', '--unsafe']);
    assert.ok(existsSync(path.join(folder, 'a/SKILL.md')));
    assert.ok(existsSync(path.join(folder, 'b/references/notes.md')));
    assert.equal((await run(folder, ['validate', '--diff', '--unsafe'])).code, 0);
  });

  it('says how many problems it fixed and how many are left, to people and to programs', async () => {
    const text = good('a', 'Run `references\\x.md`. See [it](none.md).\n');
    const folder = make({ 'a/SKILL.md': text, 'a/references/x.md': '# x\n', 'b/SKILL.md': good('b') });
    const { out, err } = await run(folder, ['validate', '--fix', '--format', 'json']);
    const skills = JSON.parse(out) as { folder: string; fixed: number; problems: unknown[] }[];
    assert.deepEqual(
      skills.map((each) => [each.folder, each.fixed, each.problems.length]),
      [
        ['a', 1, 1],
        ['b', 0, 0],
      ],
    );
    assert.equal(err, 'Fixed 1 problem; 1 is left.\n');
    assert.equal((await run(folder, ['validate', '--fix'])).err, 'Fixed no problems; 1 is left.\n');
    assert.deepEqual(await run(folder, ['validate', 'b', '--fix', '--quiet']), {
      code: 0,
      out: '1 skill: 0 errors, 0 warnings, 0 hints\n',
      err: '',
    });
    assert.doesNotMatch((await run(folder, ['validate', '--format', 'json'])).out, /"fixed"/);
  });

  it('fixes every place of a problem that is told once, in one run', async () => {
    const lines = Array.from({ length: 40 }, (_, index) => `Step ${index}.\n\n---\n`).join('\n');
    const folder = make({ 'a/SKILL.md': good('a', lines) });
    const before = await run(folder, ['validate', '--format', 'concise']);
    assert.match(before.out, /\(40 places\) \[body\/rule-line\]/);
    const { out, err } = await run(folder, ['validate', '--fix', '--unsafe']);
    assert.deepEqual([out, err], ['1 skill: 0 errors, 0 warnings, 0 hints\n', 'Fixed 1 problem; none are left.\n']);
    assert.equal(readFileSync(path.join(folder, 'a/SKILL.md'), 'utf8'), good('a', lines.replaceAll('---', '***')));
  });

  it('accepts the problems of today with one command, reports new ones, and prunes', async () => {
    const folder = make({ 'a/SKILL.md': skillMd('a'), 'b/SKILL.md': good('b') });
    const check = ['validate', '--format', 'concise', '--fail-on', 'hint'];
    assert.equal((await run(folder, check)).code, 1);
    assert.match((await run(folder, ['baseline'])).out, /^\.skill-publisher-baseline\.json: [12] problems? known/);
    const known = await run(folder, check);
    assert.equal(known.code, 0, known.out);
    assert.match(known.out, /baselined$/m);
    writeFileSync(path.join(folder, 'b/SKILL.md'), skillMd('b'));
    assert.equal((await run(folder, check)).code, 1);
    writeFileSync(path.join(folder, 'a/SKILL.md'), good('a'));
    assert.equal((await run(folder, ['validate', 'a', '--strict-baseline'])).code, 1);
    assert.equal((await run(folder, ['baseline', 'check'])).code, 1);
    await run(folder, ['baseline', 'prune']);
    assert.equal((await run(folder, ['baseline', 'check'])).code, 0);
    assert.equal((await run(folder, check)).code, 1);
  });

  it('judges only skills that changed since a revision, or are staged, and runs nothing that Git is told to', async () => {
    const folder = make({ 'a/SKILL.md': skillMd('A'), 'b/SKILL.md': skillMd('B') });
    const git = (...args: readonly string[]): string =>
      execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.com', ...args], {
        cwd: folder,
        encoding: 'utf8',
      });
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'one');
    const base = git('rev-parse', 'HEAD').trim();
    writeFileSync(path.join(folder, 'b/notes.md'), 'x');
    git('add', '.');
    for (const [name, value] of [
      ['core.fsmonitor', 'touch hit; false'],
      ['diff.external', 'touch hit'],
      ['core.pager', 'touch hit'],
    ] as const)
      git('config', name, value);
    const staged = await run(folder, ['validate', '--staged', '--format', 'json']);
    assert.deepEqual(
      (JSON.parse(staged.out) as { folder: string }[]).map((each) => each.folder),
      ['b'],
    );
    git('config', '--unset', 'core.fsmonitor');
    git('commit', '-qm', 'two');
    git('config', 'core.fsmonitor', 'touch hit; false');
    const since = await run(folder, ['validate', '--since', base, '--format', 'json']);
    assert.deepEqual(
      (JSON.parse(since.out) as { folder: string }[]).map((each) => each.folder),
      ['b'],
    );
    assert.ok(!existsSync(path.join(folder, 'hit')));
    for (const wrong of ['nowhere', '--output=hit', '-x']) {
      const { code, err } = await run(folder, ['validate', `--since=${wrong}`]);
      assert.equal(code, 2, err);
    }
    assert.ok(!existsSync(path.join(folder, 'hit')));
  });

  it('judges a text on the standard input as the file it is named for', async () => {
    const folder = make({ 'a/SKILL.md': good('a') });
    const stdin = (): Promise<string> => Promise.resolve(skillMd('Not Good'));
    const { code, out } = await run(folder, ['validate', '--stdin-path', 'a/SKILL.md', '-', '--format', 'concise'], {
      stdin,
    });
    assert.equal(code, 1);
    assert.match(out, /^a\/SKILL\.md:2:7 error /m);
    assert.equal((await run(folder, ['validate', '-'])).code, 2);
  });

  it('writes a format to a file and a line a problem to the terminal; colors only where they are wanted', async () => {
    const folder = make({ 'a/SKILL.md': skillMd('A') });
    const { code, out } = await run(folder, ['validate', '--format', 'sarif', '-o', 'out.sarif', '--color', 'always']);
    assert.equal(code, 1);
    assert.match(out, /^a\/SKILL\.md:2:7 error /m);
    assert.match(readFileSync(path.join(folder, 'out.sarif'), 'utf8'), /"version": "2\.1\.0"/);
    const colored = async (
      env: Record<string, string>,
      stdout: boolean,
      ...args: readonly string[]
    ): Promise<boolean> =>
      (await run(folder, ['validate', ...args], { env, terminal: { stdout, stderr: false } })).out.includes('\u001b[');
    assert.deepEqual(
      await Promise.all([
        colored({}, true),
        colored({}, false),
        colored({ NO_COLOR: '1' }, true),
        colored({ TERM: 'dumb' }, true),
        colored({ FORCE_COLOR: '1' }, false),
        colored({ FORCE_COLOR: '0' }, true),
        colored({ NO_COLOR: '1' }, false, '--color', 'always'),
        colored({}, true, '--color=never'),
      ]),
      [true, false, false, false, true, false, true, false],
    );
  });

  it('ends with 2 where a report cannot be written, for 1 tells of findings', async () => {
    const folder = make({ 'a/SKILL.md': good('a'), 'b/SKILL.md': 'broken' });
    for (const skill of ['a', 'b']) {
      const { code, err } = await run(folder, ['validate', skill, '--output', 'none/report.txt']);
      assert.deepEqual(
        [code, err.split('\n')[0]],
        [2, "The report cannot be written to 'none/report.txt' (ENOENT: no such file or directory)."],
      );
    }
    writeFileSync(path.join(folder, 'file'), '');
    assert.equal((await run(folder, ['baseline', '--baseline', 'file/known.json', 'a'])).code, 2);
  });

  it('gives all places of a problem as JSON and SARIF', async () => {
    const folder = make({ 'a/SKILL.md': good('a', 'Run `scripts/none.py`.\n\nThen run `scripts/none.py` again.\n') });
    interface Place {
      readonly start: { readonly line: number };
    }
    interface Found {
      readonly code: string;
      readonly range: Place;
      readonly related?: readonly { readonly file: string; readonly range: Place }[];
    }
    const json = await run(folder, ['validate', '--format', 'json']);
    const [skill] = JSON.parse(json.out) as [{ readonly problems: readonly Found[] }];
    const missing = skill.problems.filter(({ code }) => code === 'ref/exists');
    assert.equal(missing.length, 1);
    const line = missing[0]?.range.start.line ?? NaN;
    assert.deepEqual(
      missing[0]?.related?.map((each) => [each.file, each.range.start.line]),
      [['SKILL.md', line + 2]],
    );
    const sarif = await run(folder, ['validate', '--format', 'sarif']);
    const log = JSON.parse(sarif.out) as Log;
    const result = log.runs[0]?.results?.find(({ ruleId }) => ruleId === 'ref/exists');
    assert.deepEqual(
      result?.relatedLocations?.map(({ physicalLocation: at }) => [at?.artifactLocation?.uri, at?.region?.startLine]),
      [['a/SKILL.md', line + 3]],
    );
  });

  it('fails by severity and by the number of warnings', async () => {
    const folder = make({ 'b/SKILL.md': good('a') });
    const code = async (...args: readonly string[]): Promise<number> => (await run(folder, ['validate', ...args])).code;
    assert.deepEqual(
      [
        await code(),
        await code('--fail-on', 'warning'),
        await code('--max-warnings', '0'),
        await code('--max-warnings', '1'),
      ],
      [0, 1, 1, 0],
    );
  });

  it('explains a rule, and what was meant by one that is not there', async () => {
    assert.match((await run('/', ['explain', 'name/charset'])).out, /^name\/charset: /);
    const wrong = await run('/', ['explain', 'name/charst']);
    assert.deepEqual([wrong.code, wrong.err], [1, "There is no rule 'name/charst'. Did you mean name/charset?\n"]);
  });
});
