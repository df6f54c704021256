import assert from 'node:assert/strict';
import { checkBases } from '../../../../src/core/publish/check.ts';
import { RegistryError } from '../../../../src/core/registry/errors.ts';
import { FakeRegistry } from '../../../support/fakeRegistry.ts';
import { packed, readContent, skillMd } from '../../../support/publishCase.ts';

/** Of the ledger, after everything the fake registry holds. */
const time = '2026-11-30T00:00:00Z';
const now = (): Date => new Date('2026-12-01T00:00:00Z');

async function bytes(name: string): Promise<Uint8Array> {
  const { files } = await readContent(name, { 'SKILL.md': skillMd(name) });
  return packed(name, files);
}

describe('checkBases', () => {
  it('finds skills that are up to date with one request each, and no list of versions', async () => {
    const registry = new FakeRegistry();
    const { skillId, ref } = registry.seed('one', await bytes('one'));
    const found = await checkBases(registry, [{ skillId, version: ref, time }], now);
    const { latest, exists, checked, seenAt } = found.get(skillId) ?? assert.fail();
    assert.deepEqual(
      { latest, exists, checked, seenAt },
      { latest: ref, exists: true, checked: { base: ref, baseExists: true, newer: 0 }, seenAt: now().toISOString() },
    );
    assert.deepEqual(registry.calls, ['retrieveSkill']);
  });

  it('counts the versions after the one of the ledger', async () => {
    const registry = new FakeRegistry();
    const { skillId, ref } = registry.seed('one', await bytes('one'));
    registry.seed('one', await bytes('one'), { skillId });
    registry.seed('one', await bytes('one'), { skillId });
    const found = await checkBases(registry, [{ skillId, version: ref, time }], now);
    assert.deepEqual(found.get(skillId)?.checked, { base: ref, baseExists: true, newer: 2 });
  });

  it('tells a deleted version from a deleted skill', async () => {
    const registry = new FakeRegistry();
    const { skillId } = registry.seed('one', await bytes('one'));
    const found = await checkBases(
      registry,
      [
        { skillId, version: 'skver_gone', time },
        { skillId: 'skill_gone', version: 'skver_1', time },
      ],
      now,
    );
    assert.deepEqual(found.get(skillId)?.checked, { base: 'skver_gone', baseExists: false, newer: 0 });
    assert.equal(found.get('skill_gone')?.exists, false);
  });

  it('counts what was published after a deleted version by the time of the ledger', async () => {
    const registry = new FakeRegistry();
    const { skillId } = registry.seed('one', await bytes('one'));
    const { ref: version, createdAt: time } = registry.seed('one', await bytes('one'), { skillId });
    registry.seed('one', await bytes('one'), { skillId });
    await registry.deleteVersion(skillId, version);
    const found = await checkBases(registry, [{ skillId, version, time }], now);
    assert.deepEqual(found.get(skillId)?.checked, { base: version, baseExists: false, newer: 1 });
  });

  it('believes that a skill is gone only when the service says so itself', async () => {
    const registry = new FakeRegistry();
    const { skillId, ref } = registry.seed('one', await bytes('one'));
    registry.readFailures.push(new RegistryError('notFound', 'No such page.', { outcome: 'refused', status: 404 }));
    await assert.rejects(checkBases(registry, [{ skillId, version: ref, time }], now), { kind: 'notFound' });
  });

  it('lists all skills once when there are many, instead of asking for each', async () => {
    const registry = new FakeRegistry();
    const bases = [];
    for (let index = 0; index < 12; index += 1) {
      const { skillId, ref } = registry.seed(`skill-${index}`, await bytes(`skill-${index}`));
      bases.push({ skillId, version: ref, time });
    }
    const found = await checkBases(registry, bases, now);
    assert.equal(found.size, 12);
    assert.deepEqual(registry.calls, ['listSkills']);
  });

  it('lists no more than a few pages of a large registry, and asks for the rest one by one', async () => {
    const registry = new FakeRegistry();
    registry.paged = true;
    const [old, other] = [await bytes('old'), await bytes('other')];
    const bases = Array.from({ length: 12 }, () => {
      const { skillId, ref } = registry.seed('old', old);
      return { skillId, version: ref, time };
    });
    for (let count = 0; count < 2500; count += 1) registry.seed('other', other);
    assert.equal((await checkBases(registry, bases, now)).size, 12);
    assert.deepEqual(registry.calls, ['listSkills', 'listSkills', ...bases.map(() => 'retrieveSkill')]);
  });

  it('fails as a whole when the registry cannot be asked', async () => {
    const registry = new FakeRegistry();
    const { skillId, ref } = registry.seed('one', await bytes('one'));
    registry.readFailures.push(true);
    await assert.rejects(checkBases(registry, [{ skillId, version: ref, time }], now), { name: 'RegistryError' });
  });
});
