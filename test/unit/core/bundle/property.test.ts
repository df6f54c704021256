import assert from 'node:assert/strict';
import fc from 'fast-check';
import ignore from 'ignore';
import { IgnoreSet } from '../../../../src/core/bundle/ignoreSet.ts';

const tokens = ['a', 'b', 'A', '.', '*', '**', '?', '/', '/**/', '**/', '/**', '[ab]', '[!a]', '[a-c]', '[]a]'];
const rareTokens = ['[[:alpha:]]', '[', '\\a', '\\*', '\\ ', ' ', '!', '#', '-', ']', '\\', '[[:x:]]', '\\[', 'é'];
const names = ['a', 'b', 'c', 'ab', 'abc', 'A', '.a', 'a.b', 'a b', '*', '[', ']', '!a', '#a', 'é', 'É', '\\'];

describe('IgnoreSet', () => {
  it('says of any path what Git is known to say', () => {
    const line = fc.array(fc.constantFrom(...tokens, ...tokens, ...rareTokens), { minLength: 1, maxLength: 6 });
    const lines = fc.array(line, { minLength: 1, maxLength: 3 });
    const path = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(lines, path, fc.boolean(), (written, parts, isFolder) => {
        const rules = written
          .map((each) => each.join(''))
          .filter((each) => each.trim() !== '' && !each.startsWith('#'));
        // The oracle reads no stars behind an escaped slash.
        fc.pre(rules.every((rule) => !rule.includes('\\/')));
        const given = `${parts.join('/')}${isFolder ? '/' : ''}`;
        const { ignored, unignored } = ignore().add(rules).test(given);
        const found = new IgnoreSet(rules).test(given);
        assert.deepEqual([found.ignored, found.unignored], [ignored, unignored], JSON.stringify([rules, given]));
      }),
      { numRuns: 5_000, seed: 9 },
    );
  });
});
