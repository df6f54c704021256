import { countTraffic, shareKey } from '../support/requestCount.ts';
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

/** Requests of one key in a minute. The service does not say how many it allows. */
const limit = 150;

describe('developers who share one key', function () {
  this.timeout(120_000);
  for (const developers of [1, 1000])
    it(`R ${developers} of them`, async () => {
      const { requests, refused, failed } = await shareKey(developers, limit);
      const what = `R ${developers.toLocaleString('en')} developers in half an hour, one key of ${limit} requests a minute`;
      report({ id: `${what}: requests of each`, value: requests / developers, unit: 'requests' });
      report({ id: `${what}: refused for the limit`, value: refused, unit: 'requests' });
      report({ id: `${what}: developers with an error`, value: failed, unit: 'requests', goal: { most: 0 } });
    });
});
