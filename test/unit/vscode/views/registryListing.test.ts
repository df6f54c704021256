import assert from 'node:assert/strict';
import type { Dialect, Page, RemoteSkill, RemoteVersion } from '../../../../src/core/registry/model.ts';
import { emptyRegistry } from '../../../../src/core/publish/offline.ts';
import type { Registry } from '../../../../src/core/registry/registry.ts';
import { RegistryListing } from '../../../../src/vscode/views/registryListing.ts';

const skill = (id: string): RemoteSkill => ({
  id,
  label: id,
  latestVersion: `${id}-v`,
  source: 'custom',
  createdAt: '',
  updatedAt: '',
});
const version = (ref: string, createdAt: string): RemoteVersion => ({
  ref,
  id: ref,
  skillId: 's',
  name: 's',
  description: '',
  directory: undefined,
  createdAt,
});

/** Only lists; pages are keyed by cursor, the first one by ''. */
function lister(
  skills: Readonly<Record<string, Page<RemoteSkill>>>,
  versions: Readonly<Record<string, Page<RemoteVersion>>> = {},
  dialect: Dialect = 'ga',
): Registry & { asked: string[] } {
  const asked: string[] = [];
  return {
    ...emptyRegistry,
    asked,
    dialect,
    listSkills: (options) => {
      asked.push(`skills ${options?.page ?? ''}`);
      return Promise.resolve(skills[options?.page ?? ''] ?? page([]));
    },
    listVersions: (_id, options) => {
      asked.push(`versions ${options?.page ?? ''}`);
      return Promise.resolve(versions[options?.page ?? ''] ?? page([]));
    },
  };
}

const page = <T>(items: readonly T[], nextPage?: string): Page<T> => ({ items, nextPage, unreadable: 0 });
const ids = (listing: RegistryListing): string[] => listing.skills?.items.map((item) => item.id) ?? [];

describe('RegistryListing', () => {
  it('asks for each page once and appends it', async () => {
    const registry = lister({ '': page([skill('a')], 'p2'), p2: page([skill('b')]) });
    const listing = new RegistryListing(registry);
    await listing.loadSkills();
    await listing.loadSkills();
    await listing.loadMoreSkills();
    await listing.loadMoreSkills();
    assert.deepEqual(ids(listing), ['a', 'b']);
    assert.deepEqual(registry.asked, ['skills ', 'skills p2']);
  });

  it('shows a skill once that moved to the next page meanwhile', async () => {
    const listing = new RegistryListing(
      lister({ '': page([skill('a'), skill('b')], 'p2'), p2: page([skill('b'), skill('c')]) }),
    );
    await listing.loadMoreSkills();
    assert.deepEqual(ids(listing), ['a', 'b', 'c']);
  });

  it('ends a list whose cursors go in a circle', async () => {
    const listing = new RegistryListing(
      lister({ '': page([skill('a')], 'p2'), p2: page([skill('b')], 'p3'), p3: page([skill('c')], 'p2') }),
    );
    for (let step = 0; step < 4; step += 1) await listing.loadMoreSkills();
    assert.equal(listing.skills?.nextPage, undefined);
    assert.deepEqual(ids(listing), ['a', 'b', 'c']);
  });

  it('sorts versions newest first, also when beta lists the oldest first over several pages', async () => {
    const pages = {
      '': page([version('1', '2026-01-01'), version('2', '2026-01-02')], 'p2'),
      p2: page([version('3', '2026-01-03')]),
    };
    const beta = await new RegistryListing(lister({}, pages, 'skills-2025-10-02')).loadVersions('s');
    assert.deepEqual(
      beta.items.map((item) => item.ref),
      ['3', '2', '1'],
    );
    assert.equal(beta.nextPage, undefined);
    const ga = await new RegistryListing(lister({}, pages)).loadVersions('s');
    assert.deepEqual([ga.items.map((item) => item.ref), ga.nextPage], [['2', '1'], 'p2']);
  });

  it('puts a written skill in its place without listing again, and lists its versions anew', async () => {
    const registry = lister({ '': page([skill('a'), skill('b')]) });
    const listing = new RegistryListing(registry);
    await listing.loadSkills();
    await listing.loadVersions('b');
    listing.put({ ...skill('b'), latestVersion: 'new' });
    listing.put(skill('c'));
    assert.deepEqual(
      listing.skills?.items.map((item) => [item.id, item.latestVersion]),
      [
        ['c', 'c-v'],
        ['a', 'a-v'],
        ['b', 'new'],
      ],
    );
    await listing.loadVersions('b');
    assert.deepEqual(registry.asked, ['skills ', 'versions ', 'versions ']);
  });
});
