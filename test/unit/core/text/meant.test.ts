import assert from 'node:assert/strict';
import fc from 'fast-check';
import { editDistance, findMeant } from '../../../../src/core/text/meant.ts';

/** The same number from the whole matrix. */
function wholeDistance(a: string, b: string): number {
  const rows: number[][] = [];
  for (let i = 0; i <= a.length; i += 1) {
    const row: number[] = [];
    for (let j = 0; j <= b.length; j += 1) {
      const at = (up: number, left: number): number =>
        (up === 0 ? row[j - left] : rows[i - up]?.[j - left]) ?? Infinity;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const change = at(1, 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const least = Math.min(change, at(1, 0) + 1, at(0, 1) + 1, swapped ? at(2, 2) + 1 : Infinity);
      row.push(i === 0 || j === 0 ? i + j : least);
    }
    rows.push(row);
  }
  return rows.at(-1)?.at(-1) ?? 0;
}

describe('editDistance', () => {
  it('counts what was inserted, left out, changed or swapped, up to a limit', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
    fc.assert(
      fc.property(text, text, fc.integer({ min: 1, max: 5 }), (a, b, limit) => {
        assert.equal(editDistance(a, b, limit), Math.min(wholeDistance(a, b), limit + 1));
      }),
    );
  });
});

describe('findMeant', () => {
  const names = ['description', 'name', 'format', 'version'];

  it('takes the nearest candidate, one edit away for a short text and a fifth of a long one', () => {
    assert.equal(findMeant('fromat', names), 'format');
    assert.equal(findMeant('NAM', names), 'name');
    assert.equal(findMeant('desciptoin', names), 'description');
    assert.equal(findMeant('nm', names), undefined);
    assert.equal(findMeant('x'.repeat(1000), names), undefined);
  });
});
