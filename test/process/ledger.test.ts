import assert from 'node:assert/strict';
import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { PlanFile } from '../../src/core/publish/planFile.ts';
import { runCommandLine, type CommandLineResult } from '../support/commandLine.ts';
import { bareRepository, git, pushAll } from '../support/gitRepository.ts';
import { startTestRegistry, type TestRegistry } from '../support/localRegistry.ts';
import { skillMd } from '../support/publishCase.ts';
import { temporaryFolders } from '../support/temporaryFolder.ts';

const branch = 'skill-publisher-ledger';

describe('cli, the ledger of CI', function () {
  this.timeout(120_000);
  const make = temporaryFolders();
  let registry: TestRegistry;
  let base: string;
  let folder: string;
  let origin: string;

  function run(
    cwd: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = { CI: 'true' },
  ): Promise<CommandLineResult> {
    const all = [...args, '--base-url', registry.url];
    return runCommandLine(cwd, all, { env: { XDG_STATE_HOME: path.join(base, 'state'), ...env } });
  }
  const posts = (): number => registry.requests.filter(({ method }) => method === 'POST').length;
  const kept = (reference: string, file = '.skill-publisher.json'): string =>
    git(origin, 'show', `${reference}:${file}`);
  const clone = (name: string): string => {
    git(base, 'clone', '--quiet', '--depth=1', '--branch=main', `file://${origin}`, name);
    return path.join(base, name);
  };

  beforeEach(async () => {
    registry = await startTestRegistry();
    base = make({ 'work/skills/one/SKILL.md': skillMd('one'), 'work/skills/two/SKILL.md': skillMd('two') });
    folder = path.join(base, 'work');
    origin = bareRepository(base, 'remotes/acme/skills');
    pushAll(folder, origin);
  });
  afterEach(async () => {
    await registry.close();
  });

  it('is a branch of its own, which the next plan reads wherever it is made', async () => {
    assert.equal((await run(folder, ['plan', 'skills', '--out', '../plan'])).code, 0);
    const first = await run(folder, ['publish', '--plan', '../plan', '--yes']);
    assert.equal(first.code, 0, first.err);
    assert.match(kept(branch), /"skills\/one"[^]*"skills\/two"/);
    assert.equal(git(origin, 'log', '--format=%s', branch).split('\n').length, 3);
    assert.match(git(origin, 'log', '-1', '--format=%s', branch), /\[skip ci\]/);
    assert.equal(git(folder, 'status', '--porcelain', '-uno'), '');
    const next = await run(clone('other'), ['plan', 'skills']);
    assert.match(next.err, /0 skills to publish to .*, 2 unchanged, 0 blocked/);
    // Elsewhere than in CI nobody is asked: what was fetched last counts.
    const local = path.join(base, 'other');
    const downloads = (): number => registry.requests.filter(({ path: at }) => at.endsWith('/content')).length;
    git(local, 'fetch', '--quiet', 'origin', `+refs/heads/${branch}:refs/remotes/origin/${branch}`);
    renameSync(origin, `${origin}.away`);
    const before = downloads();
    assert.match((await run(local, ['plan', 'skills'], {})).err, /2 unchanged/);
    assert.equal(downloads(), before);
  });

  it('is fetched once for a plan, however many skills that has', async () => {
    let fetches = 0;
    const server = createServer((_request, response) => {
      fetches += 1;
      response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { code, err } = await run(folder, ['plan', 'skills'], {
        CI: 'true',
        GITHUB_ACTIONS: 'true',
        GITHUB_TOKEN: 'token',
        GITHUB_SERVER_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        GITHUB_REPOSITORY: 'acme/skills',
      });
      assert.equal(code, 0, err);
      assert.match(err, /2 skills to publish/);
      assert.match(err, /The branch skill-publisher-ledger was not read/);
      assert.equal(fetches, 1);
    } finally {
      server.close();
    }
  });

  it('knows what is published without a credential, for a pull request', async () => {
    await run(folder, ['publish', 'skills/one', '--yes']);
    git(folder, 'fetch', '--quiet', 'origin', `+refs/heads/${branch}:refs/remotes/origin/${branch}`);
    const asked = registry.requests.length;
    const compared = await run(folder, ['plan', 'skills', '--format', 'json']);
    const online = JSON.parse(compared.out) as PlanFile;
    const offlineEnv = { CI: 'true', ANTHROPIC_API_KEY: '' };
    const at = registry.requests.length;
    assert.ok(at > asked);
    const result = await run(folder, ['plan', 'skills', '--offline', '--format', 'json'], offlineEnv);
    assert.equal(result.code, 0, result.err);
    const offline = JSON.parse(result.out) as PlanFile;
    assert.equal(registry.requests.length, at);
    assert.deepEqual(
      offline.skills.map(({ name, action }) => [name, action]),
      [
        ['one', 'none'],
        ['two', 'skill'],
      ],
    );
    assert.equal(offline.release, online.release);
    assert.deepEqual([offline.who, online.who?.kind], [null, 'key']);
    assert.equal((await run(folder, ['plan', 'skills', '--offline', '--out', '../plan'])).code, 2);
  });

  it('is a commit on the branch of the skills, with everything else as it was', async () => {
    const before = git(origin, 'ls-tree', '-r', 'main');
    const { code, err } = await run(folder, ['publish', 'skills/one', '--yes', '--ledger', 'commit'], {});
    assert.equal(code, 0, err);
    assert.match(kept('main'), /"skills\/one"/);
    const after = git(origin, 'ls-tree', '-r', 'main');
    assert.equal(after.replace(/^.*\t\.skill-publisher\.json\n/m, ''), before);
    assert.deepEqual(
      [git(folder, 'status', '--porcelain', '-uno'), existsSync(path.join(folder, '.skill-publisher.json'))],
      ['', false],
    );
  });

  it('lies where the ledger of the folder lies, below the top of the repository too', async () => {
    writeFileSync(path.join(folder, 'skills/.skill-publisher.json'), '');
    assert.equal((await run(folder, ['plan', 'skills', '--out', '../plan'])).code, 0);
    const job = make({ 'nothing.txt': '' });
    const env = {
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_TOKEN: 'token',
      GITHUB_SERVER_URL: `file://${path.join(base, 'remotes')}`,
      GITHUB_REPOSITORY: 'acme/skills',
    };
    const { code, err } = await run(job, ['publish', '--plan', path.join(base, 'plan'), '--yes'], env);
    assert.equal(code, 0, err);
    assert.match(kept(branch, 'skills/.skill-publisher.json'), /"one"[^]*"two"/);
    writeFileSync(path.join(folder, 'third.md'), '');
    assert.match((await run(folder, ['plan', 'skills'])).err, /2 unchanged/);
  });

  it('keeps what others push between reading and writing', async () => {
    await run(folder, ['publish', 'skills/one', '--yes']);
    const rival = make();
    git(rival, 'clone', '--quiet', '--branch', branch, `file://${origin}`, '.');
    writeFileSync(path.join(rival, 'rival.txt'), 'x');
    git(rival, 'add', '.');
    git(rival, 'commit', '--quiet', '-m', 'rival');
    // It is pushed by the first push of ours that arrives, before that is taken.
    const hook = path.join(origin, 'hooks/pre-receive');
    const push = `git --git-dir=${path.join(rival, '.git')} push --quiet file://${origin} HEAD:refs/heads/${branch}`;
    const script = `#!/bin/sh\nrm "$0"\nunset $(git rev-parse --local-env-vars) GIT_QUARANTINE_PATH\n${push}\n`;
    writeFileSync(hook, script, { mode: 0o755 });
    const { code, err } = await run(folder, ['publish', 'skills/two', '--yes']);
    assert.equal(code, 0, err);
    assert.doesNotMatch(err, /could not be updated/);
    assert.match(kept(branch), /"skills\/one"[^]*"skills\/two"/);
    assert.equal(kept(branch, 'rival.txt'), 'x');
  });

  it('stops a publish that it could not remember, and tells of one that it did not', async () => {
    const hook = path.join(origin, 'hooks/pre-receive');
    writeFileSync(hook, '#!/bin/sh\necho protected >&2\nexit 1\n', { mode: 0o755 });
    const told = await run(folder, ['publish', 'skills/one', '--yes']);
    assert.equal(told.code, 0, told.err);
    assert.match(
      told.err,
      /publish history could not be updated \(The publish history on branch skill-publisher-ledger cannot be used/,
    );
    rmSync(origin, { recursive: true });
    const stopped = await run(folder, ['publish', 'skills/two', '--yes']);
    assert.equal(stopped.code, 1, stopped.err);
    assert.match(stopped.err, /Nothing was published: The publish history on branch/);
    assert.equal(posts(), 1);
  });

  it('is a file where there is no repository, and no file where a branch was asked for', async () => {
    const alone = make({ 'one/SKILL.md': skillMd('one') });
    assert.equal((await run(alone, ['publish', 'one', '--yes', '--ledger', 'branch'])).code, 2);
    assert.equal(posts(), 0);
    const { code, err } = await run(alone, ['publish', 'one', '--yes']);
    assert.equal(code, 0, err);
    assert.match(err, /There is no Git repository to push the publish history to/);
    assert.ok(existsSync(path.join(alone, '.skill-publisher.json')));
  });

  it('sends the token of a job to the service of the job alone, and shows it nowhere', async () => {
    const token = ['ghs', 'secretOfTheJob'].join('_');
    const seen: string[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers.authorization ?? '');
      if (seen.length === 1) response.writeHead(302, { location: '/elsewhere/info/refs?service=git-upload-pack' });
      else response.writeHead(403);
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const env = { CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_TOKEN: token, GITHUB_SERVER_URL: url };
      const result = await run(folder, ['publish', 'skills/one', '--yes'], {
        ...env,
        GITHUB_REPOSITORY: 'acme/skills',
      });
      assert.equal(result.code, 1, result.err);
      const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
      assert.deepEqual([...new Set(seen)], [`basic ${basic}`]);
      assert.ok(seen.length >= 1);
      const shown = `${result.out}${result.err}`.replaceAll(`::add-mask::${basic}`, '');
      assert.ok(!shown.includes(token) && !shown.includes(basic), shown);
      assert.equal(posts(), 0);
    } finally {
      server.close();
    }
  });

  it('runs nothing that a work tree configures', async () => {
    const hit = path.join(base, 'hit');
    const hooks = path.join(folder, 'hooks');
    const names = ['pre-push', 'reference-transaction', 'post-commit', 'pre-auto-gc', 'fsmonitor-watchman'];
    const hook = make(Object.fromEntries(names.map((name) => [name, `#!/bin/sh\ntouch ${hit}\n`])), names);
    renameSync(hook, hooks);
    for (const [name, value] of [
      ['core.hooksPath', hooks],
      ['core.fsmonitor', `touch ${hit}; false`],
      ['core.sshCommand', `touch ${hit}`],
      ['core.gitProxy', `touch ${hit}`],
      ['core.askPass', `touch ${hit}`],
      ['core.alternateRefsCommand', `touch ${hit}`],
      ['core.pager', `touch ${hit}`],
      ['credential.helper', `!touch ${hit}`],
      ['commit.gpgSign', 'true'],
      ['push.gpgSign', 'true'],
      ['gpg.program', path.join(hooks, 'pre-push')],
      ['protocol.ext.allow', 'always'],
      ['remote.origin.uploadpack', `touch ${hit};git-upload-pack`],
      ['remote.origin.receivepack', `touch ${hit};git-receive-pack`],
      ['url.ext::sh -c "touch hit" .insteadOf', 'file:'],
      ['url.ext::sh -c "touch hit" .pushInsteadOf', '/'],
    ] as const)
      git(folder, 'config', name, value);
    const published = await run(folder, ['publish', 'skills/one', '--yes']);
    assert.equal(published.code, 0, published.err);
    assert.match(kept(branch), /"skills\/one"/);
    for (const url of [
      `ext::sh -c "touch ${hit}"`,
      './hooks',
      path.join(folder, 'inside.git'),
      '--upload-pack=touch hit',
    ]) {
      if (url.endsWith('inside.git')) bareRepository(folder, 'inside.git');
      git(folder, 'config', 'remote.origin.url', url);
      assert.equal((await run(folder, ['publish', 'skills/two', '--yes', '--ledger', 'branch'])).code, 2, url);
    }
    assert.deepEqual([existsSync(hit), existsSync(path.join(folder, 'hit')), posts()], [false, false, 1]);
  });

  it('leaves nothing in the temporary folder', async () => {
    const temporary = make();
    const before = process.env['TMPDIR'];
    process.env['TMPDIR'] = temporary;
    try {
      await run(folder, ['publish', 'skills/one', '--yes']);
    } finally {
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
    }
    assert.match(kept(branch), /"skills\/one"/);
    assert.deepEqual(readdirSync(temporary), []);
  });
});
