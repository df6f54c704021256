import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startTestRegistry } from '../support/localRegistry.ts';
import { fill } from '../support/requestCount.ts';
import { report } from './figure.ts';
import { median } from './meter.ts';

const run = promisify(execFile);
const rounds = 9;

describe('the first look at a registry', () => {
  it('P7 of 10,000 skills, in a fresh process', async () => {
    const server = await startTestRegistry();
    try {
      fill(server, 10_000);
      const found: { readonly ms: number; readonly requests: number }[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const { stdout } = await run(process.execPath, ['out/program/firstPage.js', server.url]);
        found.push(JSON.parse(stdout) as (typeof found)[number]);
      }
      const at = 'P7 first page of 10,000 skills, fresh process, loading included';
      report({ id: at, value: median(found.map(({ ms }) => ms)), unit: 'ms', goal: { most: 200 } });
      report({
        id: `${at}: requests`,
        value: Math.max(...found.map(({ requests }) => requests)),
        unit: 'requests',
        goal: { most: 1 },
      });
    } finally {
      await server.close();
    }
  });
});
