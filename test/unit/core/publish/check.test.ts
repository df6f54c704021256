import assert from 'node:assert/strict';
import { checkBases } from '../../../../src/core/publish/check.ts';
import type { KnownSkill } from '../../../../src/core/publish/folderState.ts';
import { listAllVersions } from '../../../../src/core/publish/remote.ts';
import { RegistryClient } from '../../../../src/core/registry/client.ts';
import { RegistryError } from '../../../../src/core/registry/errors.ts';
import type { RemoteVersion } from '../../../../src/core/registry/model.ts';
import { defaultWorkspace } from '../../../../src/node/localRegistry/credentials.ts';
import { newSkillId } from '../../../../src/node/localRegistry/ids.ts';
import { fromFiles } from '../../../../src/node/localRegistry/upload.ts';
import { FakeRegistry } from '../../../support/fakeRegistry.ts';
import { skillFiles, startTestRegistry, type TestRegistry } from '../../../support/localRegistry.ts';
import { packed, readContent, skillMd } from '../../../support/publishCase.ts';

/** Of the ledger, after everything the fake registry holds. */
const time = '2026-11-30T00:00:00Z';
const now = (): Date => new Date('2026-12-01T00:00:00Z');

async function bytes(name: string): Promise<Uint8Array> {
  const { files } = await readContent(name, { 'SKILL.md': skillMd(name) });
  return packed(name, files);
}

describe('checkBases', () => {
  it('finds skills that are up to date with one request each', async () => {
    const registry = new FakeRegistry();
    const { skillId, ref, createdAt } = registry.seed('one', await bytes('one'));
    const found = await checkBases(registry, [{ skillId, version: ref, time }], now);
    assert.deepEqual(found.get(skillId), {
      latest: ref,
      exists: true,
      updatedAt: createdAt,
      checked: { base: ref, baseExists: true, newer: 0 },
      seenAt: now().toISOString(),
    });
    assert.deepEqual(registry.calls, ['listVersions']);
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
    assert.deepEqual(registry.calls, ['listSkills', 'listSkills', ...bases.map(() => 'listVersions')]);
  });

  it('asks for the versions of a listed skill only when another one is its latest', async () => {
    const registry = new FakeRegistry();
    const bases = [];
    for (let index = 0; index < 6; index += 1) {
      const { skillId, ref } = registry.seed(`skill-${index}`, await bytes(`skill-${index}`));
      bases.push({ skillId, version: ref, time });
    }
    const { skillId } = bases[0] ?? assert.fail();
    const { ref: latest } = registry.seed('skill-0', await bytes('skill-0'), { skillId });
    const { checked, latest: seen } = (await checkBases(registry, bases, now)).get(skillId) ?? assert.fail();
    assert.deepEqual([seen, checked?.newer], [latest, 1]);
    assert.deepEqual(registry.calls, ['listSkills', 'listVersions']);
  });

  it('asks the skill itself where a version could not be understood, for that may be the latest', async () => {
    const registry = new FakeRegistry();
    const { skillId, ref: version } = registry.seed('one', await bytes('one'));
    const { ref: latest } = registry.seed('one', await bytes('one'), { skillId });
    const list = registry.listVersions.bind(registry);
    registry.listVersions = async (...asked) => {
      const { items } = await list(...asked);
      return { items: items.filter(({ ref }) => ref !== latest), nextPage: undefined, unreadable: 1 };
    };
    assert.equal((await checkBases(registry, [{ skillId, version, time }], now)).get(skillId)?.latest, latest);
    const { checked } = (await checkBases(registry, [{ skillId, version: latest, time }], now)).get(skillId) ?? {};
    assert.deepEqual(checked, { base: latest, baseExists: true, newer: 0 });
    assert.deepEqual(registry.calls, ['listVersions', 'retrieveSkill', 'listVersions', 'retrieveSkill']);
  });

  it('fails as a whole when the registry cannot be asked', async () => {
    const registry = new FakeRegistry();
    const { skillId, ref } = registry.seed('one', await bytes('one'));
    registry.readFailures.push(true);
    await assert.rejects(checkBases(registry, [{ skillId, version: ref, time }], now), { name: 'RegistryError' });
  });
});

for (const dialect of ['ga', 'skills-2025-10-02'] as const)
  describe(`checkBases (${dialect})`, () => {
    let server: TestRegistry;
    let registry: RegistryClient;
    /** What was asked of the skill, `…` for a page that is not the first. */
    let asked: string[];

    beforeEach(async () => {
      server = await startTestRegistry();
      asked = [];
      registry = new RegistryClient({
        baseUrl: server.url,
        credential: { kind: 'key', key: server.apiKey },
        dialect,
        fetch: (input, init) => {
          const { pathname, searchParams } = new URL(input instanceof Request ? input.url : input);
          const what = pathname.endsWith('/versions') ? 'versions' : 'skill';
          asked.push(searchParams.has('page') ? `${what}…` : what);
          return fetch(input, init);
        },
      });
    });
    afterEach(() => server.close());

    const skillId = newSkillId();
    const upload = fromFiles(skillFiles('one'), 'ga');

    function fill(count: number): void {
      server.store.transaction(() => {
        server.store.insertSkill({ id: skillId, workspace: defaultWorkspace, source: 'custom', label: 'One' }, 'one');
        for (let index = 0; index < count; index += 1) server.store.insertVersion(skillId, upload);
      });
    }

    /** Newest first. */
    async function versions(): Promise<readonly RemoteVersion[]> {
      const { items } = await listAllVersions(registry, skillId);
      asked = [];
      return items;
    }

    async function check(version: string): Promise<KnownSkill> {
      const found = await checkBases(registry, [{ skillId, version, time: '2026-01-01T00:00:00Z' }], now);
      return found.get(skillId) ?? assert.fail();
    }

    it('knows with one request the latest version, whether its own exists, and how many are newer', async () => {
      fill(3);
      const [latest, , first] = await versions();
      const { updatedAt } = await registry.retrieveSkill(skillId);
      asked = [];
      const known = { latest: latest?.ref, exists: true, updatedAt, seenAt: now().toISOString() };
      const checked = { baseExists: true, newer: 2 };
      assert.deepEqual(await check(first?.ref ?? ''), { ...known, checked: { ...checked, base: first?.ref } });
      assert.deepEqual(await check(latest?.ref ?? ''), {
        ...known,
        checked: { baseExists: true, newer: 0, base: latest?.ref },
      });
      assert.deepEqual(asked, ['versions', 'versions']);
    });

    it('calls what is left the latest once the newest version was deleted, as the skill does', async () => {
      fill(3);
      const [newest, latest] = await versions();
      await registry.deleteVersion(skillId, newest?.ref ?? '');
      assert.equal((await registry.retrieveSkill(skillId)).latestVersion, latest?.ref);
      asked = [];
      const known = await check(latest?.ref ?? '');
      assert.deepEqual([known.latest, known.updatedAt], [latest?.ref, latest?.createdAt]);
      assert.deepEqual(known.checked, { base: latest?.ref, baseExists: true, newer: 0 });
      assert.deepEqual(asked, ['versions']);
    });

    it('knows with one request that a skill is gone, and of another that it has no version', async () => {
      const none = { latest: undefined, updatedAt: '', seenAt: now().toISOString() };
      assert.deepEqual(await check('skver_1'), { ...none, exists: false });
      fill(0);
      assert.deepEqual(await check('skver_1'), {
        ...none,
        exists: true,
        checked: { base: 'skver_1', baseExists: false, newer: 0 },
      });
      assert.deepEqual(asked, ['versions', 'versions']);
    });

    it('asks the skill itself when it has more versions than a page, and reads on only when it is behind', async () => {
      fill(1002);
      const all = await versions();
      const [newest, oldest] = [all[0]?.ref ?? '', all.at(-1)?.ref ?? ''];
      const { latest, checked } = await check(newest);
      assert.deepEqual([latest, checked], [newest, { base: newest, baseExists: true, newer: 0 }]);
      assert.deepEqual(asked.splice(0), ['versions', 'skill']);
      for (const [version, newer] of [
        [oldest, 1001],
        [all[1]?.ref ?? '', 1],
      ] as const) {
        const behind = await check(version);
        assert.deepEqual([behind.latest, behind.checked], [newest, { base: version, baseExists: true, newer }]);
        assert.deepEqual(asked.splice(0), ['versions', 'skill', 'versions…']);
      }
    });
  });
