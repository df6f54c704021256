import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommandLine as run } from '../../support/commandLine.ts';
import { startGateway } from '../../support/gateway.ts';
import { startTestRegistry, type TestRegistry } from '../../support/localRegistry.ts';
import { skillMd } from '../../support/publishCase.ts';
import { temporaryFolders } from '../../support/temporaryFolder.ts';

describe('cli, the life of a skill', function () {
  this.timeout(60_000);
  const make = temporaryFolders();
  let registry: TestRegistry;
  let other: TestRegistry;
  let folder: string;
  let skillId: string;
  const at = (): readonly string[] => ['--base-url', registry.url];

  beforeEach(async () => {
    [registry, other] = await Promise.all([startTestRegistry(), startTestRegistry()]);
    folder = make({ 'skills/one/SKILL.md': skillMd('one'), 'skills/one/old.md': 'old\n' });
    const first = await run(folder, ['publish', 'skills/one', ...at(), '--yes']);
    skillId = first.out.split('\t')[0] ?? '';
    writeFileSync(path.join(folder, 'skills/one/old.md'), 'new\n');
    assert.equal((await run(folder, ['publish', 'skills/one', ...at(), '--yes'])).code, 0, first.err);
  });
  afterEach(async () => {
    await Promise.all([registry.close(), other.close()]);
  });

  it('says at a publish what changes for users, from what was kept of the version before', async () => {
    const kept = path.join(folder, '.skill-publisher', 'facts');
    assert.equal(readdirSync(kept).length, 2);
    const body = skillMd('one', '```bash\nraincheck --now\n```');
    writeFileSync(path.join(folder, 'skills/one/SKILL.md'), body);
    const text = await run(folder, ['publish', 'skills/one', ...at(), '--dry-run']);
    assert.match(
      text.err,
      /^ {2}can do more:\n {4}medium {2}Newly runs raincheck, in SKILL\.md\. .*command-added:raincheck$/m,
    );
    const json = await run(folder, ['publish', 'skills/one', ...at(), '--dry-run', '--format', 'json']);
    const { plan } = JSON.parse(json.out) as { plan: { impact: { findings: { code: string }[]; step: string } } };
    assert.deepEqual([plan.impact.findings[0]?.code, plan.impact.step], ['impact/command-added', 'minor']);
    rmSync(kept, { recursive: true });
    assert.equal((await run(folder, ['publish', 'skills/one', ...at(), '--dry-run'])).err, text.err);
    assert.equal(existsSync(kept), false, 'a dry run writes nothing');
  });

  it('publishes by a configuration only what it asks for: rules that are errors, and a clean Git work tree', async () => {
    const settings = path.join(folder, 'skill-publisher.config.json');
    const publish = (): ReturnType<typeof run> => run(folder, ['publish', 'skills/one', ...at(), '--dry-run']);
    writeFileSync(path.join(folder, 'skills/one/old.md'), 'newer\n');
    writeFileSync(settings, '{ "rules": { "ref/orphan": "error", "name/charset": "off" } }');
    const strict = await publish();
    assert.deepEqual([strict.code, /old\.md:1:1 error .* \[ref\/orphan\]/.test(strict.err)], [1, true], strict.err);
    writeFileSync(settings, '{ "publish": { "requireCleanGit": true } }');
    assert.match((await publish()).err, /Could not tell whether the folder has uncommitted changes/);
    const git = (...args: readonly string[]): string =>
      execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], {
        cwd: folder,
        encoding: 'utf8',
      });
    git('init', '-q');
    assert.match((await publish()).err, /Uncommitted changes in 2 files: SKILL\.md, old\.md/);
    git('add', '.');
    git('commit', '-qm', 'all');
    const clean = await publish();
    assert.equal(clean.code, 0, clean.err);
    writeFileSync(settings, '{ "publish": { "requireCleanGit": "yes" } }');
    const broken = await publish();
    assert.equal(broken.code, 2);
    assert.match(broken.err, /^skill-publisher\.config\.json:1:35 “requireCleanGit” must be true or false/);
  });

  it('numbers versions, and compares folders and versions by these numbers', async () => {
    const { out } = await run(folder, ['versions', 'skills/one', ...at()]);
    assert.match(out, /^v2 · latest · .* · skver_\w+\nv1 · .* · skver_\w+\n$/);
    const same = await run(folder, ['compare', 'skills/one', ...at()]);
    assert.deepEqual([same.code, same.out], [0, '']);
    const differs = await run(folder, ['compare', `${skillId}@v1`, 'skills/one', ...at()]);
    assert.deepEqual([differs.code, differs.out], [1, '~ old.md\n']);
    const patch = await run(folder, ['compare', 'skills/one@v1', 'skills/one@latest', ...at(), '--format', 'patch']);
    assert.match(patch.out, /^--- a\/old\.md\n\+\+\+ b\/old\.md\n@@ .* @@\n-old\n\+new\n/);
    const wrong = await run(folder, ['compare', `${skillId}@v7`, 'skills/one', ...at()]);
    assert.deepEqual([wrong.code, wrong.err], [1, `${skillId} has no version 'v7': there are v1 to v2.\n`]);
  });

  it('says of versions what the publish history knows: notes, and who published', async () => {
    const env = { XDG_STATE_HOME: path.join(folder, '.state'), GIT_AUTHOR_NAME: 'Jo' };
    const config = path.join(folder, 'gitconfig');
    writeFileSync(config, '[user]\n\tname = Jo\n');
    writeFileSync(path.join(folder, 'skills/one/old.md'), 'newest\n');
    const more = ['--yes', '--note', 'Fixes dates'];
    const { code, err } = await run(folder, ['publish', 'skills/one', ...at(), ...more], {
      env: { ...env, GIT_CONFIG_GLOBAL: config },
    });
    assert.equal(code, 0, err);
    for (const skill of ['skills/one', skillId]) {
      const { out } = await run(folder, ['versions', skill, ...at()]);
      assert.match(out, /^v3 · latest · .* by Jo · “Fixes dates” · skver_\w+\nv2 · .* · skver/, skill);
    }
    const json = await run(folder, ['versions', skillId, ...at(), '--format', 'json']);
    const [newest] = JSON.parse(json.out) as { ordinal: number; note: string; author: string }[];
    assert.deepEqual([newest?.ordinal, newest?.note, newest?.author], [3, 'Fixes dates', 'Jo']);
    assert.match((await run(folder, ['delete', 'skills/one@v3', ...at(), '--dry-run'])).err, /“Fixes dates”/);
  });

  it('pulls a version over its folder, keeps what is no part of it, and remembers it', async () => {
    writeFileSync(path.join(folder, 'skills/one/.env'), 'mine');
    const look = await run(folder, ['pull', 'skills/one@v1', ...at(), '--dry-run']);
    assert.deepEqual([look.code, readFileSync(path.join(folder, 'skills/one/old.md'), 'utf8')], [0, 'new\n']);
    assert.match(look.err, /^ {2}~ old\.md$/m);
    const asked = await run(folder, ['pull', 'skills/one@v1', ...at()]);
    assert.equal(asked.code, 2);
    const done = await run(folder, ['pull', 'skills/one@v1', ...at(), '--yes']);
    assert.equal(done.code, 0, done.err);
    assert.equal(readFileSync(path.join(folder, 'skills/one/old.md'), 'utf8'), 'old\n');
    assert.equal(readFileSync(path.join(folder, 'skills/one/.env'), 'utf8'), 'mine');
    assert.match((await run(folder, ['compare', 'skills/one@v1', 'skills/one', ...at()])).err, /No differences/);
    assert.equal((await run(folder, ['pull', skillId, 'fresh', ...at(), '--yes'])).code, 0);
    assert.ok(existsSync(path.join(folder, 'fresh/SKILL.md')));
  });

  it('says in one sentence that a gateway hands out no files, and publishes through it', async () => {
    const gateway = await startGateway(registry.url, /\/content$/);
    const through = ['--base-url', gateway.url];
    try {
      for (const command of [
        ['compare', `${skillId}@v1`, 'skills/one'],
        ['pull', `${skillId}@v1`, 'fresh', '--yes'],
        ['restore', `${skillId}@v1`, '--yes'],
        ['promote', `${skillId}@v1`, '--to-base-url', other.url, '--yes'],
      ]) {
        const { code, out, err } = await run(folder, [...command, ...through]);
        assert.notEqual(code, 0);
        assert.equal(out, '');
        assert.match(
          err,
          /^\S+ does not provide the files of versions \(404\): they cannot be opened, .*\.\n$/,
          command[0],
        );
      }
      assert.equal((await run(folder, ['publish', 'skills/one', ...through, '--skill-id', skillId, '--yes'])).code, 0);
    } finally {
      await gateway.close();
    }
  });

  it('restores an older version as the newest one', async () => {
    const { code, err } = await run(folder, ['restore', `${skillId}@v1`, ...at(), '--yes']);
    assert.equal(code, 0, err);
    assert.match((await run(folder, ['versions', skillId, ...at()])).out, /^v3 /);
    assert.equal((await run(folder, ['compare', `${skillId}@v1`, `${skillId}@v3`, ...at()])).code, 0);
    assert.match((await run(folder, ['restore', skillId, ...at(), '--yes'])).err, /the latest version already/);
    const next = await run(folder, ['publish', 'skills/one', ...at(), '--yes']);
    assert.equal(next.code, 1);
    assert.match(next.err, /based on an earlier version .* in the publish history .*: “Restores the version of/);
    assert.doesNotMatch(next.err, /elsewhere/);
  });

  it('restores and promotes what looks like a secret only with its place allowed', async () => {
    const token = `ghp_${'a1B2c3D4e5'.repeat(3)}F6g7H8`;
    writeFileSync(path.join(folder, 'skills/one/old.md'), `token ${token}\n`);
    const refused = await run(folder, ['publish', 'skills/one', ...at(), '--yes']);
    const [, fingerprint = ''] = /fingerprint ([0-9a-f]{16})/.exec(refused.err) ?? [];
    const allow = ['--allow-secret', fingerprint, '--reason', 'a sample'];
    const env = { GIT_AUTHOR_NAME: 'Jo' };
    const quiet = await run(folder, ['publish', 'skills/one', ...at(), '--yes', '--no-author', ...allow], { env });
    assert.equal(quiet.code, 0, quiet.err);
    const ledger = (): string => readFileSync(path.join(folder, '.skill-publisher.json'), 'utf8');
    assert.doesNotMatch(ledger(), /"by": "Jo"/);
    writeFileSync(path.join(folder, 'skills/one/old.md'), 'clean\n');
    assert.equal((await run(folder, ['publish', 'skills/one', ...at(), '--yes'])).code, 0);
    for (const again of [
      ['restore', `${skillId}@v3`, ...at(), '--yes'],
      ['promote', `${skillId}@v3`, ...at(), '--to-base-url', other.url, '--yes'],
    ]) {
      const stopped = await run(folder, again);
      assert.equal(stopped.code, 1);
      const [, place = ''] = /secret\? old\.md:1 .*fingerprint ([0-9a-f]{16})/.exec(stopped.err) ?? [];
      const done = await run(folder, [...again, '--allow-secret', place], { env });
      assert.equal(done.code, 0, done.err);
    }
    assert.match(ledger(), /"by": "Jo", "fingerprint"/);
  });

  it('ends as published where the publish history cannot be written, and says so', async () => {
    const inTheWay = path.join(folder, '..skill-publisher.json.tmp-999999999-000000000000');
    mkdirSync(inTheWay);
    const to = ['--to-base-url', other.url, '--new'];
    for (const again of [
      ['restore', `${skillId}@v1`],
      ['promote', `${skillId}@v1`, ...to],
    ]) {
      const { code, out, err } = await run(folder, [...again, ...at(), '--yes']);
      assert.deepEqual([code, out.split('\t').length], [0, 2], err);
      assert.match(err, /The publish history could not be updated \(.+\)\.\n$/);
    }
  });

  it('promotes a version to another connection, once', async () => {
    const to = ['--to-base-url', other.url, '--yes'];
    const first = await run(folder, ['promote', `${skillId}@v1`, ...at(), ...to]);
    assert.equal(first.code, 0, first.err);
    const [there = ''] = first.out.split('\t');
    assert.match((await run(folder, ['versions', there, '--base-url', other.url])).out, /^v1 /);
    assert.equal((await run(folder, ['promote', skillId, ...at(), '--to-base-url', registry.url, '--yes'])).code, 2);
  });

  it('names what is deleted, and deletes nothing unasked', async () => {
    const look = await run(folder, ['delete', 'skills/one@v2', ...at(), '--dry-run']);
    assert.match(
      look.err,
      /^ {2}v2 · latest · .*\n.*pinned to it fail.*\nCallers that are not pinned get v1 immediately\.$/m,
    );
    assert.equal((await run(folder, ['delete', 'skills/one@v2', ...at()])).code, 2);
    const no = await run(folder, ['delete', 'skills/one@v2', ...at()], { ask: () => Promise.resolve('') });
    assert.equal(no.code, 1);
    assert.equal((await run(folder, ['delete', 'skills/one', ...at(), '--yes'])).code, 2);
    assert.equal((await run(folder, ['delete', `${skillId}@v2`, ...at(), '--yes'])).code, 0);
    const last = await run(folder, ['delete', `${skillId}@v1`, ...at(), '--yes']);
    assert.deepEqual([last.code, last.err.includes('--skill')], [1, true]);
    assert.equal((await run(folder, ['delete', '--skill', skillId, ...at(), '--yes'])).code, 0);
    assert.equal((await run(folder, ['versions', skillId, ...at()])).code, 1);
  });

  it('starts a skill that lacks nothing but the text of its author', async () => {
    for (const kind of ['instructions', 'scripts', 'references']) {
      assert.equal((await run(folder, ['init', `new/made-${kind}`, '--kind', kind])).code, 0);
      const { out } = await run(folder, ['validate', `new/made-${kind}`, '--format', 'concise']);
      const told = [...out.matchAll(/(?:error|warning)\b.*?([a-z]+\/[a-z-]+)/g)].map(([, code]) => code);
      assert.deepEqual([...new Set(told)], ['draft/template'], out);
    }
    assert.equal((await run(folder, ['init', 'new/made-scripts'])).code, 1);
    assert.match((await run(folder, ['init', 'New Skill'])).err, /Did you mean new-skill/);
  });
});
