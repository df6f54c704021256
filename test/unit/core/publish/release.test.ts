import assert from 'node:assert/strict';
import { tagObstacle } from '../../../../src/core/publish/release.ts';

describe('tagObstacle', () => {
  for (const [what, git, expected] of [
    ['nothing of a commit of a clean folder', { commit: 'c0ffee', dirtyFiles: [] }, undefined],
    ['one changed file', { commit: 'c0ffee', dirtyFiles: ['a'] }, /no commit has .* 1 file has uncommitted/],
    ['changed files', { commit: 'c0ffee', dirtyFiles: ['a', 'b'] }, /no commit has .* 2 files have uncommitted/],
    ['a repository without a commit', { dirtyFiles: [] }, /no commit yet/],
    ['a state that is not known', { commit: 'c0ffee' }, /does not say/],
  ] as const) {
    it(`says ${what}`, () => {
      const found = tagObstacle(git);
      if (expected === undefined) assert.equal(found, undefined);
      else assert.match(found ?? '', expected);
    });
  }
});
