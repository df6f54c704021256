import assert from 'node:assert/strict';
import { send, skillMd } from '../../../../support/localRegistryCaller.ts';
import { conforms } from '../../../../support/localRegistryConformance.ts';
import { startTestRegistry } from '../../../../support/localRegistry.ts';

const version = { 'anthropic-version': '2023-06-01' };

conforms('1 and 2, dialect and headers', [
  [
    'anthropic-beta contains skills-2025-10-02 (comma list, other values allowed): beta fields',
    async ({ ga }) => {
      await ga.create('a-skill');
      for (const value of ['skills-2025-10-02', 'other-2025-01-01, skills-2025-10-02', 'skills-2025-10-02,x']) {
        const answer = await ga.call('GET', '/v1/skills', { headers: { 'anthropic-beta': value } });
        assert.ok('has_more' in answer.json, value);
      }
    },
  ],
  [
    'otherwise GA',
    async ({ ga }) => {
      for (const headers of [
        {},
        { 'anthropic-beta': 'oauth-2025-04-20' },
        { 'anthropic-beta': 'skills-2025-10-022' },
      ]) {
        assert.ok(!('has_more' in (await ga.call('GET', '/v1/skills', { headers })).json));
      }
    },
  ],
  [
    '?beta=true selects nothing: accepted and ignored',
    async ({ ga }) => {
      await ga.create('a-skill');
      assert.deepEqual((await ga.get('/v1/skills?beta=true')).json, (await ga.get('/v1/skills')).json);
    },
  ],
  [
    'an SDK of 0.137.0: ?beta=true on all, x-api-key, 2023-06-01 and no beta header gives GA shapes on every route',
    async ({ ga }) => {
      const create = await ga.post('/v1/skills?beta=true', [
        { name: 'display_name', content: 'A Skill' },
        skillMd('a-skill'),
      ]);
      assert.deepEqual(
        [create.status, create.json['display_name'], create.json['source']],
        [200, 'A Skill', { type: 'custom' }],
        create.message,
      );
      const skill = `/v1/skills/${String(create.json['id'])}`;
      const version = await ga.post(`${skill}/versions?beta=true`, [skillMd('a-skill', '2')]);
      assert.match(String(version.json['id']), /^skver_/);
      const slot = `${skill}/versions/${String(version.json['id'])}`;
      for (const path of [skill, `${skill}/versions`, slot, `${slot}/content`]) {
        const [asked, plain] = [await ga.get(`${path}?beta=true`), await ga.get(path)];
        assert.equal(asked.status, 200, path);
        assert.ok(asked.bytes.equals(plain.bytes), path);
      }
      assert.equal((await ga.delete(`${slot}?beta=true`)).json['id'], version.json['id']);
      assert.equal((await ga.delete(`${skill}?beta=true`)).json['type'], 'skill_deleted');
    },
  ],
  [
    'the dialect does not depend on anthropic-version',
    async ({ ga }) => {
      const newer = await ga.call('GET', '/v1/skills', { headers: { 'anthropic-version': '2026-10-21' } });
      assert.deepEqual(newer.json, (await ga.get('/v1/skills')).json);
    },
  ],
  [
    'Authorization: Bearer <api key> is accepted',
    async ({ registry }) => {
      assert.equal(
        (await send(registry.port, 'GET', '/v1/skills', { ...version, authorization: 'Bearer some-key' })).status,
        200,
      );
    },
  ],
  [
    'an empty x-api-key leaves the word to Authorization',
    async () => {
      const registry = await startTestRegistry({ apiKey: 'the-right-one' });
      const ask = (bearer: string) =>
        send(registry.port, 'GET', '/v1/skills', { ...version, 'x-api-key': ' ', authorization: `Bearer ${bearer}` });
      assert.equal((await ask('the-right-one')).status, 200);
      const refused = await ask('wrong');
      assert.deepEqual([refused.status, refused.message], [401, 'Invalid bearer token']);
      await registry.close();
    },
  ],
  [
    'x-api-key: <api key> is still accepted',
    async ({ registry }) => {
      assert.equal(
        (await send(registry.port, 'GET', '/v1/skills', { ...version, 'x-api-key': 'some-key' })).status,
        200,
      );
    },
  ],
  [
    'no key: 401 authentication_error',
    async ({ registry }) => {
      for (const headers of [{}, { 'x-api-key': '' }, { authorization: 'Basic abc' }, { authorization: 'Bearer ' }]) {
        const answer = await send(registry.port, 'GET', '/v1/skills', { ...version, ...headers });
        assert.equal(answer.status, 401);
        assert.match(JSON.stringify(answer.json), /"type":"authentication_error"/);
      }
    },
  ],
  [
    'a wrong key: 401, by either header',
    async () => {
      const registry = await startTestRegistry({ apiKey: 'the-right-one' });
      const status = async (headers: Record<string, string>) =>
        (await send(registry.port, 'GET', '/v1/skills', { ...version, ...headers })).status;
      assert.equal(await status({ 'x-api-key': 'wrong' }), 401);
      assert.equal(await status({ authorization: 'Bearer wrong' }), 401);
      assert.equal(await status({ 'x-api-key': 'the-right-one' }), 200);
      assert.equal(await status({ authorization: 'Bearer the-right-one' }), 200);
      await registry.close();
    },
  ],
  [
    'admin keys (sk-ant-admin…) are not usable: 404',
    async ({ registry }) => {
      const key = ['sk-ant', 'admin01-x'].join('-');
      for (const header of [{ 'x-api-key': key }, { authorization: `Bearer ${key}` }]) {
        assert.equal((await send(registry.port, 'GET', '/v1/skills', { ...version, ...header })).status, 404);
      }
    },
  ],
  [
    'anthropic-version is required by raw HTTP',
    async ({ registry }) => {
      const answer = await send(registry.port, 'GET', '/v1/skills', { 'x-api-key': 'k' });
      assert.deepEqual([answer.status, answer.message], [400, 'anthropic-version: header is required']);
    },
  ],
  [
    'request-id on every answer, also as request_id in error bodies',
    async ({ ga, registry }) => {
      const fine = await ga.get('/v1/skills');
      assert.match(String(fine.headers['request-id']), /^req_01\w{22}$/);
      const refusals = [
        await ga.get('/v1/skills/skill_none'),
        await ga.get('/v1/nothing'),
        await ga.call('PUT', '/v1/skills'),
        await send(registry.port, 'GET', '/v1/skills', version),
        await send(registry.port, 'GET', '/v1/skills', { host: 'evil.example' }),
      ];
      for (const refused of refusals) {
        assert.match(String(refused.headers['request-id']), /^req_01\w{22}$/);
        assert.equal(refused.json['request_id'], refused.headers['request-id']);
      }
    },
  ],
  [
    'anthropic-organization-id and anthropic-workspace-id are present in answers',
    async ({ ga }) => {
      const { headers } = await ga.get('/v1/skills');
      assert.equal(headers['anthropic-workspace-id'], ga.workspace);
      assert.ok(headers['anthropic-organization-id']);
    },
  ],
  [
    'skills are workspace-scoped: no other workspace sees, reads, changes or deletes them',
    async ({ ga, registry }) => {
      const { id, latest } = await ga.create('a-skill');
      const stranger = (method: string, path: string) =>
        send(registry.port, method, path, {
          ...version,
          'x-api-key': 'k',
          'anthropic-workspace-id': 'wrkspc_stranger',
        });
      assert.deepEqual((await stranger('GET', '/v1/skills')).json['data'], []);
      for (const [method, path] of [
        ['GET', ''],
        ['DELETE', ''],
        ['POST', '/versions'],
        ['GET', '/versions'],
        ['GET', `/versions/${latest}`],
        ['DELETE', `/versions/${latest}`],
        ['GET', `/versions/${latest}/content`],
      ] as const) {
        assert.equal((await stranger(method, `/v1/skills/${id}${path}`)).status, 404, `${method} ${path}`);
      }
      assert.equal((await ga.get(`/v1/skills/${id}`)).status, 200);
    },
  ],
  [
    'a workspace id that is none is refused',
    async ({ ga }) => {
      assert.equal((await ga.call('GET', '/v1/skills', { headers: { 'anthropic-workspace-id': 'mine' } })).status, 400);
    },
  ],
]);
