import assert from 'node:assert/strict';
import { IgnoreSet } from '../../../../src/core/bundle/ignoreSet.ts';
import { leastProcessorTime } from '../../../support/processorTime.ts';

describe('IgnoreSet', () => {
  it('takes a time that grows with rule and path, however the stars stand', () => {
    const path = `${'a/'.repeat(300)}${'a'.repeat(200)}`;
    for (const rule of [
      `${'a/**/'.repeat(12)}b`,
      `${'**/a/'.repeat(12)}b`,
      `${'*a'.repeat(60)}*b`,
      `${'?*'.repeat(60)}b`,
      `${'[ab]*'.repeat(2_000)}c`,
      '[a'.repeat(50_000),
      '[[:'.repeat(30_000),
      `${'a/**/'.repeat(20_000)}b`,
      '*'.repeat(100_000),
    ]) {
      const took = leastProcessorTime(500, () => new IgnoreSet([rule]).test(path));
      assert.ok(took <= 500, `${rule.slice(0, 20)}: ${took} ms`);
    }
  });
});
