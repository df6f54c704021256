import assert from 'node:assert/strict';
import JSZip from 'jszip';
import { RegistryClient } from '../../../../src/core/registry/client.ts';
import { RegistryError } from '../../../../src/core/registry/errors.ts';
import type { Dialect, Upload } from '../../../../src/core/registry/model.ts';
import { collectPages } from '../../../../src/core/registry/paging.ts';
import { startTestRegistry, type TestRegistry } from '../../../support/localRegistry.ts';

async function zipOf(name: string, description: string): Promise<Upload> {
  const zip = new JSZip();
  zip.file(`${name}/SKILL.md`, `---\nname: ${name}\ndescription: ${description}\n---\nDo it.\n`, {
    createFolders: false,
  });
  return { fileName: `${name}.zip`, bytes: await zip.generateAsync({ type: 'uint8array' }) };
}

const dialects: readonly Dialect[] = ['ga', 'skills-2025-10-02'];
for (const dialect of dialects) {
  describe(`RegistryClient against the local registry, ${dialect}`, () => {
    let server: TestRegistry;
    let client: RegistryClient;

    beforeEach(async () => {
      server = await startTestRegistry({ apiKey: ['right', 'key', '1'].join('-') });
      client = new RegistryClient({ baseUrl: server.url, credential: { kind: 'key', key: server.apiKey }, dialect });
    });
    afterEach(() => server.close());

    async function kindOf(pending: Promise<unknown>): Promise<string> {
      const error = await pending.then(
        () => assert.fail('did not fail'),
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof RegistryError, String(error));
      return error.kind;
    }

    it('creates, lists, retrieves, adds a version, downloads unchanged and deletes', async () => {
      assert.deepEqual((await client.listSkills()).items, []);
      const first = await zipOf('my-skill', 'The first');
      const created = await client.createSkill(first, { label: 'My Skill' });
      assert.deepEqual([created.label, created.source], ['My Skill', 'custom']);
      const second = await zipOf('my-skill', 'The second');
      const version = await client.createVersion(created.id, second);
      assert.deepEqual([version.skillId, version.name, version.description], [created.id, 'my-skill', 'The second']);
      const retrieved = await client.retrieveSkill(created.id);
      assert.equal(retrieved.latestVersion, version.ref);
      assert.deepEqual(await client.retrieveVersion(created.id, version.ref), version);
      const versions = (await client.listVersions(created.id)).items;
      assert.deepEqual(versions.map((item) => item.description).sort(), ['The first', 'The second']);
      for (const [upload, item] of [
        [first, versions.find((found) => found.description === 'The first')],
        [second, version],
      ] as const) {
        assert.ok(item);
        assert.deepEqual(await client.downloadVersion(created.id, item.ref), upload.bytes);
      }
      assert.deepEqual((await client.listSkills()).items, [retrieved]);
      await deleteAll(created.id);
      assert.equal(await kindOf(client.retrieveSkill(created.id)), 'notFound');
      assert.deepEqual((await client.listSkills()).items, []);
    });

    async function deleteAll(skillId: string): Promise<void> {
      if (dialect !== 'ga') {
        for (const version of (await client.listVersions(skillId)).items)
          await client.deleteVersion(skillId, version.ref);
      }
      await client.deleteSkill(skillId);
    }

    it('pages', async () => {
      for (let index = 0; index < 5; index += 1) await client.createSkill(await zipOf(`skill-${index}`, 'd'));
      const pages: number[] = [];
      const all = await collectPages(async (page) => {
        const listed = await client.listSkills({ limit: 2, page });
        pages.push(listed.items.length);
        return listed;
      });
      assert.deepEqual(pages, [2, 2, 1]);
      assert.deepEqual([new Set(all.items.map((item) => item.id)).size, all.cut], [5, false]);
    });

    it('tells refusals with the words of the service', async () => {
      const upload = await zipOf('my-skill', 'd');
      const created = await client.createSkill(upload);
      assert.equal(await kindOf(client.createVersion(created.id, await zipOf('other-name', 'd'))), 'invalid');
      assert.equal(
        await kindOf(client.createSkill({ fileName: 'x.zip', bytes: new Uint8Array([1, 2, 3]) })),
        'invalid',
      );
      assert.equal(await kindOf(client.retrieveSkill('skill_doesnotexist')), 'notFound');
      assert.equal(
        await kindOf(
          new RegistryClient({
            baseUrl: server.url,
            credential: { kind: 'key', key: 'wrong-key' },
            dialect,
          }).listSkills(),
        ),
        'auth',
      );
    });
  });
}

describe('dialect auto', () => {
  for (const [speaks, found] of [
    ['both', 'ga'],
    ['ga', 'ga'],
    ['beta', 'skills-2025-10-02'],
  ] as const) {
    it(`finds ${found} where the service speaks ${speaks}`, async () => {
      const server = await startTestRegistry({ dialects: speaks });
      try {
        const client = new RegistryClient({
          baseUrl: server.url,
          credential: { kind: 'key', key: server.apiKey },
          dialect: 'auto',
        });
        const created = await client.createSkill(await zipOf('my-skill', 'd'), { label: 'L' });
        assert.deepEqual([client.dialect, created.label], [found, 'L']);
      } finally {
        await server.close();
      }
    });
  }
});
