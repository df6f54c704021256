import assert from 'node:assert/strict';
import { KnownSkills } from '../../../../src/vscode/host/knownSkills.ts';
import { ObservedRegistry } from '../../../../src/vscode/host/observedRegistry.ts';
import { RegistryError } from '../../../../src/core/registry/errors.ts';
import { FakeRegistry } from '../../../support/fakeRegistry.ts';
import { packed, readContent, skillMd } from '../../../support/publishCase.ts';

const upload = async (body: string): Promise<{ fileName: string; bytes: Uint8Array }> => {
  const { files } = await readContent('greet', { 'SKILL.md': skillMd('greet', body) });
  return { fileName: 'greet.zip', bytes: await packed('greet', files) };
};

describe('KnownSkills', () => {
  it('knows what lists, retrievals and publishes said, per connection', async () => {
    const known = new KnownSkills();
    const fake = new FakeRegistry();
    const registry = new ObservedRegistry(fake, known, 'team');
    const { skillId, ref } = fake.seed('greet', (await upload('one')).bytes);
    await registry.listSkills();
    assert.equal(known.get('team', skillId)?.latest, ref);
    assert.equal(known.get('other', skillId), undefined);
    const version = await registry.createVersion(skillId, await upload('two'));
    assert.equal(known.get('team', skillId)?.latest, version.ref);
    await registry.deleteVersion(skillId, version.ref);
    assert.equal(known.get('team', skillId), undefined);
    assert.deepEqual(
      [version.ref, ref].map((each) => known.isDeleted('team', skillId, each)),
      [true, false],
    );
    await registry.retrieveSkill(skillId);
    assert.ok(known.isDeleted('team', skillId, version.ref), 'a version never comes back');
    await registry.deleteSkill(skillId);
    assert.equal(known.get('team', skillId)?.exists, false);
  });

  it('learns from a 404 that a skill is gone, and from no other failure', async () => {
    const known = new KnownSkills();
    const fake = new FakeRegistry();
    const registry = new ObservedRegistry(fake, known, 'team');
    fake.readFailures.push(true);
    await assert.rejects(registry.retrieveSkill('skill_x'));
    assert.equal(known.get('team', 'skill_x'), undefined);
    await assert.rejects(registry.retrieveSkill('skill_x'));
    assert.equal(known.get('team', 'skill_x')?.exists, false);
    fake.readFailures.push(new RegistryError('notFound', 'No such page.', { outcome: 'refused', status: 404 }));
    await assert.rejects(registry.retrieveSkill('skill_y'));
    assert.equal(known.get('team', 'skill_y'), undefined, 'the 404 of a proxy');
  });

  it('tells once that a skill is gone, so that a page about it does not ask for ever', async () => {
    const known = new KnownSkills();
    const registry = new ObservedRegistry(new FakeRegistry(), known, 'team');
    let told = 0;
    known.onDidChange(() => {
      told += 1;
    });
    for (let time = 0; time < 3; time += 1) await assert.rejects(registry.retrieveSkill('skill_x'));
    assert.equal(told, 1);
    known.saw('team', [
      { id: 'skill_x', label: 'x', latestVersion: '1', source: 'custom', createdAt: '', updatedAt: '' },
    ]);
    await assert.rejects(registry.retrieveSkill('skill_x'));
    assert.equal(told, 3, 'it was there in between');
  });

  it('tells once that the places of all versions became known', async () => {
    const known = new KnownSkills();
    const fake = new FakeRegistry();
    const registry = new ObservedRegistry(fake, known, 'team');
    const { skillId, ref } = fake.seed('greet', (await upload('one')).bytes);
    const told: (number | undefined)[] = [];
    known.onDidChange(() => {
      told.push(known.versions.ordinalOf('team', skillId, ref));
    });
    await registry.listVersions(skillId);
    await registry.listVersions(skillId);
    assert.deepEqual(told, [1]);
  });

  it('tells only news, and keeps what a check counted while the latest version is the same', () => {
    const known = new KnownSkills();
    let told = 0;
    known.onDidChange(() => {
      told += 1;
    });
    const skill = {
      id: 's',
      label: 's',
      latestVersion: 'v2',
      source: 'custom',
      createdAt: '',
      updatedAt: '2026-01-01T00:00:00Z',
    };
    known.saw('team', [skill]);
    known.put('team', 's', {
      latest: 'v2',
      exists: true,
      updatedAt: '',
      seenAt: '',
      checked: { base: 'v1', baseExists: true, newer: 1 },
    });
    told = 0;
    known.saw('team', [skill]);
    assert.equal(told, 0);
    assert.equal(known.get('team', 's')?.checked?.newer, 1);
    known.saw('team', [{ ...skill, latestVersion: 'v3' }]);
    assert.equal(told, 1);
    assert.equal(known.get('team', 's')?.checked, undefined);
  });
});
