import assert from 'node:assert/strict';
import { describeFigure, describeGoal, findRegressions, isMet, ratioOf, type Figure } from '../../bench/figure.ts';

const figure: Figure = {
  id: 'P5 pack, wall',
  value: 120,
  unit: 'ms',
  goal: { most: 1.2, of: 'ratio' },
  peer: { name: 'zip', value: 100 },
};

describe('a figure of the bench', () => {
  it('is judged by its value or by its ratio to the peer', () => {
    assert.equal(ratioOf(figure), 1.2);
    assert.equal(isMet(figure), true);
    assert.equal(isMet({ ...figure, value: 121 }), false);
    assert.equal(isMet({ ...figure, goal: { most: 119 } }), false);
    assert.equal(isMet({ ...figure, goal: { least: 119 } }), true);
    assert.equal(isMet({ ...figure, goal: undefined }), undefined);
  });

  it('is not judged where its peer is missing', () => {
    assert.equal(isMet({ ...figure, peer: undefined }), undefined);
    assert.match(describeFigure({ ...figure, peer: undefined }), /not judged/);
  });

  it('says itself in one line', () => {
    assert.equal(describeFigure(figure), 'P5 pack, wall: 120 ms, 1.20 x zip (100 ms); goal at most 1.2 x: met');
    assert.equal(describeFigure({ id: 'P1', missing: 'no VS Code' }), 'P1: not measured: no VS Code');
  });

  it('says a goal without the digits that nobody reads', () => {
    const goal = (most: number, of: 'value' | 'ratio'): string => describeGoal({ ...figure, goal: { most, of } });
    assert.equal(goal(131.0619999999999, 'value'), 'at most 131 ms');
    assert.equal(goal(16.5, 'value'), 'at most 16.5 ms');
    assert.equal(goal(1.25, 'ratio'), 'at most 1.25 x');
  });

  it('is a regression when its ratio is more than a quarter worse than the stored one', () => {
    const stored = { [figure.id]: 1 };
    const more: Figure = { ...figure, goal: { least: 1 } };
    assert.deepEqual(findRegressions([{ ...figure, value: 125 }], stored), []);
    assert.deepEqual(findRegressions([{ ...figure, value: 126 }], stored), [
      'P5 pack, wall: 1.26 x zip, stored 1.00 x: 26 % worse',
    ]);
    assert.deepEqual(findRegressions([{ ...more, value: 80 }], stored), []);
    assert.equal(findRegressions([{ ...more, value: 79 }], stored).length, 1);
    assert.deepEqual(findRegressions([{ ...figure, value: 999 }], {}), []);
  });
});
