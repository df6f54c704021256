import assert from 'node:assert/strict';
import { filePart, skillMd } from '../../../../support/localRegistryCaller.ts';
import { conforms } from '../../../../support/localRegistryConformance.ts';

const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

function keysOf(value: object): readonly string[] {
  return Object.keys(value).sort();
}

conforms('4, response bodies', [
  [
    'a beta Skill has exactly 7 keys: created_at display_title id latest_version source type updated_at',
    async ({ beta }) => {
      const { json } = await beta.create('my-skill', 'My Custom Skill');
      assert.deepEqual(keysOf(json), [
        'created_at',
        'display_title',
        'id',
        'latest_version',
        'source',
        'type',
        'updated_at',
      ]);
      assert.deepEqual([json['type'], json['source'], json['display_title']], ['skill', 'custom', 'My Custom Skill']);
      assert.match(String(json['id']), /^skill_01\w{22}$/);
    },
  ],
  [
    'a GA Skill has exactly 7 keys: created_at display_name id latest_version_id source type updated_at',
    async ({ ga }) => {
      const { json } = await ga.create('my-skill', 'My Custom Skill');
      assert.deepEqual(keysOf(json), [
        'created_at',
        'display_name',
        'id',
        'latest_version_id',
        'source',
        'type',
        'updated_at',
      ]);
      assert.deepEqual(
        [json['type'], json['source'], json['display_name']],
        ['skill', { type: 'custom' }, 'My Custom Skill'],
      );
      assert.match(String(json['latest_version_id']), /^skver_01\w{22}$/);
    },
  ],
  [
    'created_at and updated_at are ISO 8601 with micro-seconds',
    async ({ ga }) => {
      const { json } = await ga.create('my-skill');
      for (const key of ['created_at', 'updated_at']) assert.match(String(json[key]), TIMESTAMP);
      assert.ok(Math.abs(Date.parse(String(json['created_at'])) - Date.now()) < 60_000);
    },
  ],
  [
    'beta display_title is null when none was given',
    async ({ beta }) => {
      assert.equal((await beta.create('my-skill')).json['display_title'], null);
    },
  ],
  [
    'GA display_name is always set: derived from the name in SKILL.md when omitted',
    async ({ ga, beta }) => {
      assert.equal((await ga.create('my-skill')).json['display_name'], 'my-skill');
      const { id } = await beta.create('other-skill');
      assert.equal((await ga.get(`/v1/skills/${id}`)).json['display_name'], 'other-skill');
    },
  ],
  [
    'beta version is the Unix epoch in micro-seconds as a string of 16 digits, and is when it was created',
    async ({ beta }) => {
      const { id, latest } = await beta.create('my-skill');
      assert.match(latest, /^\d{16}$/);
      const created = String((await beta.get(`/v1/skills/${id}/versions/${latest}`)).json['created_at']);
      assert.equal(Number(latest.slice(0, 13)), Date.parse(created));
      assert.equal(latest.slice(13), created.slice(-4, -1));
    },
  ],
  [
    'version numbers are unique and rise, however fast they are made',
    async ({ beta }) => {
      const { id } = await beta.create('my-skill');
      const numbers = await Promise.all(
        Array.from({ length: 12 }, (_, index) => beta.addVersion(id, 'my-skill', String(index))),
      );
      assert.equal(new Set(numbers).size, 12);
      assert.deepEqual((await beta.get(`/v1/skills/${id}`)).json['latest_version'], numbers.toSorted().at(-1));
    },
  ],
  [
    'a beta SkillVersion: created_at description directory id name skill_id type version',
    async ({ beta }) => {
      const { id, latest } = await beta.create('my-skill');
      const { json } = await beta.get(`/v1/skills/${id}/versions/${latest}`);
      assert.deepEqual(keysOf(json), [
        'created_at',
        'description',
        'directory',
        'id',
        'name',
        'skill_id',
        'type',
        'version',
      ]);
      assert.deepEqual(
        [json['type'], json['skill_id'], json['name'], json['description'], json['directory'], json['version']],
        ['skill_version', id, 'my-skill', 'What my-skill does.', 'my-skill', latest],
      );
      assert.match(String(json['id']), /^skill_version_01\w{22}$/);
    },
  ],
  [
    'a GA SkillVersion: created_at description id name skill_id type; version and directory are gone',
    async ({ ga }) => {
      const { id, latest } = await ga.create('my-skill');
      const { json } = await ga.get(`/v1/skills/${id}/versions/${latest}`);
      assert.deepEqual(keysOf(json), ['created_at', 'description', 'id', 'name', 'skill_id', 'type']);
      assert.deepEqual(
        [json['id'], json['type'], json['skill_id'], json['name'], json['description']],
        [latest, 'skill_version', id, 'my-skill', 'What my-skill does.'],
      );
      assert.match(String(json['created_at']), TIMESTAMP);
    },
  ],
  [
    'directory is the top-level directory of the upload',
    async ({ ga, beta }) => {
      const answer = await ga.post('/v1/skills', [
        { ...skillMd('financial-skill'), fileName: 'financial_skill/SKILL.md' },
      ]);
      const id = String(answer.json['id']);
      const number = String((await beta.get(`/v1/skills/${id}`)).json['latest_version']);
      assert.equal((await beta.get(`/v1/skills/${id}/versions/${number}`)).json['directory'], 'financial_skill');
    },
  ],
  [
    'deleted skill: {id, type: skill_deleted} in both',
    async ({ ga, beta }) => {
      const one = await ga.create('one');
      assert.deepEqual((await ga.delete(`/v1/skills/${one.id}`)).json, { id: one.id, type: 'skill_deleted' });
      const two = await beta.create('two');
      await beta.delete(`/v1/skills/${two.id}/versions/${two.latest}`);
      assert.deepEqual((await beta.delete(`/v1/skills/${two.id}`)).json, { id: two.id, type: 'skill_deleted' });
    },
  ],
  [
    'deleted version: the number in beta, skver_… in GA',
    async ({ ga, beta }) => {
      const { id, latest } = await ga.create('one');
      await ga.addVersion(id, 'one', '2');
      assert.deepEqual((await ga.delete(`/v1/skills/${id}/versions/${latest}`)).json, {
        id: latest,
        type: 'skill_version_deleted',
      });
      const number = String((await beta.get(`/v1/skills/${id}`)).json['latest_version']);
      assert.deepEqual((await beta.delete(`/v1/skills/${id}/versions/${number}`)).json, {
        id: number,
        type: 'skill_version_deleted',
      });
    },
  ],
  [
    'status is 200 for every success, creates too',
    async ({ ga }) => {
      const created = await ga.post('/v1/skills', [skillMd('a-skill')]);
      assert.equal(created.status, 200);
      const id = String(created.json['id']);
      assert.equal(
        (await ga.post(`/v1/skills/${id}/versions`, [skillMd('a-skill'), filePart('a-skill/x', 'x')])).status,
        200,
      );
      assert.equal((await ga.delete(`/v1/skills/${id}`)).status, 200);
    },
  ],
  [
    'sources: anthropic, anthropic_example and plugin are shown, in every workspace',
    async ({ ga, beta, registry }) => {
      registry.seed('pptx', 'anthropic', 'pptx');
      registry.seed('skill_01Example', 'anthropic_example', 'example');
      registry.seed('skill_01Plugin', 'plugin', 'plugin-skill');
      const source = async (id: string) => (await ga.get(`/v1/skills/${id}`)).json['source'];
      assert.deepEqual(await source('pptx'), { type: 'anthropic' });
      assert.deepEqual(await source('skill_01Example'), { type: 'anthropic_example' });
      assert.deepEqual(await source('skill_01Plugin'), { type: 'plugin' });
      assert.equal((await beta.get('/v1/skills/pptx')).json['source'], 'anthropic');
    },
  ],
]);
