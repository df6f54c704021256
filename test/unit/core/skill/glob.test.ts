import assert from 'node:assert/strict';
import { globMatcher } from '../../../../src/core/skill/glob.ts';

const cases: readonly (readonly [pattern: string, matching: readonly string[], others: readonly string[]])[] = [
  ['scripts/*.py', ['scripts/a.py', 'scripts/.py'], ['scripts/a/b.py', 'scripts/a.pyc', 'a/scripts/b.py']],
  ['scripts/?.py', ['scripts/a.py', 'scripts/😀.py'], ['scripts/.py', 'scripts/ab.py', 'scripts//.py']],
  ['**/SKILL.md', ['SKILL.md', 'a/SKILL.md', 'a/b/SKILL.md'], ['aSKILL.md', 'a/bSKILL.md', 'SKILL.md/a']],
  ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b'], ['ab', 'a/xb', 'a/x/b/c']],
  ['vendor/**', ['vendor/a', 'vendor/a/b', 'vendor/'], ['vendor', 'xvendor/a']],
  ['a**z', ['az', 'a/b/z'], ['a/b/zz/y']],
  ['{vendor/**,docs/*.md}', ['vendor/a/b', 'docs/a.md'], ['docs/a/b.md', 'vendor']],
  ['a{b,{c,d}e,}f', ['abf', 'acef', 'adef', 'af'], ['aef', 'abcef']],
  ['a{b', ['a{b'], ['ab']],
  ['a.b+(c)$', ['a.b+(c)$'], ['aXb+(c)$', 'a.bb(c)$']],
  ['', [''], ['a']],
];

describe('globMatcher', () => {
  for (const [pattern, matching, others] of cases) {
    it(`reads ${JSON.stringify(pattern)}`, () => {
      const covers = globMatcher(pattern);
      assert.deepEqual([...matching, ...others].filter(covers), matching);
    });
  }

  it('reads patterns with many braces', () => {
    assert.equal(globMatcher(`${'{a,b}'.repeat(12)}*`)('x'.repeat(100)), false);
    assert.ok(globMatcher('{'.repeat(1000))('{'.repeat(1000)));
  });

  it('takes a step for each character of the pattern and the path at most, whatever the wildcards', () => {
    for (const wildcard of ['*', '**', '**/', '?*', '*?', 'a*', '*a', '**a', 'a**/']) {
      for (const times of [1, 9]) {
        const pattern = `${wildcard.repeat(times)}b`;
        let spent = 0;
        const covers = globMatcher(pattern, (steps) => {
          spent += steps;
        });
        for (const path of ['a'.repeat(60), 'a/'.repeat(30), `${'a'.repeat(59)}c`]) {
          spent = 0;
          assert.equal(covers(path), false);
          assert.ok(spent <= (pattern.length + 1) * (path.length + 1), `${pattern}: ${spent}`);
        }
      }
    }
  });
});
