import assert from 'node:assert/strict';
import { withinTime } from '../../../../src/node/worker/timeLimit.ts';

describe('withinTime', () => {
  it('gives what the work gives, and throws what it throws', () => {
    assert.equal(
      withinTime(() => 7),
      7,
    );
    const error = new RangeError('too deep');
    assert.throws(
      () =>
        withinTime(() => {
          throw error;
        }),
      (thrown) => thrown === error,
    );
  });

  for (const [what, run] of [
    [
      'a loop',
      () => {
        for (;;);
      },
    ],
    ['a pattern that goes back and back', () => new RegExp('^(a+)+$').test(`${'a'.repeat(40)}b`)],
  ] as const)
    it(`ends ${what} that takes too long`, () => {
      assert.throws(() => withinTime<unknown>(run, 20), { name: 'TooCostlyError' });
      assert.equal(
        withinTime(() => 'still here'),
        'still here',
      );
    });
});
