import assert from 'node:assert/strict';
import { endOf, withoutEnd } from '../../../../src/core/text/ends.ts';

describe('the end of a text', () => {
  it('is what matches one by one, pairs of surrogates as one', () => {
    assert.equal(endOf('a.b..', /\./), '..');
    assert.equal(withoutEnd('a.b..', /\./), 'a.b');
    assert.equal(endOf('...', /\./), '...');
    assert.equal(withoutEnd('', /\./), '');
    assert.equal(withoutEnd('𝐀😀!', /[^\p{L}]/u), '𝐀');
  });
});
