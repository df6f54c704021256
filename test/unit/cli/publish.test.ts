import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommandLine as run } from '../../support/commandLine.ts';
import { startTestRegistry, type TestRegistry } from '../../support/localRegistry.ts';
import { licensedSkillMd as good } from '../../support/publishCase.ts';
import { temporaryFolders } from '../../support/temporaryFolder.ts';

for (const dialect of ['ga', 'beta'] as const) {
  describe(`cli publish and list against the local registry, ${dialect}`, function () {
    this.timeout(60_000);
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
      assert.match(err, /^ {2}\+ a\.bin {2}9 bytes, binary$/m);
      assert.match(err, /^ {2}note: of 1 file only the readable text was searched for secrets \(binary\)$/m);
      assert.match(err, /^ {2}\+ SKILL\.md {2}\d+ bytes$/m);
    });

    it('says that only line ends differ, and publishes no version for that', async () => {
      const folder = make({ '.git/HEAD': `${'a'.repeat(40)}\n`, 'counting-lines/SKILL.md': good() });
      assert.equal((await run(folder, ['publish', 'counting-lines', ...at(), '--yes'])).code, 0);
      writeFileSync(path.join(folder, 'counting-lines/SKILL.md'), good().replaceAll('\n', '\r\n'));
      const { code, err } = await run(folder, ['publish', 'counting-lines', ...at(), '--yes']);
      assert.match(err, /not published: Only line endings differ from the latest version/);
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

    it('keeps with the version which changes for users are meant, with a reason', async () => {
      const folder = make({ '.git/HEAD': `${'a'.repeat(40)}\n`, 'counting-lines/SKILL.md': good() });
      assert.equal((await run(folder, ['publish', 'counting-lines', ...at(), '--yes'])).code, 0);
      writeFileSync(path.join(folder, 'counting-lines/SKILL.md'), `${good()}\n\`\`\`bash\nraincheck --now\n\`\`\`\n`);
      const accept = ['publish', 'counting-lines', ...at(), '--yes', '--accept-change'];
      const dry = await run(folder, ['publish', 'counting-lines', ...at(), '--dry-run']);
      assert.match(dry.out + dry.err, /impact\/command-added:raincheck/);
      assert.match((await run(folder, [...accept, 'command-added:raincheck'])).err, /needs a --reason/);
      assert.match((await run(folder, [...accept, 'raincheck', '--reason', 'x'])).err, /takes code and subject/);
      const done = await run(folder, [...accept, 'command-added:raincheck', '--reason', 'announced']);
      assert.equal(done.code, 0, done.err);
      const ledger = readFileSync(path.join(folder, '.skill-publisher.json'), 'utf8');
      assert.match(
        ledger,
        /"acceptedChanges": \[\s+\{ .*"code": "impact\/command-added", .*"reason": "announced", "subject": "raincheck"/,
      );
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
      assert.match(same.err, /Nothing changed since the latest version/);
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
      assert.match(below.err, /Nothing changed since the latest version/);
      assert.ok(!existsSync(path.join(folder, 'skills', '.skill-publisher.json')));
    });

    it('publishes once when the answer is lost, and says so', async () => {
      const folder = make({ 'counting-lines/SKILL.md': good() });
      registry.fault('reset-after@POST#1');
      const { code, err } = await run(folder, ['publish', 'counting-lines', ...at(), '--yes']);
      assert.equal(code, 0, err);
      assert.match(err, /The response was lost; the version was found by its content/);
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
      assert.match(blocked.err, /already exists/);
      const again = make({ 'counting-lines/SKILL.md': good() });
      const mended = await run(again, ['publish', 'counting-lines', ...at(), '--yes']);
      assert.equal(mended.code, 0, mended.err);
      assert.doesNotMatch(mended.err, /already exists|--new/);
      assert.match(
        readFileSync(path.join(again, '.skill-publisher.json'), 'utf8'),
        new RegExp(first.out.split('\t')[0] ?? '-'),
      );
      assert.equal((await run(again, ['publish', 'counting-lines', ...at(), '--yes'])).code, 0);
      assert.equal(commits(), 1);
    });

    it('ends as planned where the publish history cannot be written, and says so', async () => {
      const folder = make({ 'counting-lines/SKILL.md': good() });
      const inTheWay = path.join(folder, '..skill-publisher.json.tmp-999999999-000000000000');
      mkdirSync(inTheWay);
      const first = await run(folder, ['publish', 'counting-lines', ...at(), '--yes']);
      const same = await run(folder, ['publish', 'counting-lines', ...at(), '--yes']);
      for (const { code, err } of [first, same]) {
        assert.match(err, /The publish history could not be updated \(.+\)\. The next publish will correct it\.\n$/);
        assert.equal(code, 0);
      }
      const args = ['publish', 'counting-lines', ...at(), '--yes', '--format', 'json'];
      const told = await run(folder, args);
      assert.match(told.out, /"error": null,\s+"repaired": false/);
      rmdirSync(inTheWay);
      const mended = await run(folder, args);
      assert.match(mended.out, /"repaired": true/);
      assert.deepEqual([told.code, mended.code, commits()], [0, 0, 1]);
    });

    it('publishes to no other skill when the one named by --skill-id is not there', async () => {
      const folder = make({ 'counting-lines/SKILL.md': good() });
      assert.equal((await run(folder, ['publish', 'counting-lines', ...at(), '--yes'])).code, 0);
      writeFileSync(path.join(folder, 'counting-lines/SKILL.md'), `${good()}More.\n`);
      const { code, err } = await run(folder, ['publish', 'counting-lines', ...at(), '--yes', '--skill-id', 'skill_x']);
      assert.deepEqual([code, commits()], [1, 1]);
      assert.match(err, /not published: .* has no skill with this ID/);
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
    this.timeout(60_000);
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
