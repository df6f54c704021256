import assert from 'node:assert/strict';
import { Baseline, BaselineError, type BaselineKey } from '../../../../src/core/lint/baseline.ts';

const problem = (line: string, code = 'body/windows-path', path = 'a/SKILL.md'): BaselineKey => ({ code, path, line });
const scope = ['a'];

describe('baseline', () => {
  it('knows a problem by its line wherever that stands, and counts those that are equal', () => {
    const baseline = new Baseline().replaced([problem('  see `a\\b`'), problem('see `a\\b`')], scope);
    const now = [problem('new'), problem('see `a\\b`'), problem('see `a\\b`'), problem('see `a\\b`')];
    assert.deepEqual(baseline.knows(now), [false, true, true, false]);
  });

  it('complains when what a rule counts grows, and keeps the smaller number when it shrinks', () => {
    const lines = (value: number): BaselineKey => ({ ...problem('x', 'body/lines'), value });
    const baseline = new Baseline().replaced([lines(600)], scope);
    assert.deepEqual(
      [599, 600, 601].flatMap((value) => baseline.knows([lines(value)])),
      [true, true, false],
    );
    const pruned = baseline.pruned([lines(550)], scope);
    assert.deepEqual(pruned.knows([lines(551)]), [false]);
    assert.deepEqual(baseline.pruned([lines(700)], scope).knows([lines(601)]), [false]);
  });

  it('never holds secrets, unreadable files or what the upload refuses', () => {
    for (const code of ['secret/aws', 'file/missing', 'name/charset', 'package/unreadable'])
      assert.equal(new Baseline().replaced([problem('x', code)], scope).size, 0, code);
  });

  it('prunes what was solved in the folders that were looked at, and adds nothing', () => {
    const elsewhere = problem('y', 'body/windows-path', 'b/SKILL.md');
    const baseline = new Baseline().replaced([problem('x'), problem('z'), elsewhere], ['a', 'b']);
    const now = [problem('x'), problem('new')];
    assert.equal(baseline.stale(now, scope), 1);
    const pruned = baseline.pruned(now, scope);
    assert.deepEqual(pruned.knows([problem('x'), problem('new'), elsewhere]), [true, false, true]);
    assert.equal(pruned.size, 2);
  });

  it('reads back what it writes, an entry a line', () => {
    const baseline = new Baseline().replaced([problem('x'), problem('y')], scope);
    const text = baseline.format();
    assert.equal(Baseline.parse(text).format(), text);
    assert.equal(text.match(/^ {4}\{.*\},?$/gm)?.length, 2);
    for (const wrong of ['', '{}', '{"format":2,"entries":[]}', '{"format":1,"entries":[{}]}', 'null'])
      assert.throws(() => Baseline.parse(wrong), BaselineError);
  });
});
