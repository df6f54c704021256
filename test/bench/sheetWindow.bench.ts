import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { writeSkill } from './corpus.ts';
import { report } from './figure.ts';
import { median } from './meter.ts';
import { findNewest, loadRunSuite } from './windows.ts';

describe('publishing in a window', () => {
  it('P6 shows the sheet', async () => {
    const { runSuite } = await loadRunSuite();
    const root = mkdtempSync(path.join(os.tmpdir(), 'bench-sheet-'));
    try {
      const work = path.join(root, 'work');
      mkdirSync(work);
      writeSkill(work, { name: 'text-small', kind: 'text', files: 10, bytes: 85_000 });
      writeSkill(work, { name: 'mixed-25', kind: 'mixed', files: 500, bytes: 25_000_000 });
      const result = path.join(root, 'result.jsonl');
      const code = await runSuite(await findNewest(), {
        suite: 'out/bench/window/sheetSuite',
        workspace: work,
        timeout: 120_000,
        env: { SKILL_PUBLISHER_BENCH_RESULT: result },
        dataFolder: path.join(root, 'data'),
        print: () => undefined,
      });
      if (code !== 0) throw new Error(`the window ended with ${code}`);
      const lines = readFileSync(result, 'utf8').trim().split('\n');
      const found = lines.map((line) => JSON.parse(line) as { name: string; values: readonly number[] });
      const tell = (name: string, title: string, most: number): void => {
        const [first = Number.NaN, ...others] = found.find((each) => each.name === name)?.values ?? [];
        report({ id: `P6 sheet of ${title}, first of the window`, value: first, unit: 'ms', goal: { most } });
        report({ id: `P6 sheet of ${title}, median`, value: median(others), unit: 'ms', goal: { most } });
      };
      tell('text-small', 'a skill of 10 files', 300);
      tell('mixed-25', '25 MB mixed in 500 files', 1000);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});
