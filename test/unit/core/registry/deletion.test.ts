import assert from 'node:assert/strict';
import { deleteSkillWithVersions, deleteVersions } from '../../../../src/core/registry/deletion.ts';
import { RegistryClient } from '../../../../src/core/registry/client.ts';
import { RegistryError } from '../../../../src/core/registry/errors.ts';
import type { Dialect, RemoteVersion } from '../../../../src/core/registry/model.ts';
import type { Registry } from '../../../../src/core/registry/registry.ts';
import { startScriptedServer } from '../../../support/scriptedServer.ts';

const version: RemoteVersion = {
  ref: 'v1',
  id: 'v1',
  skillId: 's',
  name: 's',
  description: '',
  directory: undefined,
  createdAt: '2026-01-01',
};
const versions = [3, 1, 2].map(
  (number): RemoteVersion => ({ ...version, ref: `v${number}`, id: `v${number}`, createdAt: `2026-01-0${number}` }),
);

/** Notes what is deleted; what `refusals` names fails with that kind. */
function registryOf(
  dialect: Dialect,
  refusals: Readonly<Record<string, RegistryError['kind']>> = {},
  present = false,
): { registry: Registry; done: string[] } {
  const done: string[] = [];
  const remove = (name: string): Promise<void> => {
    const kind = refusals[name];
    if (kind) return Promise.reject(new RegistryError(kind, `${name} failed.`, { outcome: 'refused' }));
    done.push(name);
    return Promise.resolve();
  };
  const look = (name: string): Promise<unknown> =>
    refusals[name] === 'notFound' && !present
      ? Promise.reject(
          new RegistryError('notFound', 'Gone.', { outcome: 'refused', serverMessage: 'Version not found' }),
        )
      : Promise.resolve({});
  const registry = {
    dialect,
    retrieveSkill: look,
    retrieveVersion: (_id: string, ref: string) => look(ref),
    deleteSkill: (id: string) => remove(id),
    deleteVersion: (_id: string, ref: string) => remove(ref),
  } as unknown as Registry;
  return { registry, done };
}

describe('deleting a skill', () => {
  it('takes the versions along in one step in GA', async () => {
    const { registry, done } = registryOf('ga');
    const outcome = await deleteSkillWithVersions(registry, 's', versions);
    assert.deepEqual(done, ['s']);
    assert.deepEqual([outcome.skillDeleted, outcome.left, outcome.error], [true, [], undefined]);
  });

  it('goes version by version in beta, the oldest first, then the skill', async () => {
    const { registry, done } = registryOf('skills-2025-10-02');
    const counts: string[] = [];
    const outcome = await deleteSkillWithVersions(registry, 's', versions, {
      onDeleted: (count, total) => counts.push(`${count}/${total}`),
    });
    assert.deepEqual(done, ['v1', 'v2', 'v3', 's']);
    assert.deepEqual(counts, ['1/3', '2/3', '3/3']);
    assert.equal(outcome.skillDeleted, true);
  });

  it('stops at a failure and says what is left', async () => {
    const beta = await deleteSkillWithVersions(
      registryOf('skills-2025-10-02', { v2: 'server' }).registry,
      's',
      versions,
    );
    assert.deepEqual(
      [beta.deleted, beta.left, beta.skillDeleted, beta.error?.kind],
      [['v1'], ['v2', 'v3'], false, 'server'],
    );
    const last = await deleteSkillWithVersions(
      registryOf('skills-2025-10-02', { s: 'server' }).registry,
      's',
      versions,
    );
    assert.deepEqual([last.deleted.length, last.left, last.skillDeleted], [3, [], false]);
    const ga = await deleteSkillWithVersions(registryOf('ga', { s: 'denied' }).registry, 's', versions);
    assert.deepEqual([ga.deleted, ga.left.length, ga.skillDeleted, ga.error?.kind], [[], 3, false, 'denied']);
  });

  it('counts what somebody else deleted first as gone', async () => {
    const outcome = await deleteVersions(registryOf('ga', { v1: 'notFound' }).registry, 's', versions);
    assert.deepEqual([outcome.deleted, outcome.error], [['v1', 'v2', 'v3'], undefined]);
  });

  it('is not done where a gateway does not offer it', async () => {
    const outcome = await deleteVersions(registryOf('ga', { v1: 'notFound' }, true).registry, 's', versions);
    assert.deepEqual([outcome.deleted, outcome.error?.kind], [[], 'notFound']);
  });

  it('is not done where a gateway knows neither the route to delete nor the one to look', async () => {
    const server = await startScriptedServer((_request, response) =>
      response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not Found</h1>'),
    );
    try {
      const registry = new RegistryClient({
        baseUrl: server.url,
        credential: { kind: 'key', key: 'k' },
        dialect: 'ga',
      });
      const some = await deleteVersions(registry, 'skill_01', [{ ...version, ref: 'skver_1' }]);
      assert.deepEqual([some.deleted, some.left, some.error?.kind], [[], ['skver_1'], 'notFound']);
      const whole = await deleteSkillWithVersions(registry, 'skill_01', [{ ...version, ref: 'skver_1' }]);
      assert.deepEqual([whole.skillDeleted, whole.error?.kind], [false, 'notFound']);
    } finally {
      await server.close();
    }
  });
});
