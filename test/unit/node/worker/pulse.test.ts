import assert from 'node:assert/strict';
import { mostLooks, Pulse } from '../../../../src/node/worker/pulse.ts';

describe('a pulse', () => {
  const pair = (): readonly [Pulse, Pulse] => {
    const watched = new Pulse();
    return [watched, new Pulse(watched.memory)];
  };
  const looks = (pulse: Pulse, count: number): readonly unknown[] => Array.from({ length: count }, () => pulse.look());

  it('tells of a check that was under way at every look', () => {
    const [watched, thread] = pair();
    thread.during(7, () => {
      assert.equal(watched.isRunning, true);
      const seen = looks(watched, mostLooks + 1);
      assert.deepEqual(new Set(seen.slice(0, -1)), new Set([undefined]));
      assert.equal(seen.at(-1), 7);
    });
  });

  it('tells of none that ended, by an error too, and of none in a row of short ones', () => {
    const [watched, thread] = pair();
    const seen = Array.from({ length: 3 * mostLooks }, (_, id) => {
      assert.throws(() => thread.during(id, () => assert.fail('wrong')), /wrong/);
      return thread.during(id, () => watched.look());
    });
    assert.deepEqual(new Set(seen), new Set([undefined]));
    assert.equal(watched.isRunning, false);
    assert.deepEqual(new Set(looks(watched, 2 * mostLooks)), new Set([undefined]));
  });
});
