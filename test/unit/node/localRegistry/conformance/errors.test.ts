import assert from 'node:assert/strict';
import { skillMd, Caller } from '../../../../support/localRegistryCaller.ts';
import { conforms } from '../../../../support/localRegistryConformance.ts';
import { startTestRegistry } from '../../../../support/localRegistry.ts';

conforms('3 and 8, routes and errors', [
  [
    'the envelope: type, error.type, error.message, request_id; details is absent',
    async ({ ga, beta }) => {
      for (const caller of [ga, beta]) {
        const { json } = await caller.get('/v1/skills/skill_none');
        const { request_id: requestId, ...rest } = json;
        assert.deepEqual(rest, {
          type: 'error',
          error: { type: 'not_found_error', message: 'Skill not found: skill_none' },
        });
        assert.match(String(requestId), /^req_/);
      }
    },
  ],
  [
    '404 Skill not found: skill_…, on every route of a skill',
    async ({ ga }) => {
      for (const answer of [
        await ga.get('/v1/skills/skill_none'),
        await ga.delete('/v1/skills/skill_none'),
        await ga.get('/v1/skills/skill_none/versions'),
        await ga.post('/v1/skills/skill_none/versions', [skillMd('a')]),
        await ga.get('/v1/skills/skill_none/versions/latest'),
        await ga.delete('/v1/skills/skill_none/versions/skver_01x'),
      ])
        assert.deepEqual([answer.status, answer.message], [404, 'Skill not found: skill_none']);
    },
  ],
  [
    '404 Skill version not found: <skill id> version <slot>',
    async ({ ga, beta }) => {
      const { id } = await ga.create('one');
      const unknown = await ga.get(`/v1/skills/${id}/versions/skver_01nothing`);
      assert.deepEqual(
        [unknown.status, unknown.message],
        [404, `Skill version not found: ${id} version skver_01nothing`],
      );
      const number = await beta.delete(`/v1/skills/${id}/versions/1759178010641129`);
      assert.deepEqual(
        [number.status, number.message],
        [404, `Skill version not found: ${id} version 1759178010641129`],
      );
    },
  ],
  [
    "another skill's version is not found",
    async ({ ga }) => {
      const [one, two] = [await ga.create('one'), await ga.create('two')];
      assert.equal((await ga.get(`/v1/skills/${one.id}/versions/${two.latest}`)).status, 404);
      assert.equal((await ga.delete(`/v1/skills/${one.id}/versions/${two.latest}`)).status, 404);
    },
  ],
  [
    '404 answers say x-should-retry: false',
    async ({ ga }) => {
      assert.equal((await ga.get('/v1/skills/skill_none')).headers['x-should-retry'], 'false');
    },
  ],
  [
    'ids are percent-encoded into the path: ..%2Fmodels is an unknown skill',
    async ({ ga }) => {
      const answer = await ga.get('/v1/skills/..%2Fmodels');
      assert.deepEqual([answer.status, answer.message], [404, 'Skill not found: ../models']);
    },
  ],
  [
    'unknown routes: 404 in the envelope',
    async ({ ga }) => {
      for (const path of [
        '/',
        '/v1',
        '/v1/models',
        '/v1/skills/',
        '/v1/skills/x/y',
        '/v1/skills/x/versions/y/z',
        '/v1/skills/%ff',
        '//',
      ]) {
        const answer = await ga.get(path);
        assert.ok(answer.status === 404 || answer.status === 400, `${path} ${answer.status}`);
        assert.equal(answer.json['type'], 'error', path);
      }
    },
  ],
  [
    'no update, rename or PATCH: 405 and what is allowed',
    async ({ ga }) => {
      const { id, latest } = await ga.create('one');
      for (const [method, path, allow] of [
        ['PATCH', `/v1/skills/${id}`, 'GET, DELETE'],
        ['PUT', `/v1/skills/${id}`, 'GET, DELETE'],
        ['POST', `/v1/skills/${id}`, 'GET, DELETE'],
        ['DELETE', '/v1/skills', 'GET, POST'],
        ['PATCH', `/v1/skills/${id}/versions/${latest}`, 'GET, DELETE'],
      ] as const) {
        const answer = await ga.call(method, path);
        assert.deepEqual([answer.status, answer.headers.allow], [405, allow], `${method} ${path}`);
      }
    },
  ],
  [
    '--dialects ga always answers in GA shapes, --dialects beta in beta shapes',
    async () => {
      for (const dialects of ['ga', 'beta'] as const) {
        const registry = await startTestRegistry({ dialects });
        for (const asked of ['ga', 'beta'] as const) {
          assert.equal('has_more' in (await new Caller(registry, asked).get('/v1/skills')).json, dialects === 'beta');
        }
        await registry.close();
      }
    },
  ],
]);
