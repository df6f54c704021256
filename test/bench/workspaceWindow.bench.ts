import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { manyFiles, writeManySkills } from '../support/manySkills.ts';
import { report } from './figure.ts';
import { median } from './meter.ts';
import { findNewest, loadRunSuite } from './windows.ts';

const skills = Number(process.env['SKILL_PUBLISHER_BENCH_SKILLS'] ?? 1000);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/** One that does nothing: what a window costs by itself. */
async function writeBareExtension(folder: string): Promise<void> {
  await mkdir(folder);
  const manifest = { name: 'bare', publisher: 'bench', version: '0.0.1', engines: { vscode: '*' } };
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
}

describe('a window with 1,000 skills', () => {
  it('P8 and P4 show states and problems, and block nobody', async () => {
    const { runSuite } = await loadRunSuite();
    const root = mkdtempSync(path.join(os.tmpdir(), 'bench-window-'));
    try {
      await writeManySkills(path.join(root, 'work', 'skills'), skills, 20);
      const result = path.join(root, 'result.jsonl');
      await writeFile(result, '');
      await writeFile(path.join(root, 'work', 'package.json'), '{ "name": "bench", "scripts": { "x": "true" } }\n');
      await writeFile(path.join(root, 'work', 'notes.md'), manyFiles('notes', 4, 20).get('SKILL.md') ?? '');
      const vscode = await findNewest();
      await writeBareExtension(path.join(root, 'bare'));
      // The same port and data: then the second window has what the first one kept.
      const port = await freePort();
      const ended: string[] = [];
      for (const start of ['first', 'second', 'profiled', 'profiled', 'profiled', 'bare']) {
        const code: unknown = await runSuite(vscode, {
          suite: 'out/bench/window/workspaceSuite',
          workspace: path.join(root, 'work'),
          ...(start === 'bare' ? { extension: path.join(root, 'bare') } : {}),
          timeout: 200_000,
          env: { SKILL_PUBLISHER_BENCH_RESULT: result, SKILL_PUBLISHER_BENCH_START: start },
          dataFolder: path.join(root, start === 'bare' ? 'bareData' : 'data'),
          port,
          print: () => undefined,
        }).catch(String);
        if (code !== 0) ended.push(`the ${start} window ended with ${String(code)}`);
      }
      const values = readFileSync(result, 'utf8')
        .split('\n')
        .filter((line) => line !== '');
      const told = values.flatMap((line) => Object.entries(JSON.parse(line) as Readonly<Record<string, number>>));
      const found = Object.fromEntries(
        Array.from(
          Map.groupBy(told, ([key]) => key),
          ([key, all]) => [key, median(all.map(([, value]) => value))],
        ),
      );
      const tell = (id: string, key: string, most?: number): void => {
        const value = found[key];
        if (value === undefined) report({ id, missing: ended.join(', ') });
        else report({ id, value, unit: 'ms', ...(most === undefined ? {} : { goal: { most } }) });
      };
      const at = `P8 ${skills.toLocaleString('en')} skills in a window`;
      tell(`${at}: first visible states`, 'visible', 500);
      tell(`${at}: all states`, 'all', 5000);
      tell(`${at}: own work of the host, longest piece`, 'blockCpu', (found['controlCpu'] ?? 0) + 16);
      tell(`${at}: longest gap of the host`, 'blockWall', (found['controlWall'] ?? 0) + 16);
      tell(`${at}: control, longest gap`, 'controlWall');
      tell(`${at}: second start, first visible states`, 'secondVisible', 1000);
      tell(`${at}: second start, all states`, 'secondAll', 2500);
      const typing = 'P4 in a window';
      tell(`${typing}: keystroke to diagnostics, p95`, 'typedP95', 150);
      tell(`${typing}: keystroke to diagnostics, median`, 'typedMedian');
      tell(`${typing}: change in the host to diagnostics, p95`, 'heardP95');
      tell(`${typing}: own work of the host, longest piece`, 'ownTyping', 5);
      tell(`${typing}: own work of the host, longest piece while the editor opens`, 'ownOpening', 16);
      tell(`${typing}: longest piece of the host, whoever works`, 'typedBlockCpu');
      tell(`${typing}: while the editor opens, slowest of five edits`, 'typedFirst');
      const bare = `${typing}: control, the same skill without this extension`;
      tell(`${bare}, p95`, 'bareP95');
      tell(`${bare}, median`, 'bareMedian');
      tell(`${bare}, longest piece of the host`, 'bareBlockCpu');
      tell(`${bare}, while the editor opens`, 'bareFirst');
      tell(`${typing}: control, Markdown that is no skill, p95`, 'elsewhereP95');
      tell(`${typing}: control, Markdown that is no skill, longest piece`, 'elsewhereBlockCpu');
      if (ended.length > 0) throw new Error(ended.join(', '));
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});
