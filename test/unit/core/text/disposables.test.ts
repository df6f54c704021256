import assert from 'node:assert/strict';
import { Disposables } from '../../../../src/core/text/disposables.ts';

describe('Disposables', () => {
  it('ends what it owns, the newest first and once, and what comes later at once', () => {
    const ended: string[] = [];
    const thing = (name: string) => ({ dispose: () => ended.push(name) });
    const own = new Disposables();
    const first = thing('first');
    assert.equal(own.add(first), first);
    own.add(thing('second'));
    own.dispose();
    own.dispose();
    own.add(thing('late'));
    assert.deepEqual(ended, ['second', 'first', 'late']);
  });
});
