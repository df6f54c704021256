import { scanSecrets } from '../../../src/core/bundle/secrets.ts';
import { shown } from '../format.ts';
import type { Row } from '../row.ts';
import { countOf, runSuites } from '../suite.ts';

/** Texts that cost a careless pattern most. */
const pumps: readonly string[] = [
  'Some words of prose, again and again.\n',
  'TOKEN',
  'TOKEN_SECRET_',
  `A_TOKEN=${'aB3'.repeat(130)}( `,
  ['-----BEGIN PRIVATE', 'KEY-----\n'].join(' '),
  '12345678:aB1',
  'A_SECRET="',
  'qW3eR5tY7uI9oP1aS2dF4gH6jK8lZ0xC\n',
];

/** Milliseconds of processor time for a megabyte of a pump, the least of three runs. */
async function cost(pump: string): Promise<number> {
  const text = pump.repeat(Math.ceil(1e6 / pump.length));
  let least = Infinity;
  for (let run = 0; run < 3; run += 1) {
    // Content that was searched is not searched again: each run has its own.
    const content = Buffer.from(text);
    const begun = process.cpuUsage();
    await scanSecrets([{ path: 'a.md', mode: 0o644, content }]);
    const { user, system } = process.cpuUsage(begun);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

export const secrets: Row = {
  id: 'G12',
  title: 'secrets in files',
  goal: '>= 60 samples of >= 20 kinds found, 0 false ones in ordinary text, <= 1 s a megabyte of the worst text',
  measure: async () => {
    const result = await runSuites(['test/unit/core/bundle/secrets.test.ts']);
    const costs: number[] = [];
    for (const pump of pumps) costs.push(await cost(pump));
    const [kinds, worst] = [countOf(result, 'kind'), Math.max(...costs)];
    return {
      value: `${kinds} kinds, ${result.passed} tests, ${result.failed} failures, worst ${shown(worst)} ms a megabyte`,
      held: result.failed === 0 && kinds >= 20 && result.passed >= 60 && worst <= 1_000,
      notMeasurable: ['false findings on public skills, which are not part of this repository'],
    };
  },
};
