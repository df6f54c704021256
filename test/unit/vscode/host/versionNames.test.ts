import assert from 'node:assert/strict';
import type { Page, RemoteVersion } from '../../../../src/core/registry/model.ts';
import { VersionNames } from '../../../../src/vscode/host/versionNames.ts';

const version = (ref: string, day: number): RemoteVersion => ({
  ref,
  id: ref,
  skillId: 's',
  name: 'greet',
  description: '',
  directory: undefined,
  createdAt: `2026-01-0${day}T00:00:00Z`,
});
const page = (items: readonly RemoteVersion[], nextPage?: string): Page<RemoteVersion> => ({
  items,
  nextPage,
  unreadable: 0,
});

describe('the names of versions', () => {
  it('are places, oldest first, once the whole list passed by', () => {
    const names = new VersionNames();
    names.sawPage('team', 's', page([version('c', 3), version('b', 2)], 'more'), undefined);
    assert.equal(names.ordinalOf('team', 's', 'c'), undefined);
    assert.match(names.nameOf('team', 's', 'c'), /2026/);
    names.sawPage('team', 's', page([version('a', 1)]), 'more');
    assert.deepEqual(
      ['a', 'b', 'c'].map((ref) => names.nameOf('team', 's', ref)),
      ['v1', 'v2', 'v3'],
    );
    assert.equal(names.ordinalOf('other', 's', 'c'), undefined);
  });

  it('do not depend on the order of the list', () => {
    const names = new VersionNames();
    names.sawPage('team', 's', page([version('a', 1), version('b', 2)]), undefined);
    assert.equal(names.nameOf('team', 's', 'b'), 'v2');
  });

  it('follow a publish and a delete: later ones move up', () => {
    const names = new VersionNames();
    names.sawPage('team', 's', page([version('b', 2), version('a', 1)]), undefined);
    names.sawNew('team', 's', version('c', 3));
    names.sawLatest('team', 's', 'c');
    assert.equal(names.nameOf('team', 's', 'c'), 'v3');
    names.sawGone('team', 's', 'a');
    assert.equal(names.nameOf('team', 's', 'c'), 'v2');
  });

  it('are times where a version came from elsewhere, or an answer was not understood', () => {
    const names = new VersionNames();
    names.sawPage('team', 's', page([version('a', 1)]), undefined);
    names.sawLatest('team', 's', 'unknown');
    assert.match(names.nameOf('team', 's', 'a'), /2026|25/);
    names.sawPage('team', 's', { ...page([version('a', 1)]), unreadable: 1 }, undefined);
    assert.equal(names.ordinalOf('team', 's', 'a'), undefined);
  });
});
