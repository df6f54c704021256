import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { costOf, costOfProgram, interleave, longestBlock, median, percentile } from '../bench/meter.ts';

/** Keeps this thread working for so many milliseconds of its own processor time. */
function work(milliseconds: number): void {
  const begun = process.threadCpuUsage();
  for (;;) {
    const { user, system } = process.threadCpuUsage(begun);
    if (user + system >= milliseconds * 1000) return;
  }
}

describe('the meters of the bench', () => {
  it('see a block of 50 ms at the beginning, in the middle and at the end', async () => {
    const places: readonly (() => unknown)[] = [
      async () => {
        work(50);
        await setImmediate();
      },
      async () => {
        await setImmediate();
        work(50);
        await setImmediate();
      },
      async () => {
        await setImmediate();
        work(50);
      },
      () => {
        work(50);
      },
    ];
    for (const [index, run] of places.entries()) {
      const { wall, cpu } = await longestBlock(run);
      assert.ok(wall >= 50 && cpu >= 50, `${index}: ${wall} ms, ${cpu} ms of processor time`);
    }
  });

  it('take several short pieces for what they are', async () => {
    const pieces = 10;
    const { cpu } = await longestBlock(async () => {
      for (let count = 0; count < pieces; count += 1) {
        work(20);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    });
    assert.ok(cpu >= 20 && cpu < 20 * pieces, `${cpu} ms`);
  });

  it('see the processor time of a run', async () => {
    const { wall, cpu } = await costOf(() => {
      work(50);
    });
    assert.ok(wall >= 50 && cpu >= 50, `${wall} ms, ${cpu} ms`);
  });

  it('see the time and the end of a program', async function () {
    if (process.platform === 'win32') this.skip();
    const code = 'while (process.cpuUsage().user < 80000); process.exit(3)';
    const { wall, cpu, status } = await costOfProgram(process.execPath, ['-e', code]);
    assert.ok(wall >= 50 && cpu >= 50, `${wall} ms, ${cpu} ms`);
    assert.equal(status, 3);
    assert.equal((await costOfProgram('/no/such/program', [])).status, 127);
  });

  it('run the candidates in turn and leave out the first round', async () => {
    const order: string[] = [];
    const candidate = (name: string) => () => {
      order.push(name);
      return Promise.resolve({ wall: order.length, cpu: 0 });
    };
    const { ours, peer } = await interleave(2, { ours: candidate('a'), peer: candidate('b') });
    assert.deepEqual(order, ['a', 'b', 'a', 'b', 'a', 'b']);
    assert.deepEqual(
      [ours.map(({ wall }) => wall), peer.map(({ wall }) => wall)],
      [
        [3, 5],
        [4, 6],
      ],
    );
  });

  it('tell the middle and the 95th percentile', () => {
    assert.equal(median([3, 1, 2]), 2);
    assert.equal(median([4, 1, 2, 3]), 2.5);
    assert.equal(percentile([1, 2, 3, 4], 0.5), 2);
    assert.equal(
      percentile(
        Array.from({ length: 100 }, (_, index) => index + 1),
        0.95,
      ),
      95,
    );
    assert.equal(percentile([7], 0.95), 7);
  });
});
