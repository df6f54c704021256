import assert from 'node:assert/strict';
import { draw } from '../impact/order.ts';
import { type Judgment, toMarkdown } from '../impact/report.ts';

describe('the sample of what releases change', () => {
  const findings = ['large', 'large', 'large', 'small'].flatMap((repository, skill) =>
    [1, 2].map((each) => ({ repository, skill: `s${skill}`, code: 'c', id: `${skill}-${each}` })),
  );

  it('takes the repositories in turn, and one finding of each skill first', () => {
    const drawn = draw(findings, 4, 7);
    assert.deepEqual(drawn, draw(findings.toReversed(), 4, 7));
    assert.equal(drawn.filter(({ repository }) => repository === 'small').length, 2);
    const large = draw(findings, 8, 7).filter(({ repository }) => repository === 'large');
    assert.equal(new Set(large.slice(0, 3).map(({ skill }) => skill)).size, 3);
    assert.equal(large.length, 6);
  });

  it('is another one for another seed, and nearly the same without a finding', () => {
    const all = Array.from({ length: 50 }, (_, at) => ({ repository: 'r', skill: `s${at}`, code: 'c', id: `${at}` }));
    const [first, other] = [1, 2].map((seed) => draw(all, 20, seed).map(({ id }) => id));
    assert.notDeepEqual(first, other);
    const gone = first?.[3];
    const again = draw(
      all.filter(({ id }) => id !== gone),
      20,
      1,
    ).map(({ id }) => id);
    assert.deepEqual(
      again.slice(0, 19),
      first?.filter((id) => id !== gone),
    );
  });

  it('takes at most three of a kind in a skill', () => {
    const alike = Array.from({ length: 9 }, (_, at) => ({ repository: 'r', skill: 's', code: 'c', id: `${at}` }));
    assert.equal(draw(alike, 9, 1).length, 3);
  });

  function judgment(id: string, verdict: Judgment['verdict'], more: Partial<Judgment> = {}): Judgment {
    const place = { before: 'a', after: 'b', severity: 'high', place: 'SKILL.md#L3' };
    return {
      id,
      seed: 3,
      repository: 'o/r',
      skill: 'skills/garden',
      code: 'impact/host-added',
      ...place,
      verdict,
      ...more,
    };
  }

  it('counts what was judged wrong, and says why', () => {
    const text = toMarkdown(
      [{ seed: 3, histories: [{ repository: 'o/r', commit: 'c', compared: 9 }], counts: { 'impact/host-added': 5 } }],
      [judgment('1', 'right'), judgment('2', 'right'), judgment('3', 'wrong', { note: 'An example.' })],
    );
    assert.match(text, /3 judged: 2 right, 0 partly, \*\*1 wrong \(33\.3 %\)\*\*\. 5 findings in 9 pairs/);
    assert.match(text, /^\| o\/r \| c \| 9 \| 3 \| 1 \|$/m);
    assert.match(text, /^- `impact\/host-added` in o\/r, skills\/garden: wrong\. An example\.$/m);
  });

  it('tells the share of what is wrong with and without new scripts', () => {
    const script = { code: 'impact/script-added' };
    const text = toMarkdown(
      [{ seed: 3, histories: [], counts: { 'impact/host-added': 2, 'impact/script-added': 3 } }],
      [
        judgment('1', 'right'),
        judgment('2', 'wrong'),
        judgment('3', 'right', script),
        judgment('4', 'right', script),
        judgment('5', 'wrong', script),
      ],
    );
    assert.match(
      text,
      /5 judged: 3 right, 0 partly, \*\*2 wrong \(40\.0 %\)\*\*; 2 without new scripts: \*\*1 wrong \(50\.0 %\)\*\*\. 5/,
    );
  });
});
