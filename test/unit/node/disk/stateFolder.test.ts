import assert from 'node:assert/strict';
import path from 'node:path';
import { cacheFolder, stateFolder } from '../../../../src/node/disk/stateFolder.ts';

describe('state folder', () => {
  const home = path.resolve('/home/ann');
  for (const [what, platform, env, expected] of [
    ['Linux', 'linux', { HOME: home }, path.join(home, '.local', 'state')],
    ['macOS', 'darwin', { HOME: home }, path.join(home, 'Library', 'Application Support')],
    ['Windows', 'win32', { USERPROFILE: home, LOCALAPPDATA: path.resolve('/local') }, path.resolve('/local')],
    ['Windows without its variable', 'win32', { USERPROFILE: home }, path.join(home, 'AppData', 'Local')],
    ['XDG_STATE_HOME', 'darwin', { HOME: home, XDG_STATE_HOME: path.resolve('/state') }, path.resolve('/state')],
    ['a relative XDG_STATE_HOME', 'linux', { HOME: home, XDG_STATE_HOME: 'state' }, path.join(home, '.local', 'state')],
  ] as const) {
    it(`is where ${what} has it`, () => {
      assert.equal(stateFolder(env, platform), path.join(expected, 'skill-publisher'));
    });
  }
});

describe('cache folder', () => {
  const home = path.resolve('/home/ann');
  for (const [what, platform, env, expected] of [
    ['Linux', 'linux', { HOME: home, XDG_STATE_HOME: path.resolve('/state') }, path.join(home, '.cache')],
    ['macOS', 'darwin', { HOME: home }, path.join(home, 'Library', 'Caches')],
    ['Windows', 'win32', { USERPROFILE: home, LOCALAPPDATA: path.resolve('/local') }, path.resolve('/local')],
    ['XDG_CACHE_HOME', 'darwin', { HOME: home, XDG_CACHE_HOME: path.resolve('/cache') }, path.resolve('/cache')],
    ['a relative XDG_CACHE_HOME', 'linux', { HOME: home, XDG_CACHE_HOME: 'cache' }, path.join(home, '.cache')],
  ] as const) {
    it(`is where ${what} has it`, () => {
      assert.equal(cacheFolder(env, platform), path.join(expected, 'skill-publisher'));
    });
  }
});
