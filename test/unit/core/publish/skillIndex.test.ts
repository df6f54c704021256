import assert from 'node:assert/strict';
import { PublishLock } from '../../../../src/core/publish/publishLock.ts';
import { planPublish } from '../../../../src/core/publish/plan.ts';
import { publish } from '../../../../src/core/publish/publish.ts';
import { formatIndex, refreshIndex } from '../../../../src/core/publish/skillIndex.ts';
import { findTarget, type PublishTarget } from '../../../../src/core/publish/target.ts';
import { FakeRegistry } from '../../../support/fakeRegistry.ts';
import { MemoryIndex, packed, planInput, readContent, skillMd } from '../../../support/publishCase.ts';

const archives = new Map<string, Promise<Uint8Array>>();
function archive(name: string, body?: string): Promise<Uint8Array> {
  const key = `${name} ${body ?? ''}`;
  const made =
    archives.get(key) ?? readContent('x', { 'SKILL.md': skillMd(name, body) }).then(({ files }) => packed(name, files));
  archives.set(key, made);
  return made;
}

/** A registry with one skill that has the name looked for, and `newer` others that came later. */
async function crowded(newer: number): Promise<{ registry: FakeRegistry; skillId: string }> {
  const registry = new FakeRegistry();
  registry.paged = true;
  const { skillId } = registry.seed('counting-lines', await archive('counting-lines'));
  await others(registry, newer);
  return { registry, skillId };
}
async function others(registry: FakeRegistry, count: number): Promise<void> {
  const bytes = await archive('other');
  for (let index = 0; index < count; index += 1) registry.seed('other', bytes);
}

function look(registry: FakeRegistry, index?: MemoryIndex): Promise<PublishTarget> {
  registry.calls.length = 0;
  return findTarget(registry, {
    name: 'counting-lines',
    entry: undefined,
    locked: undefined,
    choice: undefined,
    index,
  });
}
const lists = (registry: FakeRegistry): number => registry.calls.filter((call) => call === 'listSkills').length;

describe('the index of own skills', () => {
  it('finds a skill of the same name with one list', async () => {
    const { registry, skillId } = await crowded(999);
    const target = await look(registry);
    assert.deepEqual([target.source, target.skillId, lists(registry)], ['name', skillId, 1]);
  });

  it('says that one may exist where the list is cut, and not where it is whole', async () => {
    const { registry } = await crowded(1000);
    const target = await look(registry);
    assert.deepEqual([target.kind, target.unlisted, lists(registry)], ['newSkill', true, 1]);
    const { plan } = await planPublish(await planInput(registry));
    assert.match(plan.guards.find(({ kind }) => kind === 'unlisted')?.message ?? '', /“counting-lines” may exist/);
    assert.deepEqual(plan.blockers, []);
    assert.equal((await look(new FakeRegistry())).unlisted, undefined);
  });

  it('knows between runs what is behind the newest page', async () => {
    const { registry, skillId } = await crowded(500);
    const index = new MemoryIndex();
    await look(registry, index);
    await others(registry, 800);
    const target = await look(registry, index);
    assert.deepEqual([target.skillId, lists(registry)], [skillId, 2]);
    await others(registry, 50);
    assert.deepEqual([(await look(registry, index)).skillId, lists(registry)], [skillId, 1]);
  });

  it('looks at the version of a known skill no more', async () => {
    const { registry } = await crowded(0);
    const index = new MemoryIndex();
    await look(registry, index);
    const first = registry.calls.length;
    await look(registry, index);
    assert.ok(registry.calls.length < first, `${registry.calls.length} calls after ${first}`);
  });

  it('forgets what was deleted', async () => {
    const { registry, skillId } = await crowded(500);
    const index = new MemoryIndex();
    await look(registry, index);
    registry.remove(skillId);
    const target = await look(registry, index);
    assert.deepEqual([target.kind, target.unlisted], ['newSkill', undefined]);
    assert.ok(!index.text?.includes(`"${skillId}"`));
  });

  it('stays whole when what was known at the top is deleted, and is not when nothing known is met', async () => {
    const { registry } = await crowded(1500);
    const all = registry.skills.map(({ id }) => ({ id, label: 'other' })).toReversed();
    const index = new MemoryIndex(formatIndex({ complete: true, skills: all }));
    for (const { id } of registry.skills.slice(-50)) registry.remove(id);
    await others(registry, 60);
    assert.equal((await refreshIndex(registry, index)).complete, true);
    await others(registry, 1000);
    const missed = await refreshIndex(registry, index);
    assert.deepEqual([missed.complete, missed.skills.length], [false, 2501]);
  });

  for (const text of ['', '{', '[]', '{"format":2}', '{"format":1,"complete":true,"skills":[[1]]}'])
    it(`takes a damaged file for nothing: ${text || 'an empty one'}`, async () => {
      const { registry, skillId } = await crowded(3);
      assert.equal((await look(registry, new MemoryIndex(text))).skillId, skillId);
    });

  it('does not trust a list that begins with the oldest', async () => {
    const registry = new FakeRegistry();
    await others(registry, 120);
    const list = registry.listSkills.bind(registry);
    registry.listSkills = async (options) => {
      const { items } = await list();
      const page = options?.page ?? '0';
      const end = Number(page) + 2;
      return {
        items: items.slice(Number(page), end),
        nextPage: end < items.length ? String(end) : undefined,
        unreadable: 0,
      };
    };
    assert.equal((await look(registry)).unlisted, true);
  });
});

describe('what is new on a cut list', () => {
  const mine = skillMd('counting-lines', 'Mine.');

  it('is not an older version that moves up, even of the same content', async () => {
    const registry = new FakeRegistry();
    const { skillId } = registry.seed('counting-lines', await archive('counting-lines', 'Mine.'));
    const bytes = await archive('counting-lines', 'Theirs.');
    for (let count = 0; count < 100; count += 1) registry.seed('counting-lines', bytes, { skillId });
    registry.paged = true;
    const nodes = { 'SKILL.md': mine };
    const prepared = await planPublish(await planInput(registry, { nodes, choices: { target: { skillId } } }));
    registry.creates.push('lostBefore');
    registry.onCreate = () => {
      registry.skills[0]?.versions.splice(50, 1);
    };
    const lock = new PublishLock();
    const outcome = await publish({ prepared, registry, lock, delay: () => Promise.resolve() });
    assert.ok(outcome.kind === 'unknown' && outcome.versions.length === 0, outcome.message);
  });

  it('is not an older skill that moves up, even of the same content', async () => {
    const registry = new FakeRegistry();
    registry.seed('counting-lines', await archive('counting-lines', 'Mine.'), { label: 'Something else' });
    await others(registry, 100);
    registry.paged = true;
    const nodes = { 'SKILL.md': mine };
    const prepared = await planPublish(await planInput(registry, { nodes, choices: { target: 'new' } }));
    registry.creates.push('lostBefore');
    registry.onCreate = () => {
      registry.skills.splice(50, 1);
    };
    const lock = new PublishLock();
    const outcome = await publish({ prepared, registry, lock, delay: () => Promise.resolve() });
    assert.ok(outcome.kind === 'unknown' && outcome.versions.length === 0, outcome.message);
  });

  it('is found among more than a page of what others made meanwhile, or said to be unclear', async () => {
    const registry = new FakeRegistry();
    const { skillId } = registry.seed('counting-lines', await archive('counting-lines', 'Theirs.'));
    registry.paged = true;
    const bytes = await archive('counting-lines', 'Theirs.');
    const nodes = { 'SKILL.md': mine };
    for (const [rivals, kind] of [
      [90, 'published'],
      [100, 'unknown'],
    ] as const) {
      const prepared = await planPublish(
        await planInput(registry, { nodes, choices: { target: { skillId }, remoteNewer: true, unchanged: true } }),
      );
      registry.creates.push('lostAfter');
      let looks = 0;
      const outcome = await publish({
        prepared,
        registry,
        lock: new PublishLock(),
        delay: () => Promise.resolve(),
        onProgress: ({ phase }) => {
          if (phase !== 'confirming') return;
          for (; looks < rivals; looks += 1) registry.seed('counting-lines', bytes, { skillId });
        },
      });
      assert.equal(outcome.kind, kind, outcome.message);
    }
  });
});
