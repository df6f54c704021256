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

  it('counts what was judged wrong, and says why', () => {
    const judgment = (id: string, verdict: Judgment['verdict'], note?: string): Judgment => ({
      id,
      seed: 3,
      repository: 'o/r',
      skill: 'skills/garden',
      before: 'a',
      after: 'b',
      code: 'impact/host-added',
      severity: 'high',
      place: 'SKILL.md#L3',
      verdict,
      ...(note === undefined ? {} : { note }),
    });
    const text = toMarkdown(
      [{ seed: 3, histories: [{ repository: 'o/r', commit: 'c', compared: 9 }], counts: { 'impact/host-added': 5 } }],
      [judgment('1', 'right'), judgment('2', 'right'), judgment('3', 'wrong', 'An example.')],
    );
    assert.match(text, /3 judged: 2 right, 0 partly, \*\*1 wrong \(33\.3 %\)\*\*\. 5 findings in 9 pairs/);
    assert.match(text, /^\| o\/r \| c \| 9 \| 3 \| 1 \|$/m);
    assert.match(text, /^- `impact\/host-added` in o\/r, skills\/garden: wrong\. An example\.$/m);
  });
});
