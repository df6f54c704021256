import assert from 'node:assert/strict';
import { findCollisions, sentPathFault, visibleTwins } from '../../../../src/core/text/paths.ts';

describe('findCollisions', () => {
  for (const [first, second] of [
    ['A.md', 'a.md'],
    ['\u00e9', 'e\u0301'],
    ['Lib/x', 'lib/X'],
    ['a', 'A/b'],
    // What only upper case tells to be one.
    ['\u03b1\u03c2.md', '\u03b1\u03c3.md'],
    ['\u017f.md', 's.md'],
    ['Stra\u00dfe/a', 'strasse/A'],
  ] as const) {
    it(`finds ${first} beside ${second}, one name on macOS and Windows`, () => {
      assert.equal([...findCollisions([first, second])].length, 1);
    });
  }

  it('says nothing of a file in a folder, and of names that only begin alike', () => {
    assert.deepEqual([...findCollisions(['a', 'b/a', 'ab', 'b/c'])], []);
  });
});

describe('visibleTwins', () => {
  it('never shows two names that look alike', () => {
    for (const [path, twin] of [
      ['caf\u00e9', 'cafe\u0301'],
      ['\u212b', '\u00c5'],
      ['\uac00', '\u1100\u1161'],
    ] as const) {
      const [first, second] = visibleTwins({ path, twin });
      assert.match(first, /^[\x20-\x7e]+$/);
      assert.notEqual(first, second);
    }
    assert.deepEqual(visibleTwins({ path: 'caf\u00e9', twin: 'CAF\u00c9' }), ['caf\u00e9', 'CAF\u00c9']);
  });
});

describe('sentPathFault', () => {
  it('judges the composed form of a name, and knows bytes that were lost', () => {
    assert.equal(sentPathFault(`${'e\u0301'.repeat(127)}.md`)?.code, 'NAME_TOO_LONG');
    assert.equal(sentPathFault('caf\u0065\u0301.md'), undefined);
    for (const name of ['CON', 'con .txt', 'CLOCK$', 'clock$.log', 'a/lpt1  .x.y'])
      assert.equal(sentPathFault(name)?.code, 'NAME_RESERVED', name);
    for (const name of ['console.txt', 'con x.txt', 'clock.txt']) assert.equal(sentPathFault(name), undefined, name);
    assert.equal(sentPathFault('bad\ufffd')?.reason, 'is not valid UTF-8');
  });
});
