import assert from 'node:assert/strict';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readBody } from '../../../../../src/node/localRegistry/body.ts';
import { UploadBudget } from '../../../../../src/node/localRegistry/uploadBudget.ts';

const MEGABYTE = 1 << 20;
const LIMIT = 30 * MEGABYTE;

function request(length?: number): IncomingMessage {
  const incoming = new IncomingMessage(new Socket());
  if (length !== undefined) incoming.headers['content-length'] = String(length);
  return incoming;
}

/** Memory outside the heap that is still in use. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().arrayBuffers;
}

/**
 * Waits until nothing of what came in since `before` is held: a collection only starts the freeing of buffers, which
 * ends on another thread. What is still referred to is never freed, and ends in the last assertion.
 */
async function assertNotHeld(before: number): Promise<void> {
  const deadline = Date.now() + 5_000;
  let held = heldBytes() - before;
  while (held >= 5 * MEGABYTE && Date.now() < deadline) {
    await delay(20);
    held = heldBytes() - before;
  }
  assert.ok(held < 5 * MEGABYTE, `${held} bytes are held`);
}

async function send(incoming: IncomingMessage, megabytes: number): Promise<void> {
  for (let count = 0; count < megabytes; count += 1) {
    incoming.push(Buffer.alloc(MEGABYTE, count));
    await turn();
  }
}

describe('the body of a request', () => {
  const refusals: readonly (readonly [name: string, status: number, length: number | undefined, budget: number])[] = [
    ['larger than the limit', 413, undefined, 4 * LIMIT],
    ['said to be larger than the limit', 413, 50 * MEGABYTE, 4 * LIMIT],
    ['too much beside others', 503, undefined, 10 * MEGABYTE],
  ];
  for (const [name, status, length, bytes] of refusals) {
    it(`is not held once it is refused: ${name}`, async () => {
      const budget = new UploadBudget(bytes);
      const incoming = request(length);
      const before = heldBytes();
      const answer = assert.rejects(readBody(incoming, budget), { name: 'ApiError', status });
      await send(incoming, 50);
      await assertNotHeld(before);
      incoming.push(null);
      await answer;
    });
  }

  it('takes from the budget only while it comes in, also when it breaks off', async () => {
    const budget = new UploadBudget(25 * MEGABYTE);
    const [first, second] = [request(), request()];
    const broken = assert.rejects(readBody(first, budget), { status: 400 });
    await send(first, 20);
    const refused = assert.rejects(readBody(second, budget), { status: 503 });
    await send(second, 20);
    first.destroy();
    second.push(null);
    await Promise.all([broken, refused]);
    for (let count = 0; count < 3; count += 1) {
      const incoming = request();
      const body = readBody(incoming, budget);
      await send(incoming, 20);
      incoming.push(null);
      assert.equal((await body).length, 20 * MEGABYTE);
    }
  });

  it('in thousands of small chunks costs what it holds', () => {
    const budget = new UploadBudget(MEGABYTE);
    const take = () => {
      for (let count = 0; count < 10_000; count += 1) budget.take(Buffer.from('x'));
    };
    assert.throws(take, { status: 503 });
  });
});
