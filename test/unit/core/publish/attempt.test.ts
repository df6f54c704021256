import assert from 'node:assert/strict';
import { settleAttempt, toEntry, toSettledEntry, type Attempt } from '../../../../src/core/publish/attempt.ts';
import { planPublish, type PlanInput } from '../../../../src/core/publish/plan.ts';
import { PublishLock } from '../../../../src/core/publish/publishLock.ts';
import { publish } from '../../../../src/core/publish/publish.ts';
import type { UploadFate } from '../../../../src/core/publish/reconcile.ts';
import { downloadWith } from '../../../../src/core/publish/remote.ts';
import { RegistryError } from '../../../../src/core/registry/errors.ts';
import { FakeRegistry, type CreateFault } from '../../../support/fakeRegistry.ts';
import { packed, planInput, readContent, skillMd } from '../../../support/publishCase.ts';

const archive = async (description: string): Promise<Uint8Array> =>
  packed('counting-lines', (await readContent('x', { 'SKILL.md': skillMd('counting-lines', description) })).files);
const settle = (registry: FakeRegistry, attempt: Attempt): Promise<UploadFate> =>
  settleAttempt({ registry, attempt, read: downloadWith(registry), once: true });

/**
 * An upload whose answer is lost and that nobody can look for; what is left of it, as it is read again after a restart.
 */
async function leftOpen(
  registry: FakeRegistry,
  fault: CreateFault,
  changes: Partial<PlanInput> = {},
): Promise<Attempt> {
  const prepared = await planPublish(await planInput(registry, changes));
  let attempt: Attempt | undefined;
  registry.creates.push(fault);
  registry.onCreate = () => {
    registry.readFailures.push(...Array.from({ length: 20 }, () => true));
  };
  const onSend = (sent: Attempt): Promise<void> => {
    attempt = JSON.parse(JSON.stringify(sent)) as Attempt;
    return Promise.resolve();
  };
  const outcome = await publish({
    prepared,
    registry,
    lock: new PublishLock(),
    delay: () => Promise.resolve(),
    now: () => new Date('2026-11-02T10:00:00Z'),
    onSend,
  });
  registry.readFailures.length = 0;
  registry.onCreate = undefined;
  assert.equal(outcome.kind, 'unknown');
  return attempt ?? assert.fail('it was not told that it is sent');
}

describe('an upload that was left open', () => {
  for (const what of ['new skill', 'new version'] as const) {
    const begin = async (): Promise<{ registry: FakeRegistry; changes: Partial<PlanInput> }> => {
      const registry = new FakeRegistry();
      const skillId = registry.seed('counting-lines', await archive('Older.')).skillId;
      return { registry, changes: { choices: { target: what === 'new skill' ? 'new' : { skillId } } } };
    };

    it(`is found, as a ${what}, among what others published since`, async () => {
      const { registry, changes } = await begin();
      const attempt = await leftOpen(registry, 'lostAfter', changes);
      const stored = registry.skills.at(-1)?.versions.at(-1);
      registry.seed('counting-lines', await archive('Theirs.'), {
        skillId: what === 'new skill' ? 'none' : (stored?.skillId ?? ''),
      });
      const finding = await settle(registry, attempt);
      assert.deepEqual(finding, {
        kind: 'found',
        skillId: stored?.skillId,
        version: stored?.ref,
        createdAt: stored?.createdAt,
      });
    });

    it(
      `is absent, as a ${what}, when it did not arrive: neither what was there before nor what others ` +
        'published is taken for it',
      async () => {
        const { registry, changes } = await begin();
        const attempt = await leftOpen(registry, 'lostBefore', changes);
        const others = registry.seed('counting-lines', await archive('Theirs.'), {
          skillId: attempt.skillId ?? 'none',
        });
        assert.deepEqual(await settle(registry, attempt), { kind: 'absent', others: [others.ref] });
      },
    );

    it(`stays unclear, as a ${what}, while the registry does not answer or its content cannot be read`, async () => {
      const { registry, changes } = await begin();
      const attempt = await leftOpen(registry, 'lostAfter', changes);
      registry.readFailures.push(true);
      assert.deepEqual(await settle(registry, attempt), {
        kind: 'unclear',
        candidates: [],
        reason: 'The connection failed.',
      });
      registry.downloadable = false;
      const finding = await settle(registry, attempt);
      assert.ok(
        finding.kind === 'unclear' && finding.candidates.length === 1 && finding.reason.includes('could not be read'),
      );
    });
  }

  it('is found on a service that had no skill', async () => {
    const registry = new FakeRegistry();
    assert.equal(
      (await settle(registry, await leftOpen(registry, 'lostAfter', { choices: { target: 'new' } }))).kind,
      'found',
    );
  });

  it('is not taken for a version of the same content that was there before', async () => {
    const registry = new FakeRegistry();
    const { skillId } = registry.seed('counting-lines', await archive('The same.'));
    const content = await readContent('counting-lines', { 'SKILL.md': skillMd('counting-lines', 'The same.') });
    const attempt = await leftOpen(registry, 'lostBefore', {
      content,
      choices: { target: { skillId }, unchanged: true },
    });
    assert.deepEqual(await settle(registry, attempt), { kind: 'absent', others: [] });
  });

  it('is absent when its skill was deleted, and unclear when it only cannot be asked for', async () => {
    const registry = new FakeRegistry();
    const { skillId } = registry.seed('counting-lines', await archive('Older.'));
    const attempt = await leftOpen(registry, 'lostAfter', { choices: { target: { skillId } } });
    registry.readFailures.push(new RegistryError('denied', 'Not with this key.', { outcome: 'refused', status: 403 }));
    assert.equal((await settle(registry, attempt)).kind, 'unclear');
    registry.readFailures.push(
      new RegistryError('notFound', 'There is none.', {
        outcome: 'refused',
        status: 404,
        serverMessage: 'Skill not found',
      }),
    );
    assert.deepEqual(await settle(registry, attempt), { kind: 'absent', others: [] });
  });

  it('is looked for again in a moment, but not by somebody who may not look', async () => {
    const registry = new FakeRegistry();
    const { skillId } = registry.seed('counting-lines', await archive('Older.'));
    const attempt = await leftOpen(registry, 'lostAfter', { choices: { target: { skillId } } });
    const waits: number[] = [];
    const look = (): Promise<UploadFate> =>
      settleAttempt({
        registry,
        attempt,
        read: downloadWith(registry),
        now: () => new Date(Date.parse(attempt.time) + 1_000),
        delay: (milliseconds) => Promise.resolve(void waits.push(milliseconds)),
      });
    registry.readFailures.push(new RegistryError('denied', 'Not with this key.', { outcome: 'refused', status: 403 }));
    assert.deepEqual(await look(), { kind: 'unclear', candidates: [], reason: 'Not with this key.' });
    assert.deepEqual(waits, []);
    registry.readFailures.push(true);
    assert.equal((await look()).kind, 'found');
    assert.equal(waits.length, 1);
  });

  it('is unclear when more skills came since than are looked at', async () => {
    const registry = new FakeRegistry();
    const attempt = await leftOpen(registry, 'lostBefore', { choices: { target: 'new' } });
    const bytes = await archive('Theirs.');
    for (let count = 0; count < 21; count += 1) registry.seed('counting-lines', bytes);
    assert.deepEqual(await settle(registry, attempt), {
      kind: 'unclear',
      candidates: [],
      reason: 'More was published since than can be searched.',
    });
  });

  for (const [age, looks, arrives] of [
    [0, 11, undefined],
    [20_000, 5, undefined],
    [29_999, 2, undefined],
    [30_000, 1, undefined],
    [-60_000, 1, undefined],
    [12_000, 3, 3],
  ] as const)
    it(`is looked for ${looks} times ${age / 1000} s after it was sent${arrives ? ', and found when it arrives' : ''}`, async () => {
      const registry = new FakeRegistry();
      const attempt = await leftOpen(registry, 'lostBefore', { choices: { target: 'new' } });
      const own = await packed(
        'counting-lines',
        (await readContent('x', { 'SKILL.md': skillMd('counting-lines') })).files,
      );
      let looked = 1;
      const finding = await settleAttempt({
        registry,
        attempt,
        read: downloadWith(registry),
        now: () => new Date(Date.parse(attempt.time) + age),
        delay: (milliseconds) => {
          assert.equal(milliseconds, 3000);
          looked += 1;
          if (looked === arrives) registry.seed('counting-lines', own);
          return Promise.resolve();
        },
      });
      assert.deepEqual([finding.kind, looked], [arrives === undefined ? 'absent' : 'found', looks]);
    });

  it('changes nothing in the ledger that was published later', async () => {
    const registry = new FakeRegistry();
    const attempt = await leftOpen(registry, 'lostAfter', { choices: { target: 'new' } });
    const finding = await settle(registry, attempt);
    assert.ok(finding.kind === 'found');
    const entry = toSettledEntry(attempt, finding, undefined);
    assert.equal(entry?.version, finding.version);
    const later = { ...entry, time: '2026-11-02T10:00:01.000Z' };
    assert.equal(toSettledEntry(attempt, finding, later), undefined);
    assert.equal(toSettledEntry(attempt, finding, { ...entry, time: attempt.time })?.version, finding.version);
  });

  it('leaves what the ledger remembers, once it is found', async () => {
    const registry = new FakeRegistry();
    const attempt = await leftOpen(registry, 'lostAfter', {
      choices: { target: 'new' },
      note: 'Counts blank lines.',
      git: { commit: 'c0ffee' },
    });
    assert.deepEqual(toEntry(attempt, 'skill_1', 'skver_2', new Date('2026-11-02T10:00:01Z')), {
      skillId: 'skill_1',
      version: 'skver_2',
      name: 'counting-lines',
      fingerprint: attempt.fingerprint,
      time: '2026-11-02T10:00:01.000Z',
      commit: 'c0ffee',
      notes: { skver_2: 'Counts blank lines.' },
    });
    assert.equal(attempt.time, '2026-11-02T10:00:00.000Z');
  });
});
