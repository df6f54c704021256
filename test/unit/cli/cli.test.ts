import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CliIo } from '../../../src/cli/io.ts';
import { isClean } from '../../../src/cli/packCommand.ts';
import { runCli } from '../../../src/cli/run.ts';
import { extractArchive } from '../../../src/core/bundle/extract.ts';
import { startTestRegistry, type TestRegistry } from '../../support/localRegistry.ts';
import { skillMd } from '../../support/publishCase.ts';
import { temporaryFolders } from '../../support/temporaryFolder.ts';

interface Result {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(cwd: string, args: readonly string[], changes: Partial<CliIo> = {}): Promise<Result> {
  let out = '';
  let err = '';
  const io: CliIo = {
    stdout: (text) => {
      out += text;
    },
    stderr: (text) => {
      err += text;
    },
    signal: new AbortController().signal,
    env: { XDG_STATE_HOME: path.join(cwd, '.state') },
    cwd,
    ...changes,
  };
  const code = await runCli(args, io, '1.2.3');
  return { code, out, err };
}

const good = (name = 'counting-lines'): string => skillMd(name).replace('---\n\n', 'license: MIT\n---\n\n');

describe('cli', () => {
  const make = temporaryFolders();

  it('shows its commands, its version, and the usage of each command with exit codes', async () => {
    assert.deepEqual([(await run('/', [])).code, (await run('/', ['--help'])).code], [2, 0]);
    assert.equal((await run('/', ['--version'])).out, '1.2.3\n');
    for (const command of ['validate', 'pack', 'publish', 'list', 'registry']) {
      const { code, out } = await run('/', [command, '--help']);
      assert.equal(code, 0);
      assert.match(out, new RegExp(`^Usage: skill-publisher ${command} [\\s\\S]*Exit codes:`));
    }
  });

  for (const [args, message] of [
    [['nonsense'], /There is no command 'nonsense'/],
    [['__proto__'], /There is no command/],
    [['validate'], /There is no skill here/],
    [['validate', '--fromat', 'json'], /Did you mean --format\?/],
    [['valdate'], /Did you mean validate\?/],
    [['validate', 'nowhere'], /'nowhere' is not there/],
    [['validate', '--bogus'], /--bogus/],
    [
      ['validate', '.', '--format', 'xml'],
      /--format must be text, concise, json, sarif, github, gitlab or junit, not 'xml'/,
    ],
    [['validate', '.', '--target', 'x'], /--target must be api, claude-code,/],
    [['pack'], /Name the skill folder/],
    [['pack', '.', '.'], /Name one skill folder/],
    [['publish', '.', '--new', '--skill-id', 'x'], /not both/],
    [['list', '--connection', 'local', '--base-url', 'https://x.example.org'], /not both/],
    [['list', '--connection', 'mine'], /--connection must be anthropic or local/],
    [['list', '--base-url', 'http://example.org'], /must start with https/],
    [['list', '--base-url', 'https://user:pw@example.org'], /must not hold a user name/],
    [['list'], /ANTHROPIC_API_KEY is not set/],
    [
      ['list', '--base-url', 'https://example.org'],
      /--api-key-env; ANTHROPIC_API_KEY is sent to api\.anthropic\.com only/,
    ],
  ] as const) {
    it(`refuses “${args.join(' ')}” in one sentence`, async () => {
      const { code, out, err } = await run(make(), args);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, message);
    });
  }

  it('never shows the key, not even a wrong one', async () => {
    const { code, err } = await run('/', ['list'], { env: { ANTHROPIC_API_KEY: 'sk-ant-secret value here' } });
    assert.equal(code, 2);
    assert.ok(!err.includes('secret'));
  });

  it('says how many items of a list cannot be read', async () => {
    const item = {
      type: 'skill',
      id: 'skill_1',
      display_name: 'A',
      latest_version_id: 'v',
      source: { type: 'custom' },
    };
    const good = { ...item, created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' };
    for (const [data, message] of [
      [[good, 7, { type: 'skill' }], /^2 items of the list could not be read and are not shown\.$/m],
      [[{ ...good, id: '../x' }], /^1 item of the list could not be read and is not shown\.$/m],
      [[good], /^$/],
    ] as const) {
      const answer: typeof fetch = () => Promise.resolve(Response.json({ data, next_page: null }));
      const env = { ANTHROPIC_API_KEY: `sk-ant-api03-${'x'.repeat(30)}` };
      const { code, err } = await run('/', ['list'], { env, fetch: answer });
      assert.equal(code, 0, err);
      assert.match(err, message);
    }
  });

  it('sends the official key to the official service only', async () => {
    const hosts: string[] = [];
    const spy: typeof fetch = (input) => {
      hosts.push(new URL(input instanceof Request ? input.url : input).host);
      return Promise.reject(new TypeError('fetch failed'));
    };
    const env = { ANTHROPIC_API_KEY: `sk-ant-api03-${'x'.repeat(30)}`, ANTHROPIC_BASE_URL: 'https://evil.example.org' };
    await run('/', ['list'], { env, fetch: spy, signal: AbortSignal.timeout(200) });
    assert.ok(hosts.length > 0 && hosts.every((host) => host === 'api.anthropic.com'), String(hosts));
  });
});

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

describe('cli pack', () => {
  const make = temporaryFolders();

  it('writes the archive and says where', async () => {
    const folder = make({ 'counting-lines/SKILL.md': good(), 'counting-lines/.env': 'A=1' });
    const { code, out, err } = await run(folder, ['pack', 'counting-lines']);
    assert.deepEqual([code, out], [0, `${path.join(folder, 'counting-lines.zip')}\n`]);
    assert.match(err, /1 file.*1 left out.*sha256:/);
    assert.deepEqual(
      extractArchive(readFileSync(path.join(folder, 'counting-lines.zip'))).map((file) => file.path),
      ['counting-lines/SKILL.md'],
    );
  });

  it('lists what travels and what stays, with the reason', async () => {
    const folder = make({ 'counting-lines/SKILL.md': good(), 'counting-lines/.env': 'A=1' });
    const { out } = await run(folder, ['pack', 'counting-lines', '--list']);
    assert.match(out, /^SKILL\.md\t\d+\n\(stays\) \.env\t.*never sent\.\n$/);
  });

  it('lets no name of a file speak to the terminal', async () => {
    const folder = make({
      'counting-lines/SKILL.md': good(),
      'counting-lines/a\u001b[2J\nb.md': '',
      'counting-lines/.env.\u001b[2J': '',
    });
    const { out } = await run(folder, ['pack', 'counting-lines', '--list']);
    assert.doesNotMatch(out.replace(/[\n\t]/g, ''), /\p{Cc}/u);
    assert.match(out, /^\(stays\) aU\+001B\[2JU\+000Ab\.md\t/m);
    assert.equal(out.trimEnd().split('\n').length, 3);
  });

  it('says which files were not searched for secrets', async () => {
    const folder = make({ 'counting-lines/SKILL.md': good(), 'counting-lines/a.bin': new Uint8Array(9) });
    assert.match(
      (await run(folder, ['pack', 'counting-lines'])).err,
      /^Searched only in part for secrets \(binary\): a\.bin$/m,
    );
  });

  it('never packs what could not be searched, whatever is allowed', () => {
    let said = '';
    const io: CliIo = {
      stdout: () => undefined,
      stderr: (text) => {
        said += text;
      },
      signal: new AbortController().signal,
      env: {},
      cwd: '/',
    };
    assert.equal(isClean({ findings: [], cut: false, failed: ['a.md'], unsearched: [] }, new Set(), io), false);
    assert.match(said, /a\.md could not be searched for secrets\nNot packed: /);
    assert.equal(isClean({ findings: [], cut: false, failed: [], unsearched: [] }, new Set(), io), true);
  });

  it('leaves out what publish leaves out: rules begin at the folder of the ledger', async () => {
    const folder = make({
      '.skill-publisher.json': '{}',
      '.gitignore': '*.log\n',
      'skills/counting-lines/SKILL.md': good(),
      'skills/counting-lines/a.log': '',
    });
    assert.match(
      (await run(path.join(folder, 'skills'), ['pack', 'counting-lines', '--list'])).out,
      /^\(stays\) a\.log\tIgnored by \.gitignore/m,
    );
  });

  it('says of a folder whose name is not UTF-8 what to do', async () => {
    const { code, err } = await run('/', ['pack', 'd\ufffd']);
    assert.equal(code, 2);
    assert.match(err, /^'dU\+FFFD' cannot be opened: its name is not valid UTF-8\. Rename the folder\.$/m);
  });

  it('writes nothing for a skill with errors or secrets', async () => {
    const folder = make({
      'bad/SKILL.md': 'x',
      'counting-lines/SKILL.md': good(),
      'counting-lines/n.md': `key ghp_${'a1B2c3D4e5'.repeat(3)}F6g7H8\n`,
    });
    assert.equal((await run(folder, ['pack', 'bad'])).code, 1);
    const secret = await run(folder, ['pack', 'counting-lines']);
    assert.equal(secret.code, 1);
    assert.match(secret.err, /n\.md:1 looks like/);
    assert.ok(!existsSync(path.join(folder, 'bad.zip')) && !existsSync(path.join(folder, 'counting-lines.zip')));
    const all = await run(folder, ['pack', 'counting-lines', '--allow-secrets']);
    assert.equal(all.code, 2);
    assert.match(all.err, /--allow-secret FINGERPRINT/);
    const [, fingerprint = ''] = /fingerprint ([0-9a-f]{16})/.exec(secret.err) ?? [];
    assert.equal((await run(folder, ['pack', 'counting-lines', '--allow-secret', '0'.repeat(16)])).code, 1);
    assert.equal((await run(folder, ['pack', 'counting-lines', '--allow-secret', 'all'])).code, 2);
    assert.equal((await run(folder, ['pack', 'counting-lines', '--allow-secret', fingerprint])).code, 0);
  });

  it('does not write into the skill folder', async () => {
    const folder = make({ 'SKILL.md': good(path.basename('x-y')) });
    assert.equal((await run(folder, ['pack', '.'])).code, 2);
  });
});

for (const dialect of ['ga', 'beta'] as const) {
  describe(`cli publish and list against the local registry, ${dialect}`, function () {
    this.timeout(10_000);
    const make = temporaryFolders();
    let registry: TestRegistry;
    beforeEach(async () => {
      registry = await startTestRegistry({ dialects: dialect });
    });
    afterEach(() => registry.close());
    const at = (): readonly string[] => ['--base-url', registry.url];
    const commits = (): number => registry.requests.filter(({ method }) => method === 'POST').length;

    it('marks in the plan what was not searched for secrets', async () => {
      const folder = make({ 's/SKILL.md': good('s'), 's/a.bin': new Uint8Array(9) });
      const { err } = await run(folder, ['publish', 's', ...at(), '--dry-run']);
      assert.match(err, /^ {2}\+ a\.bin {2}9 bytes, searched only in part for secrets \(binary\)$/m);
      assert.match(err, /^ {2}\+ SKILL\.md {2}\d+ bytes$/m);
    });

    it('says that only line ends differ, and publishes no version for that', async () => {
      const folder = make({ '.git/HEAD': `${'a'.repeat(40)}\n`, 'counting-lines/SKILL.md': good() });
      assert.equal((await run(folder, ['publish', 'counting-lines', ...at(), '--yes'])).code, 0);
      writeFileSync(path.join(folder, 'counting-lines/SKILL.md'), good().replaceAll('\n', '\r\n'));
      const { code, err } = await run(folder, ['publish', 'counting-lines', ...at(), '--yes']);
      assert.match(err, /not published: Only line ends differ from version/);
      assert.deepEqual([code, commits()], [0, 1]);
      writeFileSync(path.join(folder, 'counting-lines/SKILL.md'), `${good()}More.\n`);
      assert.equal((await run(folder, ['publish', 'counting-lines', ...at(), '--yes'])).code, 0);
    });

    it('publishes with one place allowed, and remembers who allowed it and why', async () => {
      const folder = make({
        '.git/HEAD': `${'a'.repeat(40)}\n`,
        'counting-lines/SKILL.md': good(),
        'counting-lines/n.md': `key ghp_${'a1B2c3D4e5'.repeat(3)}F6g7H8\n`,
      });
      const refused = await run(folder, ['publish', 'counting-lines', ...at(), '--yes']);
      assert.equal(refused.code, 1);
      const [, fingerprint = ''] = /secret\? n\.md:1 .*fingerprint ([0-9a-f]{16})/.exec(refused.err) ?? [];
      const allow = ['--allow-secret', fingerprint, '--reason', 'a sample'];
      const env = { GIT_AUTHOR_NAME: 'Jo' };
      assert.equal((await run(folder, ['publish', 'counting-lines', ...at(), '--yes', ...allow], { env })).code, 0);
      const ledger = readFileSync(path.join(folder, '.skill-publisher.json'), 'utf8');
      assert.match(ledger, new RegExp(`"by": "Jo", "fingerprint": "${fingerprint}", "reason": "a sample"`));
      writeFileSync(path.join(folder, 'counting-lines/SKILL.md'), `${good()}More.\n`);
      assert.equal((await run(folder, ['publish', 'counting-lines', ...at(), '--yes'])).code, 0);
    });

    it('plans, publishes, notices no change, publishes a version, lists', async () => {
      const folder = make({ '.git/HEAD': `${'a'.repeat(40)}\n`, 'skills/counting-lines/SKILL.md': good() });
      const skill = 'skills/counting-lines';
      const dry = await run(folder, ['publish', skill, ...at(), '--dry-run', '--format', 'json']);
      const { plan } = JSON.parse(dry.out) as { plan: { folder: string; blockers: unknown[]; git: unknown } };
      assert.deepEqual(
        [dry.code, plan.folder, plan.blockers, plan.git, commits()],
        [0, skill, [], { commit: 'a'.repeat(40) }, 0],
      );
      const first = await run(folder, ['publish', skill, ...at(), '--yes', '--note', 'First.']);
      assert.equal(first.code, 0, first.err);
      const [skillId = '', version = ''] = first.out.trim().split('\t');
      const ledger = JSON.parse(readFileSync(path.join(folder, '.skill-publisher.json'), 'utf8')) as {
        skills: Record<string, Record<string, { version: string; notes: unknown; commit: string }>>;
      };
      assert.deepEqual(ledger.skills[skill]?.[registry.url]?.notes, { [version]: 'First.' });
      const same = await run(folder, ['publish', skill, ...at(), '--yes']);
      assert.deepEqual([same.code, commits()], [0, 1]);
      assert.match(same.err, /Nothing changed since version/);
      writeFileSync(path.join(folder, skill, 'SKILL.md'), `${good()}More.\n`);
      const second = await run(folder, ['publish', skill, ...at(), '--yes']);
      assert.equal(second.out.split('\t')[0], skillId);
      assert.match((await run(folder, ['list', ...at()])).out, new RegExp(`${skillId} +counting-lines`));
      assert.equal((await run(folder, ['list', skillId, ...at()])).out.trim().split('\n').length, 3);
    });

    it('keeps who published unless told not to, and lists it', async () => {
      const folder = make({
        '.git/HEAD': `${'a'.repeat(40)}\n`,
        '.git/config': '[user]\n\tname = Jane Doe\n\temail = jane@example.org\n',
        's/SKILL.md': good(),
      });
      const ledger = (): string => readFileSync(path.join(folder, '.skill-publisher.json'), 'utf8');
      const first = await run(folder, ['publish', 's', ...at(), '--yes']);
      const [skillId = ''] = first.out.split('\t');
      assert.match(ledger(), /"author": "Jane Doe"/);
      assert.doesNotMatch(ledger(), /@/);
      const listed = await run(path.join(folder, 's'), ['list', skillId, ...at()]);
      assert.match(listed.out, /^VERSION +NAME +CREATED +BY +DESCRIPTION\n\S+ +counting-lines +\S+ +Jane Doe {2}/);
      const json = JSON.parse((await run(folder, ['list', skillId, ...at(), '--format', 'json'])).out) as object[];
      assert.equal((json[0] as { author?: string }).author, 'Jane Doe');
      writeFileSync(path.join(folder, 's', 'SKILL.md'), `${good()}More.\n`);
      assert.equal((await run(folder, ['publish', 's', ...at(), '--yes', '--no-author'])).code, 0);
      assert.doesNotMatch(ledger(), /Jane/);
      assert.doesNotMatch((await run(folder, ['list', skillId, ...at()])).out, /Jane|\bBY\b/);
    });

    it('keeps the ledger in the current folder where there is no Git, and finds it from everywhere below', async () => {
      const folder = make({ 'skills/counting-lines/SKILL.md': good() });
      assert.equal((await run(folder, ['publish', 'skills/counting-lines', ...at(), '--yes'])).code, 0);
      assert.ok(existsSync(path.join(folder, '.skill-publisher.json')));
      const below = await run(path.join(folder, 'skills'), ['publish', 'counting-lines', ...at(), '--yes']);
      assert.match(below.err, /Nothing changed since version/);
      assert.ok(!existsSync(path.join(folder, 'skills', '.skill-publisher.json')));
    });

    it('publishes once when the answer is lost, and says so', async () => {
      const folder = make({ 'counting-lines/SKILL.md': good() });
      registry.fault('reset-after@POST#1');
      const { code, err } = await run(folder, ['publish', 'counting-lines', ...at(), '--yes']);
      assert.equal(code, 0, err);
      assert.match(err, /The answer was lost; the version was found by its content/);
      assert.match((await run(folder, ['publish', 'counting-lines', ...at(), '--yes'])).err, /Nothing changed/);
    });

    it('asks at the terminal, and needs --yes where there is none', async () => {
      const folder = make({ 'counting-lines/SKILL.md': good() });
      const none = await run(folder, ['publish', 'counting-lines', ...at()]);
      assert.deepEqual([none.code, commits()], [2, 0]);
      const no = await run(folder, ['publish', 'counting-lines', ...at()], { ask: () => Promise.resolve('') });
      assert.deepEqual([no.code, commits()], [1, 0]);
      const yes = await run(folder, ['publish', 'counting-lines', ...at()], { ask: () => Promise.resolve('y') });
      assert.deepEqual([yes.code, commits()], [0, 1]);
    });

    it('takes a skill of the same name only when told, and brings a lost ledger back', async () => {
      const folder = make({ 'counting-lines/SKILL.md': good() });
      const first = await run(folder, ['publish', 'counting-lines', ...at(), '--yes']);
      const other = make({ 'counting-lines/SKILL.md': `${good()}Other.\n` });
      const blocked = await run(other, ['publish', 'counting-lines', ...at(), '--yes']);
      assert.equal(blocked.code, 1);
      assert.match(blocked.err, /exists already/);
      const again = make({ 'counting-lines/SKILL.md': good() });
      const mended = await run(again, ['publish', 'counting-lines', ...at(), '--yes']);
      assert.equal(mended.code, 0, mended.err);
      assert.doesNotMatch(mended.err, /exists already|--new/);
      assert.match(
        readFileSync(path.join(again, '.skill-publisher.json'), 'utf8'),
        new RegExp(first.out.split('\t')[0] ?? '-'),
      );
      assert.equal((await run(again, ['publish', 'counting-lines', ...at(), '--yes'])).code, 0);
      assert.equal(commits(), 1);
    });

    it('publishes to no other skill when the one named by --skill-id is not there', async () => {
      const folder = make({ 'counting-lines/SKILL.md': good() });
      assert.equal((await run(folder, ['publish', 'counting-lines', ...at(), '--yes'])).code, 0);
      writeFileSync(path.join(folder, 'counting-lines/SKILL.md'), `${good()}More.\n`);
      const { code, err } = await run(folder, ['publish', 'counting-lines', ...at(), '--yes', '--skill-id', 'skill_x']);
      assert.deepEqual([code, commits()], [1, 1]);
      assert.match(err, /not published: There is no skill skill_x on /);
    });

    it('stops before anything is sent', async () => {
      const folder = make({ 'counting-lines/SKILL.md': good() });
      const { code, err } = await run(folder, ['publish', 'counting-lines', ...at(), '--yes'], {
        signal: AbortSignal.abort(),
      });
      assert.deepEqual([code, err, commits()], [130, 'Stopped.\n', 0]);
    });

    it('never sends the own key, and prints it nowhere', async () => {
      const key = `own-key-${'7'.repeat(20)}`;
      const folder = make({ 'counting-lines/SKILL.md': good(), 'counting-lines/n.txt': `x ${key}` });
      const { code, out, err } = await run(
        folder,
        ['publish', 'counting-lines', ...at(), '--yes', '--api-key-env', 'MINE'],
        { env: { MINE: key } },
      );
      assert.deepEqual([code, commits(), (out + err).includes(key)], [1, 0, false]);
    });
  });
}

describe('cli publish without a registry', () => {
  const make = temporaryFolders();

  it('says that nothing was published when the service is down, and leaves no ledger', async function () {
    this.timeout(10_000);
    const registry = await startTestRegistry();
    const { url } = registry;
    await registry.close();
    const folder = make({ 'counting-lines/SKILL.md': good() });
    const { code, err } = await run(folder, ['publish', 'counting-lines', '--base-url', url, '--yes']);
    assert.equal(code, 1);
    assert.match(err, /Nothing was published: .* does not accept connections/);
    assert.ok(!existsSync(path.join(folder, '.skill-publisher.json')));
  });

  it('does not write over a damaged ledger', async () => {
    const registry = await startTestRegistry();
    try {
      const folder = make({ 'counting-lines/SKILL.md': good(), '.skill-publisher.json': '{ damaged' });
      const { code, err } = await run(folder, ['publish', 'counting-lines', '--base-url', registry.url, '--yes']);
      assert.equal(code, 1);
      assert.match(err, /not valid JSON/);
      assert.equal(readFileSync(path.join(folder, '.skill-publisher.json'), 'utf8'), '{ damaged');
    } finally {
      await registry.close();
    }
  });

  it('publishes from a folder of any name, and on after that', async function () {
    if (process.platform === 'win32') this.skip();
    const registry = await startTestRegistry();
    try {
      const names = ['2024: notes', 'a?', 'con', 'name.', 'x \u{1F468}\u200D\u{1F469}', '..x'];
      const folder = make(
        Object.fromEntries(names.map((name, at) => [`${name}/skill-${at}/SKILL.md`, good(`skill-${at}`)])),
      );
      const codes: number[] = [];
      for (const round of ['first', 'second'])
        for (const [at, name] of names.entries()) {
          const where = `${name}/skill-${at}`;
          if (round === 'second') writeFileSync(path.join(folder, where, 'SKILL.md'), `${good(`skill-${at}`)}More.\n`);
          const args = ['publish', where, '--workspace', '.', '--base-url', registry.url, '--yes'];
          codes.push((await run(folder, args)).code);
        }
      assert.deepEqual(new Set(codes), new Set([0]));
      assert.equal(registry.requests.filter(({ method }) => method === 'POST').length, 12);
    } finally {
      await registry.close();
    }
  });

  it('makes the folder of a workspace that is the skill itself “.”', async () => {
    const registry = await startTestRegistry();
    try {
      const parent = make();
      const folder = path.join(parent, 'counting-lines');
      mkdirSync(path.join(folder, '.git'), { recursive: true });
      writeFileSync(path.join(folder, 'SKILL.md'), good());
      assert.equal((await run(folder, ['publish', '.', '--base-url', registry.url, '--yes'])).code, 0);
      assert.ok(readFileSync(path.join(folder, '.skill-publisher.json'), 'utf8').includes('".": {'));
    } finally {
      await registry.close();
    }
  });
});
