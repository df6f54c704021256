import assert from 'node:assert/strict';
import { Caller, listed, skillMd, type Answer } from '../../../../support/localRegistryCaller.ts';
import { conforms } from '../../../../support/localRegistryConformance.ts';

function refused(answer: Answer, status: number, message: string): void {
  assert.deepEqual([answer.status, answer.message], [status, message]);
}

const DOWNLOAD_TAIL =
  "Address a specific version id: read the skill's latest_version_id, or GET " +
  '/v1/skills/{skill_id}/versions/latest, and use that id.';

conforms('5, behavior differences', [
  [
    'beta: Skill cannot reuse an existing display_title (only when the field is sent)',
    async ({ beta }) => {
      await beta.create('one', 'Title');
      refused(
        await beta.post('/v1/skills', [{ name: 'display_title', content: 'Title' }, skillMd('two')]),
        400,
        'Skill cannot reuse an existing display_title: Title',
      );
      await beta.create('three');
      await beta.create('four');
      await beta.create('five', 'Title 2');
    },
  ],
  [
    'beta: a title is free again when its skill is gone, and free in another workspace',
    async ({ ga, beta, registry }) => {
      const { id } = await beta.create('one', 'Title');
      await ga.delete(`/v1/skills/${id}`);
      await beta.create('one', 'Title');
      await new Caller(registry, 'beta').create('one', 'Title');
    },
  ],
  [
    'GA: display_name is not unique',
    async ({ ga }) => {
      await ga.create('one', 'Name');
      await ga.create('two', 'Name');
    },
  ],
  [
    'GA silently ignores display_title',
    async ({ ga }) => {
      const answer = await ga.post('/v1/skills', [{ name: 'display_title', content: 'x'.repeat(300) }, skillMd('one')]);
      assert.deepEqual([answer.status, answer.json['display_name']], [200, 'one']);
    },
  ],
  [
    'GA: GET …/versions/latest works',
    async ({ ga }) => {
      const { id } = await ga.create('one');
      const newest = await ga.addVersion(id, 'one', '2');
      assert.equal((await ga.get(`/v1/skills/${id}/versions/latest`)).json['id'], newest);
    },
  ],
  [
    'GA: DELETE and /content refuse latest',
    async ({ ga }) => {
      const { id } = await ga.create('one');
      refused(
        await ga.delete(`/v1/skills/${id}/versions/latest`),
        400,
        `'latest' is not accepted when deleting a skill version. ${DOWNLOAD_TAIL}`,
      );
      refused(
        await ga.get(`/v1/skills/${id}/versions/latest/content`),
        400,
        `'latest' is not accepted when downloading a skill version. ${DOWNLOAD_TAIL}`,
      );
    },
  ],
  [
    'beta: the version in URLs is the number only',
    async ({ ga, beta }) => {
      const { id, latest } = await ga.create('one');
      for (const slot of [latest, 'latest', latest.replace('skver_', 'skill_version_'), '-1', '1.5', '0']) {
        const message =
          `Invalid version format: '${slot}'. Version must be a numeric timestamp (e.g., ` + `'1759178010641129').`;
        for (const path of ['', '/content'])
          refused(await beta.get(`/v1/skills/${id}/versions/${slot}${path}`), 400, message);
        refused(await beta.delete(`/v1/skills/${id}/versions/${slot}`), 400, message);
      }
    },
  ],
  [
    'GA accepts skver_… and (as input) old skill_version_… ids',
    async ({ ga }) => {
      const { id, latest } = await ga.create('one');
      const old = latest.replace('skver_', 'skill_version_');
      assert.equal((await ga.get(`/v1/skills/${id}/versions/${old}`)).json['id'], latest);
    },
  ],
  [
    "GA: Invalid version id: '…'",
    async ({ ga, beta }) => {
      const { id } = await ga.create('one');
      const number = String((await beta.get(`/v1/skills/${id}`)).json['latest_version']);
      for (const slot of [number, 'newest', 'skver_', 'skill_x'])
        refused(await ga.get(`/v1/skills/${id}/versions/${slot}`), 400, `Invalid version id: '${slot}'`);
    },
  ],
  [
    'beta: Cannot delete skill with existing versions. Delete all versions first.',
    async ({ beta }) => {
      const { id } = await beta.create('one');
      refused(
        await beta.delete(`/v1/skills/${id}`),
        400,
        'Cannot delete skill with existing versions. Delete all versions first.',
      );
      assert.equal((await beta.get(`/v1/skills/${id}`)).status, 200);
    },
  ],
  [
    'GA: delete cascades to all versions',
    async ({ ga, registry }) => {
      const { id, latest } = await ga.create('one');
      await ga.addVersion(id, 'one', '2');
      const before = registry.store.counts();
      assert.equal((await ga.delete(`/v1/skills/${id}`)).status, 200);
      const after = registry.store.counts();
      assert.deepEqual([before.skills - after.skills, before.versions - after.versions], [1, 2]);
      assert.equal((await ga.get(`/v1/skills/${id}/versions/${latest}`)).status, 404);
    },
  ],
  [
    'beta: delete the only version is allowed; the skill stays with latest_version null and is visible',
    async ({ beta }) => {
      const { id, latest } = await beta.create('one');
      assert.equal((await beta.delete(`/v1/skills/${id}/versions/${latest}`)).status, 200);
      assert.equal((await beta.get(`/v1/skills/${id}`)).json['latest_version'], null);
      assert.deepEqual(listed(await beta.get('/v1/skills'), 'id'), [id]);
    },
  ],
  [
    "GA: cannot delete a Skill's only version",
    async ({ ga }) => {
      const { id, latest } = await ga.create('one');
      refused(
        await ga.delete(`/v1/skills/${id}/versions/${latest}`),
        400,
        "cannot delete a Skill's only version. Delete the Skill, or create another version first",
      );
      const second = await ga.addVersion(id, 'one', '2');
      assert.equal((await ga.delete(`/v1/skills/${id}/versions/${second}`)).status, 200);
      assert.equal((await ga.get(`/v1/skills/${id}`)).json['latest_version_id'], latest);
    },
  ],
  [
    'GA: a skill with no version gives 400 and is missing from the list until a version is uploaded',
    async ({ ga, beta }) => {
      const { id, latest } = await beta.create('one');
      await beta.delete(`/v1/skills/${id}/versions/${latest}`);
      assert.equal((await ga.get(`/v1/skills/${id}`)).status, 400);
      assert.deepEqual((await ga.get('/v1/skills')).json['data'], []);
      await ga.addVersion(id, 'one', '2');
      assert.equal((await ga.get(`/v1/skills/${id}`)).status, 200);
      assert.deepEqual(listed(await ga.get('/v1/skills'), 'id'), [id]);
    },
  ],
  [
    'GA: a skill with no version can be deleted',
    async ({ ga, beta }) => {
      const { id, latest } = await beta.create('one');
      await beta.delete(`/v1/skills/${id}/versions/${latest}`);
      assert.equal((await ga.delete(`/v1/skills/${id}`)).status, 200);
    },
  ],
  [
    'name change in a later version: 400 in both, and nothing is stored',
    async ({ ga, beta }) => {
      const { id, latest } = await ga.create('one');
      for (const caller of [ga, beta]) {
        refused(
          await caller.post(`/v1/skills/${id}/versions`, [skillMd('two')]),
          400,
          "Skill name 'two' in SKILL.md must be consistent across all versions for a given `skill_id`. Expected 'one'.",
        );
      }
      assert.deepEqual(listed(await ga.get(`/v1/skills/${id}/versions`), 'id'), [latest]);
    },
  ],
  [
    "Anthropic's own skills cannot be written: 400 Invalid skill_id format: xlsx",
    async ({ ga, beta, registry }) => {
      registry.seed('xlsx', 'anthropic', 'xlsx');
      for (const caller of [ga, beta]) {
        refused(await caller.post('/v1/skills/xlsx/versions', [skillMd('xlsx')]), 400, 'Invalid skill_id format: xlsx');
        refused(await caller.delete('/v1/skills/xlsx'), 400, 'Invalid skill_id format: xlsx');
      }
      assert.equal((await ga.get('/v1/skills/xlsx')).status, 200);
    },
  ],
  [
    'nor those of source anthropic_example and plugin',
    async ({ ga, registry }) => {
      registry.seed('skill_01Ex', 'anthropic_example', 'ex');
      const version = String((await ga.get('/v1/skills/skill_01Ex')).json['latest_version_id']);
      assert.equal((await ga.post('/v1/skills/skill_01Ex/versions', [skillMd('ex')])).status, 400);
      assert.equal((await ga.delete('/v1/skills/skill_01Ex')).status, 400);
      assert.equal((await ga.delete(`/v1/skills/skill_01Ex/versions/${version}`)).status, 400);
    },
  ],
  [
    'updated_at follows the versions; created_at stays',
    async ({ ga }) => {
      const { id, json } = await ga.create('one');
      await ga.addVersion(id, 'one', '2');
      const after = (await ga.get(`/v1/skills/${id}`)).json;
      assert.equal(after['created_at'], json['created_at']);
      assert.ok(String(after['updated_at']) > String(json['updated_at']));
    },
  ],
  [
    'updated_at follows a deleted version too',
    async ({ ga }) => {
      const { id } = await ga.create('one');
      const version = await ga.addVersion(id, 'one', '2');
      const before = (await ga.get(`/v1/skills/${id}`)).json;
      await ga.delete(`/v1/skills/${id}/versions/${version}`);
      const after = (await ga.get(`/v1/skills/${id}`)).json;
      assert.ok(String(after['updated_at']) > String(before['updated_at']));
    },
  ],
  [
    'a deleted version takes its archive along',
    async ({ ga, registry }) => {
      const { id } = await ga.create('one');
      const before = registry.store.counts().archiveBytes;
      const version = await ga.addVersion(id, 'one', 'another text');
      assert.ok(registry.store.counts().archiveBytes > before);
      await ga.delete(`/v1/skills/${id}/versions/${version}`);
      assert.equal(registry.store.counts().archiveBytes, before);
    },
  ],
]);
