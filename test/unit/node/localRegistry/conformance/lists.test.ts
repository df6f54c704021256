import assert from 'node:assert/strict';
import { Caller, listed } from '../../../../support/localRegistryCaller.ts';
import { conforms } from '../../../../support/localRegistryConformance.ts';

async function pages(caller: Caller, path: string, field: string): Promise<unknown[][]> {
  const found: unknown[][] = [];
  let next = '';
  for (let guard = 0; guard < 20; guard += 1) {
    const answer = await caller.get(`${path}${next}`);
    found.push([...listed(answer, field)]);
    const token = answer.json['next_page'];
    if (typeof token !== 'string') return found;
    next = `&page=${encodeURIComponent(token)}`;
  }
  throw new Error('the pages do not end');
}

conforms('3 and 4.4, lists', [
  [
    'limit of the skills list: beta 1..100, default 20',
    async ({ beta }) => {
      for (const limit of ['0', '101', '-1', 'x', '', '1e1', '1.5', '999999999999']) {
        const answer = await beta.get(`/v1/skills?limit=${limit}`);
        assert.deepEqual([answer.status, answer.message], [400, 'limit must be between 1 and 100'], limit);
      }
      assert.equal((await beta.get('/v1/skills?limit=100')).status, 200);
    },
  ],
  [
    'limit of the skills list: GA 1..1000, "limit must be between 1 and 1000"',
    async ({ ga }) => {
      for (const limit of ['0', '1001']) {
        const answer = await ga.get(`/v1/skills?limit=${limit}`);
        assert.deepEqual([answer.status, answer.message], [400, 'limit must be between 1 and 1000']);
      }
      assert.equal((await ga.get('/v1/skills?limit=1000')).status, 200);
    },
  ],
  [
    'limit of the versions list: 1..1000 in both',
    async ({ ga, beta }) => {
      const { id } = await ga.create('a-skill');
      for (const caller of [ga, beta]) {
        assert.equal((await caller.get(`/v1/skills/${id}/versions?limit=1000`)).status, 200);
        assert.equal(
          (await caller.get(`/v1/skills/${id}/versions?limit=1001`)).message,
          'limit must be between 1 and 1000',
        );
      }
    },
  ],
  [
    'the default is 20',
    async ({ ga, beta }) => {
      for (let index = 0; index < 21; index += 1) await ga.create(`skill-${index}`);
      for (const caller of [ga, beta]) assert.equal(listed(await caller.get('/v1/skills'), 'id').length, 20);
    },
  ],
  [
    'skills come newest first in both',
    async ({ ga, beta }) => {
      const ids: string[] = [];
      for (const name of ['one', 'two', 'three']) ids.unshift((await ga.create(name)).id);
      for (const caller of [ga, beta]) assert.deepEqual(listed(await caller.get('/v1/skills'), 'id'), ids);
    },
  ],
  [
    'versions come oldest first in beta, newest first in GA',
    async ({ ga, beta }) => {
      const { id, latest } = await ga.create('a-skill');
      const versions = [latest, await ga.addVersion(id, 'a-skill', '2'), await ga.addVersion(id, 'a-skill', '3')];
      assert.deepEqual(listed(await ga.get(`/v1/skills/${id}/versions`), 'id'), versions.toReversed());
      const numbers = listed(await beta.get(`/v1/skills/${id}/versions`), 'version').map(String);
      assert.deepEqual(numbers, numbers.toSorted());
      assert.equal(numbers.length, 3);
    },
  ],
  [
    'beta envelope: data, has_more, next_page; GA: data, next_page',
    async ({ ga, beta }) => {
      assert.deepEqual((await beta.get('/v1/skills')).json, { data: [], has_more: false, next_page: null });
      assert.deepEqual((await ga.get('/v1/skills')).json, { data: [], next_page: null });
      const { id } = await ga.create('one');
      await ga.create('two');
      const page = (await beta.get('/v1/skills?limit=1')).json;
      assert.deepEqual([Object.keys(page).sort(), page['has_more']], [['data', 'has_more', 'next_page'], true]);
      assert.deepEqual(Object.keys((await ga.get(`/v1/skills/${id}/versions`)).json).sort(), ['data', 'next_page']);
      assert.deepEqual(Object.keys((await beta.get(`/v1/skills/${id}/versions`)).json).sort(), [
        'data',
        'has_more',
        'next_page',
      ]);
    },
  ],
  [
    'the cursor is opaque with page_ prefix; the list stops when next_page is null',
    async ({ ga, beta }) => {
      const ids: string[] = [];
      for (const name of ['one', 'two', 'three']) ids.unshift((await ga.create(name)).id);
      assert.match(String((await ga.get('/v1/skills?limit=1')).json['next_page']), /^page_/);
      for (const caller of [ga, beta]) {
        assert.deepEqual(await pages(caller, '/v1/skills?limit=2', 'id'), [ids.slice(0, 2), ids.slice(2)]);
        assert.deepEqual(await pages(caller, '/v1/skills?limit=3', 'id'), [ids]);
      }
    },
  ],
  [
    'versions page in both orders',
    async ({ ga, beta }) => {
      const { id, latest } = await ga.create('a-skill');
      const versions = [
        latest,
        await ga.addVersion(id, 'a-skill', '2'),
        await ga.addVersion(id, 'a-skill', '3'),
      ].reverse();
      assert.deepEqual(await pages(ga, `/v1/skills/${id}/versions?limit=2`, 'id'), [
        versions.slice(0, 2),
        versions.slice(2),
      ]);
      const numbers = (await pages(beta, `/v1/skills/${id}/versions?limit=2`, 'version')).flat().map(String);
      assert.deepEqual(numbers, numbers.toSorted());
      assert.equal(new Set(numbers).size, 3);
    },
  ],
  [
    'cursors are not interchangeable between dialects',
    async ({ ga, beta }) => {
      for (const name of ['one', 'two']) await ga.create(name);
      for (const [from, to] of [
        [ga, beta],
        [beta, ga],
      ] as const) {
        const token = String((await from.get('/v1/skills?limit=1')).json['next_page']);
        const answer = await to.get(`/v1/skills?limit=1&page=${token}`);
        assert.deepEqual([answer.status, answer.message], [400, 'page is not a valid page token.']);
      }
    },
  ],
  [
    'nor between lists: another skill, another filter, skills and versions',
    async ({ ga }) => {
      const [one, two] = [await ga.create('one'), await ga.create('two')];
      await ga.addVersion(one.id, 'one');
      const ofSkills = String((await ga.get('/v1/skills?limit=1')).json['next_page']);
      const ofVersions = String((await ga.get(`/v1/skills/${one.id}/versions?limit=1`)).json['next_page']);
      for (const path of [
        `/v1/skills?source=custom&page=${ofSkills}`,
        `/v1/skills/${one.id}/versions?page=${ofSkills}`,
        `/v1/skills/${two.id}/versions?page=${ofVersions}`,
      ])
        assert.equal((await ga.get(path)).status, 400, path);
    },
  ],
  [
    'nor between workspaces',
    async ({ ga, registry }) => {
      for (const name of ['one', 'two']) await ga.create(name);
      const token = String((await ga.get('/v1/skills?limit=1')).json['next_page']);
      const answer = await new Caller(registry, 'ga').get(`/v1/skills?limit=1&page=${token}`);
      assert.deepEqual([answer.status, answer.message], [400, 'page is not a valid page token.']);
    },
  ],
  [
    'a bad page: 400 "page is not a valid page token."',
    async ({ ga }) => {
      for (const page of ['', 'x', 'page_', 'page_2', 'page_%00', 'page_zzzzzzzzzzzzzzzzzzzz']) {
        const answer = await ga.get(`/v1/skills?page=${page}`);
        assert.deepEqual([answer.status, answer.message], [400, 'page is not a valid page token.'], page);
      }
    },
  ],
  [
    'a cursor is stable while others write and delete',
    async ({ ga }) => {
      const ids: string[] = [];
      for (const name of ['one', 'two', 'three', 'four']) ids.unshift((await ga.create(name)).id);
      const first = await ga.get('/v1/skills?limit=2');
      await ga.create('five');
      await ga.delete(`/v1/skills/${ids[1] ?? ''}`);
      const second = await ga.get(`/v1/skills?limit=2&page=${String(first.json['next_page'])}`);
      assert.deepEqual(listed(second, 'id'), ids.slice(2));
    },
  ],
  [
    'source: custom or anthropic, else 400 "source must be one of custom, anthropic"',
    async ({ ga, beta }) => {
      for (const caller of [ga, beta]) {
        for (const source of ['plugin', 'anthropic_example', '', 'Custom']) {
          const answer = await caller.get(`/v1/skills?source=${source}`);
          assert.deepEqual([answer.status, answer.message], [400, 'source must be one of custom, anthropic'], source);
        }
      }
    },
  ],
  [
    'the source filter keeps the others out, also over pages',
    async ({ ga, registry }) => {
      if (registry.store.findSkill('wrkspc_x', 'filterable') === undefined)
        registry.seed('filterable', 'anthropic', 'filterable');
      const ids = [(await ga.create('one')).id, (await ga.create('two')).id].reverse();
      assert.deepEqual((await pages(ga, '/v1/skills?source=custom&limit=1', 'id')).flat(), ids);
      assert.deepEqual(listed(await ga.get('/v1/skills?source=anthropic'), 'id'), ['filterable']);
      assert.deepEqual((await pages(ga, '/v1/skills?limit=1', 'id')).flat(), [...ids, 'filterable']);
      await ga.delete(`/v1/skills/${ids[0] ?? ''}`);
      registry.store.transaction(() => {
        registry.store.deleteSkill('filterable');
      });
    },
  ],
  [
    'the versions of an unknown skill: 404',
    async ({ ga }) => {
      assert.equal((await ga.get('/v1/skills/skill_none/versions')).status, 404);
    },
  ],
]);
