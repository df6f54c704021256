import assert from 'node:assert/strict';
import { countTraffic } from '../../../support/requestCount.ts';

describe('requests', () => {
  it('of no action grow with the size of the registry', async () => {
    const few = await countTraffic(20);
    const many = await countTraffic(1500);
    for (const [action, { requests }] of many) {
      const allowed = few.get(action)?.requests ?? 0;
      assert.ok(requests <= allowed, `${action}: ${requests} requests with 1,500 skills, ${allowed} with 20`);
    }
    assert.equal(many.get('open view')?.requests, 1);
    assert.equal(many.size, 8);
  });
});
