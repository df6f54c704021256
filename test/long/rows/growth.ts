import { writeFileSync } from 'node:fs';
import { formatGrowth, type Growth } from '../growth.ts';
import { shown } from '../format.ts';
import { runProgram } from '../program.ts';
import type { Row } from '../row.ts';

const parts = 2;

async function measurePart(part: number): Promise<readonly Growth[]> {
  const args = [
    '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
    // Megabytes: no collection of young objects falls into one run and not into the next.
    '--min-semi-space-size=64',
    '--max-semi-space-size=64',
    'test/long/programs/growth.ts',
    `${part}`,
    `${parts}`,
  ];
  const { code, stdout, stderr } = await runProgram(process.execPath, args);
  if (code !== 0) throw new Error(`the measuring ended with ${code}: ${stderr.slice(-2_000)}`);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Growth);
}

const most = (values: Iterable<number>): number => Math.max(...values);

export const growth: Row = {
  id: 'G19',
  title: 'every construct at every position, growing to 100 KB ([growth.md](growth.md))',
  goal: 'no exponent above 1.2; checked in <= 100 ms, with all fixes <= 1 s',
  measure: async () => {
    const measured = await Promise.all(Array.from({ length: parts }, (_, part) => measurePart(part)));
    const rows = measured.flat();
    writeFileSync('docs/growth.md', formatGrowth(rows));
    const exponent = most(rows.map((row) => Math.max(row.exponent, row.exponentOfAll)));
    const [check, all] = [most(rows.flatMap((row) => row.check)), most(rows.flatMap((row) => row.all))];
    for (const row of rows)
      if (Math.max(row.exponent, row.exponentOfAll) > 1.2 || most(row.check) > 100 || most(row.all) > 1_000)
        console.log(JSON.stringify(row));
    return {
      value: `${shown(rows.length)} texts, largest exponent ${exponent.toFixed(2)}, worst check ${shown(check)} ms, with fixes ${shown(all)} ms`,
      held: rows.length > 0 && exponent <= 1.2 && check <= 100 && all <= 1_000,
    };
  },
};
