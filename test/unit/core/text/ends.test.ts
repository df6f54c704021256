import assert from 'node:assert/strict';
import { endOf, endOfLines, withoutEnd } from '../../../../src/core/text/ends.ts';

describe('the end of a text', () => {
  it('is what matches one by one, pairs of surrogates as one', () => {
    assert.equal(endOf('a.b..', /\./), '..');
    assert.equal(withoutEnd('a.b..', /\./), 'a.b');
    assert.equal(endOf('...', /\./), '...');
    assert.equal(withoutEnd('', /\./), '');
    assert.equal(withoutEnd('𝐀😀!', /[^\p{L}]/u), '𝐀');
  });
});

describe('a part of a text', () => {
  it('ends with a line, but for a very long one', () => {
    assert.equal(endOfLines('ab\ncd\nef', 0, 100), 8);
    assert.equal(endOfLines('ab\ncd\nef', 0, 5), 3);
    assert.equal(endOfLines('ab\ncd\nef', 0, 6), 6);
    assert.equal(endOfLines('ab\ncdef\n', 3, 2), 5);
    assert.equal(endOfLines(`a\n${'b'.repeat(10_000)}`, 0, 6_000), 6_000);
  });
});
