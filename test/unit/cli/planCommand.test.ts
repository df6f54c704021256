import assert from 'node:assert/strict';
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { hashOf } from '../../../src/core/bundle/fingerprint.ts';
import type { PlanFile } from '../../../src/core/publish/planFile.ts';
import { runCommandLine as run, type CommandLineResult } from '../../support/commandLine.ts';
import { startTestRegistry, type TestRegistry } from '../../support/localRegistry.ts';
import { skillMd } from '../../support/publishCase.ts';
import { temporaryFolders } from '../../support/temporaryFolder.ts';

describe('cli, a plan that another job carries out', function () {
  this.timeout(60_000);
  const make = temporaryFolders();
  let registry: TestRegistry;
  let folder: string;
  const at = (): readonly string[] => ['--base-url', registry.url];
  const inPlan = (name: string): string => path.join(folder, 'plan', name);
  const planFile = (): string => readFileSync(inPlan('plan.json'), 'utf8');
  const plan = (...more: readonly string[]): Promise<CommandLineResult> =>
    run(folder, ['plan', 'skills', '--out', 'plan', ...at(), ...more]);
  /** In a folder without a checkout. */
  const publish = (...more: readonly string[]): Promise<CommandLineResult> =>
    run(path.join(folder, 'job'), ['publish', '--plan', '../plan', '--yes', ...at(), ...more]);
  const posts = (): number => registry.requests.filter(({ method }) => method === 'POST').length;
  /** Everything that a refused plan must leave as it is: what the service was told to change, and all files. */
  const written = (): unknown => ({
    requests: registry.requests.filter(({ method }) => method !== 'GET' && method !== 'HEAD').length,
    files: readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => path.join(folder, name))
      .filter((file) => lstatSync(file).isFile())
      .sort()
      .map((file) => [file, hashOf(readFileSync(file))]),
  });

  beforeEach(async () => {
    registry = await startTestRegistry();
    folder = make({
      'skills/one/SKILL.md': skillMd('one'),
      'skills/one/notes.md': 'one\n',
      'skills/two/SKILL.md': skillMd('two'),
      'job/empty.txt': '',
    });
  });
  afterEach(async () => {
    await registry.close();
  });

  it('is carried out exactly, remembered, and harmless when it is carried out again', async () => {
    const made = await plan();
    assert.equal(made.code, 0, made.err);
    assert.match(made.err, /2 skills to publish to .*, 0 unchanged, 0 blocked/);
    const digest = made.out.trim();
    writeFileSync(path.join(folder, 'skills/one/notes.md'), 'changed after the plan\n');
    const first = await publish('--digest', digest, '--result', 'result.json');
    assert.equal(first.code, 0, first.err);
    assert.equal(posts(), 2);
    const result = JSON.parse(readFileSync(path.join(folder, 'job/result.json'), 'utf8')) as {
      readonly skills: readonly { readonly result: string; readonly skillId: string }[];
    };
    assert.deepEqual(
      result.skills.map((each) => each.result),
      ['published', 'published'],
    );
    assert.ok(existsSync(path.join(folder, 'job/.skill-publisher.json')));
    const same = await run(folder, ['compare', `${result.skills[0]?.skillId ?? ''}@v1`, 'skills/one', ...at()]);
    assert.equal(same.out, '~ notes.md\n');
    const again = await publish('--digest', digest);
    assert.deepEqual([again.code, posts(), again.err.match(/published already/g)?.length], [0, 2, 2], again.err);
  });

  it('ends well where it is published already and the publish history cannot be written, and says so', async () => {
    await plan();
    mkdirSync(path.join(folder, 'job', '..skill-publisher.json.tmp-999999999-000000000000'));
    assert.equal((await publish()).code, 0);
    const { code, err } = await publish();
    const said = /two: It is published already\. The publish history could not be updated \(.+\)\. The next publish/;
    assert.match(err, said);
    assert.deepEqual([code, posts()], [0, 2]);
  });

  it('does nothing where nothing changed, and is the same whoever makes it', async () => {
    await plan();
    renameSync(path.join(folder, 'plan'), path.join(folder, 'before'));
    assert.equal((await plan('--compare', 'before', '--expires', '1h')).code, 0);
    assert.equal((await publish()).code, 0);
    copyFileSync(path.join(folder, 'job/.skill-publisher.json'), path.join(folder, '.skill-publisher.json'));
    const next = await plan('--compare', 'before');
    assert.equal(next.code, 1, next.err);
    assert.match(next.err, /0 skills to publish to .*, 2 unchanged, 0 blocked/);
    assert.match(next.err, /differs from the one of --compare in one, two\.\n/);
    const idle = await publish();
    assert.deepEqual([idle.code, posts()], [0, 2]);
  });

  it('says who planned, and what names no person', async () => {
    await plan('--workspace-id', 'wrkspc_1');
    const { who, source } = JSON.parse(planFile()) as PlanFile;
    assert.deepEqual(who, { kind: 'key', organization: null, workspace: 'wrkspc_1' });
    assert.equal(source.ledger, '.skill-publisher.json');
  });

  it('is carried out with archives packed again, when these are the same bytes', async () => {
    const made = await plan();
    for (const name of archives()) rmSync(inPlan(name));
    const rebuild = (...more: readonly string[]): Promise<CommandLineResult> =>
      run(folder, ['publish', '--plan', 'plan', '--rebuild', '--yes', '--digest', made.out.trim(), ...at(), ...more]);
    const file = path.join(folder, 'skills/one/notes.md');
    writeFileSync(file, 'other\n');
    const other = await rebuild();
    assert.deepEqual([other.code, posts()], [1, 0], other.err);
    assert.match(other.err, /does not give the archive of one that was planned/);
    writeFileSync(file, 'one\n');
    const same = await rebuild();
    assert.deepEqual([same.code, posts()], [0, 2], same.err);
    rmSync(path.join(folder, 'skills/one'), { recursive: true });
    assert.match((await rebuild()).err, /The work tree has no skill skills\/one/);
  });

  it('is not carried out where a skill cannot be published, or the base moved', async () => {
    writeFileSync(path.join(folder, 'skills/two/SKILL.md'), skillMd('two').replace('name: two', 'name: Two!'));
    const blocked = await plan();
    assert.equal(blocked.code, 1);
    assert.match((await publish()).err, /cannot be published: .* Plan again\./);
    writeFileSync(path.join(folder, 'skills/two/SKILL.md'), skillMd('two'));
    await plan();
    const rival = await run(folder, ['publish', 'skills/two', '--yes', '--note', 'rival', ...at()]);
    assert.equal(rival.code, 0, rival.err);
    writeFileSync(path.join(folder, 'skills/two/more.md'), 'x\n');
    assert.equal((await run(folder, ['publish', 'skills/two', '--yes', ...at()])).code, 0);
    const moved = await publish();
    assert.equal(moved.code, 1);
    assert.match(moved.err, /two is not what it was when the plan was made: skill_\S+ has \S+ .* Plan again\./);
    assert.equal(posts(), 2);
  });

  it('finds out about a lost answer, and sends nothing twice', async () => {
    await plan();
    registry.fault('reset-after@POST#1');
    const first = await publish();
    assert.equal(first.code, 0, first.err);
    assert.equal(posts(), 2);
    registry.clearFaults();
    assert.deepEqual([(await publish()).code, posts()], [0, 2]);
  });

  for (const [what, change] of [
    [
      'an archive that was cut',
      () => {
        const [name = ''] = archives();
        writeFileSync(inPlan(name), readFileSync(inPlan(name)).subarray(0, -1));
      },
    ],
    [
      'an archive that was padded',
      () => {
        const [name = ''] = archives();
        writeFileSync(inPlan(name), Buffer.concat([readFileSync(inPlan(name)), Buffer.from([0])]));
      },
    ],
    [
      'two archives exchanged',
      () => {
        const [one = '', two = ''] = archives();
        renameSync(inPlan(one), inPlan('third'));
        renameSync(inPlan(two), inPlan(one));
        renameSync(inPlan('third'), inPlan(two));
      },
    ],
    [
      'a link instead of an archive',
      () => {
        const [name = ''] = archives();
        renameSync(inPlan(name), path.join(folder, 'elsewhere.zip'));
        symlinkSync(path.join(folder, 'elsewhere.zip'), inPlan(name));
      },
    ],
    [
      'an archive gone',
      () => {
        rmSync(inPlan(archives()[0] ?? ''));
      },
    ],
    [
      'a link instead of the plan',
      () => {
        renameSync(inPlan('plan.json'), path.join(folder, 'plan.json'));
        symlinkSync(path.join(folder, 'plan.json'), inPlan('plan.json'));
      },
    ],
    [
      'expiry moved',
      () => {
        writeFileSync(inPlan('plan.json'), planFile().replace(/"expires": "20/, '"expires": "21'));
      },
    ],
    [
      'another version of this tool',
      () => {
        writeFileSync(inPlan('plan.json'), planFile().replace('skill-publisher 1.2.3', 'skill-publisher 1.2.4'));
      },
    ],
    [
      'a base that somebody else made',
      async () => {
        await run(folder, ['publish', 'skills/two', '--yes', ...at()]);
        writeFileSync(path.join(folder, 'skills/two/more.md'), 'x\n');
        await run(folder, ['publish', 'skills/two', '--yes', ...at()]);
      },
    ],
    [
      'two skills exchanged',
      () => {
        const text = planFile()
          .replaceAll('"name": "one"', '"name": "three"')
          .replaceAll('"name": "two"', '"name": "one"');
        writeFileSync(inPlan('plan.json'), text.replaceAll('"name": "three"', '"name": "two"'));
      },
    ],
  ] as const)
    it(`is refused with ${what}, and nothing is written, here or there`, async () => {
      await plan();
      await change();
      const before = written();
      const { code, err } = await publish();
      assert.equal(code, 1, err);
      assert.match(err, /^Nothing was published: .*Plan again\.\n/);
      assert.deepEqual(written(), before);
    });

  it('takes no choices, no other workspace, no other digest, and no time it does not know', async () => {
    const made = await plan();
    const before = written();
    assert.equal((await publish('--workspace-id', 'wrkspc_2')).code, 1);
    assert.equal(
      (
        await publish(
          '--digest',
          made.out.trim().replace(/.$/, (last) => (last === '0' ? '1' : '0')),
        )
      ).code,
      1,
    );
    assert.match((await publish('--allow-newer')).err, /--allow-newer cannot be combined with --plan/);
    assert.match((await publish('--max-age', '73h')).err, /at most 72h, not '73h'/);
    assert.match((await publish('../skills/one')).err, /--plan takes no folder/);
    assert.equal((await run(folder, ['publish', 'skills/one', '--digest', 'x', ...at()])).code, 2);
    assert.deepEqual(written(), before);
  });

  function archives(): readonly string[] {
    return readdirSync(path.join(folder, 'plan')).filter((name) => name.endsWith('.zip'));
  }
});
