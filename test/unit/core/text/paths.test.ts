import assert from 'node:assert/strict';
import { findCollisions, sentPathFault } from '../../../../src/core/text/paths.ts';

describe('findCollisions', () => {
  for (const [first, second] of [
    ['A.md', 'a.md'],
    ['\u00e9', 'e\u0301'],
    ['Lib/x', 'lib/X'],
    ['a', 'A/b'],
  ] as const) {
    it(`finds ${first} beside ${second}, one name on macOS and Windows`, () => {
      assert.equal([...findCollisions([first, second])].length, 1);
    });
  }

  it('says nothing of a file in a folder, and of names that only begin alike', () => {
    assert.deepEqual([...findCollisions(['a', 'b/a', 'ab', 'b/c'])], []);
  });
});

describe('sentPathFault', () => {
  it('judges the composed form of a name, and knows bytes that were lost', () => {
    assert.equal(sentPathFault(`${'e\u0301'.repeat(127)}.md`)?.code, 'NAME_TOO_LONG');
    assert.equal(sentPathFault('caf\u0065\u0301.md'), undefined);
    assert.equal(sentPathFault('bad\ufffd')?.reason, 'is not valid UTF-8');
  });
});
