import { countTraffic } from '../support/requestCount.ts';
import { report } from './figure.ts';

const sizes = [10, 1_000, 100_000];

describe('what the actions ask of a registry', function () {
  this.timeout(600_000);
  for (const skills of sizes)
    it(`that holds ${skills} skills`, async () => {
      const few = await countTraffic(sizes[0] ?? 0);
      for (const [action, { requests, bytes }] of await countTraffic(skills)) {
        const what = `R ${action}, ${skills.toLocaleString('en')} skills`;
        const peer = { name: `with ${sizes[0] ?? 0} skills`, value: few.get(action)?.requests ?? 0 };
        report({ id: `${what}, requests`, value: requests, unit: 'requests', peer, goal: { most: 1, of: 'ratio' } });
        report({ id: `${what}, bytes of the answers`, value: bytes / 1000, unit: 'KB' });
      }
    });
});
