import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeManySkills } from '../support/manySkills.ts';
import type * as getting from '../vscode/getVsCode.ts';
import type * as releasing from '../vscode/releases.ts';
import type * as running from '../vscode/runSuite.ts';
import { report } from './figure.ts';

const skills = Number(process.env['SKILL_PUBLISHER_BENCH_SKILLS'] ?? 1000);

/** What starts a VS Code runs from its source: it finds programs beside itself. */
async function load<T>(name: string): Promise<T> {
  return (await import(pathToFileURL(path.resolve('test', 'vscode', name)).href)) as T;
}

describe('a window with 1,000 skills', () => {
  it('P8 and P4 show states and problems, and block nobody', async () => {
    const { getVsCode } = await load<typeof getting>('getVsCode.ts');
    const { findRelease } = await load<typeof releasing>('releases.ts');
    const { runSuite } = await load<typeof running>('runSuite.ts');
    const root = mkdtempSync(path.join(os.tmpdir(), 'bench-window-'));
    try {
      await writeManySkills(path.join(root, 'skills'), skills, 20);
      const result = path.join(root, 'result.jsonl');
      const code = await runSuite(await getVsCode(findRelease('newest')), {
        suite: 'out/bench/window/workspaceSuite',
        workspace: root,
        timeout: 600_000,
        env: { SKILL_PUBLISHER_BENCH_RESULT: result },
        print: () => undefined,
      });
      if (code !== 0) throw new Error(`The window ended with ${code}.`);
      const values = readFileSync(result, 'utf8').trim().split('\n');
      const found = Object.assign({}, ...values.map((line) => JSON.parse(line) as object)) as Record<string, number>;
      const tell = (id: string, key: string, most?: number): void => {
        report({ id, value: found[key] ?? Number.NaN, unit: 'ms', ...(most === undefined ? {} : { goal: { most } }) });
      };
      const at = `P8 ${skills.toLocaleString('en')} skills in a window`;
      tell(`${at}: first visible states`, 'visible', 500);
      tell(`${at}: all states`, 'all', 5000);
      tell(`${at}: own work of the host, longest piece`, 'blockCpu', (found['controlCpu'] ?? 0) + 16);
      tell(`${at}: longest gap of the host`, 'blockWall', (found['controlWall'] ?? 0) + 16);
      tell(`${at}: control, longest gap`, 'controlWall');
      tell('P4 in a window: keystroke to diagnostics, p95', 'typedP95', 150);
      tell('P4 in a window: keystroke to diagnostics, median', 'typedMedian');
      tell('P4 in a window: own work of the host, longest piece', 'typedBlockCpu', 16);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});
