import assert from 'node:assert/strict';
import { RegistryClient } from '../../../../src/core/registry/client.ts';
import { RegistryError } from '../../../../src/core/registry/errors.ts';
import { findInLedger, parseLedger } from '../../../../src/core/publish/ledger.ts';
import { planPublish, type PlanInput } from '../../../../src/core/publish/plan.ts';
import { PublishLock } from '../../../../src/core/publish/publishLock.ts';
import type { PublishOutcome } from '../../../../src/core/publish/outcome.ts';
import { publish, type PublishInput } from '../../../../src/core/publish/publish.ts';
import type { MemoryNode } from '../../../support/memoryTree.ts';
import { FakeRegistry } from '../../../support/fakeRegistry.ts';
import { startTestRegistry } from '../../../support/localRegistry.ts';
import { MemoryLedger, packed, planInput, readContent, skillMd } from '../../../support/publishCase.ts';

const noWait = (): Promise<void> => Promise.resolve();
const now = (): Date => new Date('2026-11-02T10:00:00Z');
type Changes = Partial<PlanInput> & { readonly nodes?: Readonly<Record<string, MemoryNode>> };

async function run(
  registry: FakeRegistry,
  changes: Changes = {},
  input: Partial<PublishInput> = {},
): Promise<PublishOutcome> {
  const prepared = await planPublish(await planInput(registry, changes));
  return publish({ prepared, registry, lock: new PublishLock(), delay: noWait, now, ...input });
}
const theirs = async (): Promise<Uint8Array> =>
  packed('counting-lines', (await readContent('x', { 'SKILL.md': skillMd('counting-lines', 'Theirs.') })).files);
const changed = { 'SKILL.md': skillMd('counting-lines', 'Changed.') };

async function withSkill(): Promise<{ registry: FakeRegistry; skillId: string; choices: PlanInput['choices'] }> {
  const registry = new FakeRegistry();
  const { skillId } = registry.seed('counting-lines', await theirs());
  registry.calls.length = 0;
  return { registry, skillId, choices: { target: { skillId } } };
}

describe('publish', () => {
  it('creates a skill, then a version, and remembers both', async () => {
    const registry = new FakeRegistry();
    const ledger = new MemoryLedger();
    const first = await run(registry, { note: 'First.', git: { commit: 'c0ffee' } }, { ledger });
    assert.ok(first.kind === 'published' && first.how === 'answered');
    const entry = findInLedger(parseLedger(ledger.text), 'skills/counting-lines', 'https://skills.example.org');
    assert.deepEqual(
      [entry?.skillId, entry?.version, entry?.commit, entry?.time, entry?.notes],
      [first.skillId, first.version, 'c0ffee', '2026-11-02T10:00:00.000Z', { [first.version]: 'First.' }],
    );
    const second = await run(registry, { nodes: changed, entry, note: 'Second.' }, { ledger });
    assert.ok(second.kind === 'published' && second.skillId === first.skillId);
    const notes = findInLedger(parseLedger(ledger.text), 'skills/counting-lines', 'https://skills.example.org')?.notes;
    assert.deepEqual(notes, { [first.version]: 'First.', [second.version]: 'Second.' });
    assert.equal(registry.commits, 2);
  });

  it('remembers who published, what it was, and a display name that is another than the name', async () => {
    const registry = new FakeRegistry();
    const ledger = new MemoryLedger();
    const git = { author: 'Jane Doe' };
    const kept = (): unknown[] => {
      const entry = findInLedger(parseLedger(ledger.text), 'skills/counting-lines', 'https://skills.example.org');
      return [entry?.author, entry?.action, entry?.title];
    };
    const first = await run(registry, { git, label: 'Counting Lines' }, { ledger });
    assert.ok(first.kind === 'published');
    assert.deepEqual(kept(), ['Jane Doe', { kind: 'publish' }, 'Counting Lines']);
    const choices = { target: { skillId: first.skillId } };
    assert.equal((await run(registry, { nodes: changed, choices }, { ledger })).kind, 'published');
    assert.deepEqual(kept(), [undefined, { kind: 'publish' }, 'Counting Lines']);
    const plain = new MemoryLedger();
    await run(new FakeRegistry(), {}, { ledger: plain });
    assert.doesNotMatch(plain.text ?? '', /"title"|"author"/);
  });

  it('reports its phases and the bytes', async () => {
    const phases: string[] = [];
    await run(
      new FakeRegistry(),
      {},
      {
        onProgress: ({ phase, sent, total }) =>
          phases.push(`${phase}${sent === undefined ? '' : ` ${sent === total ? 'all' : 'some'}`}`),
      },
    );
    assert.deepEqual(phases, ['checking', 'uploading all']);
  });

  it('refuses to run a plan that has blockers', async () => {
    await assert.rejects(run(new FakeRegistry(), { nodes: { 'SKILL.md': 'x' } }), /blockers/);
  });

  it('says that it was published although the ledger cannot be written', async () => {
    const ledger = new MemoryLedger();
    ledger.failure = Object.assign(new Error('disk is full'), { code: 'ENOSPC' });
    const outcome = await run(new FakeRegistry(), {}, { ledger });
    assert.ok(outcome.kind === 'published' && outcome.ledgerFailure === 'disk is full');
    ledger.failure = undefined;
    ledger.text = '{ broken';
    const other = await run(new FakeRegistry(), {}, { ledger });
    assert.ok(other.kind === 'published' && other.ledgerFailure?.includes('not valid JSON'));
    assert.equal(ledger.text, '{ broken');
  });

  it('notices a version that came between plan and upload', async () => {
    const { registry, skillId, choices } = await withSkill();
    const prepared = await planPublish(await planInput(registry, { nodes: changed, choices }));
    registry.seed('counting-lines', await theirs(), { skillId });
    const outcome = await publish({ prepared, registry, lock: new PublishLock(), delay: noWait });
    assert.deepEqual([outcome.kind, registry.commits], ['stale', 0]);
  });

  it('notices a skill that was deleted, and one of the same name that was made, between plan and upload', async () => {
    const { registry, skillId, choices } = await withSkill();
    const prepared = await planPublish(await planInput(registry, { nodes: changed, choices }));
    registry.remove(skillId);
    assert.equal((await publish({ prepared, registry, lock: new PublishLock() })).kind, 'stale');
    const empty = new FakeRegistry();
    const fresh = await planPublish(await planInput(empty));
    empty.seed('counting-lines', await theirs());
    assert.deepEqual(
      [(await publish({ prepared: fresh, registry: empty, lock: new PublishLock() })).kind, empty.commits],
      ['stale', 0],
    );
  });

  it('lets one publish of a skill run at a time', async () => {
    const registry = new FakeRegistry();
    const lock = new PublishLock();
    const prepared = await planPublish(await planInput(registry));
    const both = await Promise.all([publish({ prepared, registry, lock }), publish({ prepared, registry, lock })]);
    assert.deepEqual(
      both.map(({ kind }) => kind),
      ['published', 'busy'],
    );
    assert.equal(registry.commits, 1);
    assert.match(both[1].message, /“counting-lines” is being published/);
    assert.notEqual(
      (
        await publish({
          prepared: await planPublish(await planInput(registry, { nodes: changed, choices: { target: 'new' } })),
          registry,
          lock,
        })
      ).kind,
      'busy',
    );
  });

  for (const what of ['skill', 'version'] as const) {
    const begin = async (): Promise<{ registry: FakeRegistry; changes: Changes }> => {
      if (what === 'skill') return { registry: new FakeRegistry(), changes: { nodes: changed } };
      const { registry, choices } = await withSkill();
      return { registry, changes: { nodes: changed, choices } };
    };

    it(`finds a ${what} whose answer was lost`, async () => {
      const { registry, changes } = await begin();
      registry.creates.push('lostAfter');
      const ledger = new MemoryLedger();
      const outcome = await run(registry, changes, { ledger });
      assert.ok(outcome.kind === 'published' && outcome.how === 'found', outcome.message);
      assert.equal(registry.commits, 1);
      assert.ok(ledger.text?.includes(outcome.version));
    });

    it(`finds a ${what} that shows only at the third look, after 0, 2 and 3 more seconds`, async () => {
      const { registry, changes } = await begin();
      registry.creates.push({ late: 3 });
      const waits: number[] = [];
      const outcome = await run(registry, changes, {
        delay: (milliseconds) => {
          waits.push(milliseconds);
          return Promise.resolve();
        },
      });
      assert.equal(outcome.kind, 'published');
      assert.deepEqual(waits, [2000, 3000]);
    });

    it(`does not know whether a lost ${what} is yet to come, after looking four times`, async () => {
      const { registry, changes } = await begin();
      registry.creates.push('lostBefore');
      const waits: number[] = [];
      const outcome = await run(registry, changes, {
        delay: (milliseconds) => {
          waits.push(milliseconds);
          return Promise.resolve();
        },
      });
      assert.equal(outcome.kind, 'unknown');
      assert.match(
        outcome.message,
        /^Could not confirm .* not seen after 10 s; a late delivery is possible\. Check the reg/,
      );
      assert.deepEqual(waits, [2000, 3000, 5000]);
      assert.equal(registry.commits, 0);
    });

    it(`does not take somebody else's ${what} for its own`, async () => {
      const { registry, changes } = await begin();
      const bytes = await theirs();
      const skillId = changes.choices?.target;
      registry.creates.push('lostBefore');
      registry.onCreate = () => {
        registry.seed('counting-lines', bytes, typeof skillId === 'object' ? skillId : {});
      };
      const outcome = await run(registry, changes);
      assert.ok(outcome.kind === 'unknown' && outcome.message.includes('somebody else published'), outcome.message);
    });

    it(`finds its ${what} among those of others`, async () => {
      const { registry, changes } = await begin();
      const bytes = await theirs();
      const skillId = changes.choices?.target;
      registry.creates.push('lostAfter');
      registry.onCreate = () => {
        registry.seed('counting-lines', bytes, typeof skillId === 'object' ? skillId : {});
      };
      assert.equal((await run(registry, changes)).kind, 'published');
    });

    it(`does not know what became of a ${what} when the lists fail`, async () => {
      const { registry, changes } = await begin();
      const prepared = await planPublish(await planInput(registry, changes));
      registry.creates.push('lostAfter');
      registry.onCreate = () => {
        registry.readFailures.push(...Array.from({ length: 20 }, () => true));
      };
      const outcome = await publish({ prepared, registry, lock: new PublishLock(), delay: noWait });
      assert.ok(outcome.kind === 'unknown' && outcome.message.includes('Could not confirm'), outcome.message);
    });

    it(`does not know, and names the version, when a new ${what} cannot be read`, async () => {
      const { registry, changes } = await begin();
      registry.downloadable = false;
      registry.creates.push('lostAfter');
      const outcome = await run(registry, changes);
      assert.ok(outcome.kind === 'unknown' && outcome.versions.length === 1, outcome.message);
    });

    it(`looks after a cancel that came when the bytes of a ${what} had left`, async () => {
      const { registry, changes } = await begin();
      const controller = new AbortController();
      registry.creates.push('lostAfter');
      registry.onCreate = () => {
        controller.abort();
      };
      const applied = await run(registry, changes, { signal: controller.signal });
      assert.equal(applied.kind, 'published');
      const again = await begin();
      again.registry.creates.push('lostBefore');
      const second = new AbortController();
      again.registry.onCreate = () => {
        second.abort();
      };
      const lost = await run(again.registry, again.changes, { signal: second.signal });
      assert.ok(lost.kind === 'unknown' && lost.message.includes('canceled after it was sent'), lost.message);
    });
  }

  it('finds its version when the network goes away after the last byte of the upload', async () => {
    const server = await startTestRegistry();
    try {
      const goesAway: typeof fetch = async (input, init) => {
        const answer = await fetch(input, init);
        if (init?.method === 'POST')
          throw new TypeError('fetch failed', { cause: Object.assign(new Error('gone'), { code: 'EHOSTUNREACH' }) });
        return answer;
      };
      const registry = new RegistryClient({
        baseUrl: server.url,
        credential: { kind: 'key', key: server.apiKey },
        dialect: 'auto',
        fetch: goesAway,
      });
      const prepared = await planPublish(await planInput(registry));
      const outcome = await publish({ prepared, registry, lock: new PublishLock(), delay: noWait });
      assert.ok(outcome.kind === 'published' && outcome.how === 'found', outcome.message);
      assert.equal(server.requests.filter(({ method }) => method === 'POST').length, 1);
    } finally {
      await server.close();
    }
  });

  it('sends nothing when it cannot be noted that it does', async () => {
    const registry = new FakeRegistry();
    const outcome = await run(
      registry,
      {},
      { onSend: () => Promise.reject(Object.assign(new Error('disk is full'), { code: 'ENOSPC' })) },
    );
    assert.ok(
      outcome.kind === 'notPublished' && outcome.reason === 'notSent' && outcome.message.includes('disk is full'),
      outcome.message,
    );
    assert.equal(registry.commits, 0);
  });

  it('sends nothing when it was canceled before', async () => {
    const registry = new FakeRegistry();
    const outcome = await run(registry, {}, { signal: AbortSignal.abort() });
    assert.ok(outcome.kind === 'notPublished' && outcome.reason === 'canceled');
    assert.ok(!registry.calls.includes('createSkill'));
  });

  it('says that nothing left when the registry cannot be reached', async () => {
    const registry = new FakeRegistry();
    const prepared = await planPublish(await planInput(registry));
    registry.readFailures.push(true);
    const outcome = await publish({ prepared, registry, lock: new PublishLock() });
    assert.ok(outcome.kind === 'notPublished' && outcome.reason === 'notSent');
    registry.creates.push(new RegistryError('offline', 'The host cannot be found.', { outcome: 'notSent' }));
    const other = await publish({ prepared, registry, lock: new PublishLock() });
    assert.ok(other.kind === 'notPublished' && other.reason === 'notSent' && registry.commits === 0);
  });

  it('says how long a limited service asks to wait, and does not try again', async () => {
    const registry = new FakeRegistry();
    registry.creates.push(
      new RegistryError('rateLimited', 'Too many requests.', { outcome: 'refused', status: 429, retryAfter: 17 }),
    );
    const outcome = await run(registry);
    assert.ok(outcome.kind === 'notPublished' && outcome.retryAfter === 17 && outcome.message.includes('17 seconds'));
    assert.equal(registry.calls.filter((call) => call === 'createSkill').length, 1);
  });

  it('places a known refusal in SKILL.md, and shows unknown words with the request id', async () => {
    const registry = new FakeRegistry();
    const details = { outcome: 'refused', status: 400, requestId: 'req_1' } as const;
    registry.creates.push(
      new RegistryError('invalid', 'Refused.', {
        ...details,
        serverMessage: 'SKILL.md description cannot contain XML tags',
      }),
    );
    const known = await run(registry);
    assert.ok(known.kind === 'notPublished' && known.problem?.code === 'desc/xml');
    const text = skillMd('counting-lines');
    assert.equal(
      text.slice(known.problem.range.start, known.problem.range.end),
      'Counts the lines of a file. Use it when a file is to be measured.',
    );
    registry.creates.push(new RegistryError('invalid', 'It says: no.', { ...details, serverMessage: 'no' }));
    const unknown = await run(registry);
    assert.ok(unknown.kind === 'notPublished' && unknown.problem === undefined && unknown.message.includes('req_1'));
  });
});
