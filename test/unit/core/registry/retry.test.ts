import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { RegistryClient } from '../../../../src/core/registry/client.ts';
import { Deadline, follow } from '../../../../src/core/registry/retry.ts';

const list = JSON.stringify({ data: [], has_more: false, next_page: null });

describe('the deadline of a request', () => {
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
  });
  afterEach(() => {
    mock.timers.reset();
    mock.restoreAll();
  });

  it('takes longer by what it is extended, and no further', () => {
    const deadline = new Deadline(1_000);
    deadline.extend(60_000);
    mock.timers.tick(60_000);
    assert.ok(!deadline.signal.aborted);
    mock.timers.tick(1_001);
    assert.ok(deadline.signal.aborted);
  });

  it('aborts when its time is over', () => {
    const deadline = new Deadline(1_000);
    mock.timers.tick(999);
    assert.ok(!deadline.signal.aborted);
    mock.timers.tick(1);
    assert.equal((deadline.signal.reason as Error).name, 'TimeoutError');
  });

  it('does nothing after the request has ended', () => {
    const deadline = new Deadline(1_000);
    deadline.end();
    mock.timers.tick(2_000);
    assert.ok(!deadline.signal.aborted);
  });

  it('is not waited for, and no timer of it is left, when the client has its answer', async () => {
    const timeout = mock.method(AbortSignal, 'timeout');
    const signals: AbortSignal[] = [];
    const client = new RegistryClient({
      baseUrl: 'http://127.0.0.1:1',
      credential: { kind: 'key', key: 'a-key-for-this-test' },
      dialect: 'ga',
      fetch: (_, init) => {
        if (init?.signal) signals.push(init.signal);
        return Promise.resolve(new Response(list, { headers: { 'content-type': 'application/json' } }));
      },
    });
    await client.listSkills();
    mock.timers.tick(600_000);
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [false],
    );
    assert.equal(timeout.mock.callCount(), 0, 'one that cannot be taken back');
  });
});

describe('a signal that follows others', () => {
  it('aborts with the first of them, for its reason', () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const { signal } = follow([first.signal, undefined, second.signal]);
    second.abort(new Error('the second'));
    first.abort(new Error('the first'));
    assert.equal((signal.reason as Error).message, 'the second');
    assert.ok(follow([first.signal]).signal.aborted, 'also with one that aborted before');
  });

  it('is let go of at its end', () => {
    const other = new AbortController();
    const { signal, end } = follow([other.signal]);
    end();
    other.abort();
    assert.ok(!signal.aborted);
  });
});
