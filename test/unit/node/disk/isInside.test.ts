import assert from 'node:assert/strict';
import path from 'node:path';
import { isInside } from '../../../../src/node/disk/isInside.ts';

describe('isInside', () => {
  for (const [folder, target, inside, rules] of [
    ['/w', '/w', true, path.posix],
    ['/w', '/w/a/b', true, path.posix],
    ['/w', '/w/..a', true, path.posix],
    ['/w', '/w/a/../..', false, path.posix],
    ['/w', '/wide', false, path.posix],
    ['/w', '/', false, path.posix],
    ['/', '/w', true, path.posix],
    ['C:\\w', 'C:\\w\\a', true, path.win32],
    ['C:\\w', 'c:\\W\\a', true, path.win32],
    ['C:\\w', 'C:\\w\\..a', true, path.win32],
    ['C:\\w', 'C:\\', false, path.win32],
    ['C:\\w', 'D:\\w\\a', false, path.win32],
    ['C:\\w', '\\\\server\\share\\w', false, path.win32],
  ] as const) {
    it(`says that ${target} is ${inside ? '' : 'not '}in ${folder}`, () => {
      assert.equal(isInside(folder, target, rules), inside);
    });
  }
});
