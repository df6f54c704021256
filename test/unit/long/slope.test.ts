import assert from 'node:assert/strict';
import { slopeOf } from '../../support/slope.ts';

describe('the slope of a series', () => {
  it('is what the values rise by', () => {
    assert.equal(slopeOf([1, 3, 5, 7]), 2);
    assert.equal(slopeOf([7, 7, 7]), 0);
  });

  it('does not see a value that stands out, and sees a leak', () => {
    assert.equal(slopeOf([5, 5, 5, 900, 5, 5, 5]), 0);
    assert.ok(slopeOf([0, 11, 19, 31, 42, 49]) > 9);
  });

  it('is no number for less than two values', () => {
    assert.ok(Number.isNaN(slopeOf([4])));
  });
});
