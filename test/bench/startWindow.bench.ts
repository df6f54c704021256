import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { writeManySkills } from '../support/manySkills.ts';
import { report } from './figure.ts';
import { median } from './meter.ts';
import { findNewest, loadRunSuite } from './windows.ts';

const windows = 9;
const own = 'skill-publisher.skill-publisher';
const peers = ['vscode.npm', 'vscode.git', 'vscode.github', 'vscode.markdown-language-features'];

/** Milliseconds that VS Code tells of the start of an extension. */
interface Start {
  readonly id: string;
  readonly load: number;
  readonly call: number;
  readonly finish: number;
}

describe('windows with three skills', () => {
  it('P1 start this extension beside those of VS Code', async () => {
    const { runSuite } = await loadRunSuite();
    const root = mkdtempSync(path.join(os.tmpdir(), 'bench-start-'));
    try {
      const work = path.join(root, 'work');
      await mkdir(work);
      await writeManySkills(path.join(work, 'skills'), 3, 5);
      await writeFile(path.join(work, 'package.json'), '{ "name": "bench", "scripts": { "x": "true" } }\n');
      await writeFile(path.join(work, 'README.md'), '# Bench\n');
      const result = path.join(root, 'result.jsonl');
      await writeFile(result, '');
      const vscode = await findNewest();
      // The first one does not count: what is kept of programs and settings is not there yet.
      for (let window = 0; window <= windows; window += 1) {
        const code = await runSuite(vscode, {
          suite: 'out/bench/window/startSuite',
          workspace: work,
          timeout: 60_000,
          env: { SKILL_PUBLISHER_BENCH_RESULT: result },
          dataFolder: path.join(root, 'data'),
          print: () => undefined,
        });
        if (code !== 0) throw new Error(`a window ended with ${code}`);
      }
      const starts = readFileSync(result, 'utf8').trim().split('\n').slice(1);
      const rows = starts.map((line) => JSON.parse(line) as readonly Start[]);
      const middle = (id: string, of: (start: Start) => number): number | undefined => {
        const found = rows.flatMap((row) => row.filter((start) => start.id === id).map(of));
        return found.length === 0 ? undefined : median(found);
      };
      const whole = ({ load, call, finish }: Start): number => load + call + finish;
      const [call, all] = [middle(own, (start) => start.call), middle(own, whole)];
      if (call === undefined || all === undefined) throw new Error('Startup Performance does not name this extension.');
      report({ id: 'P1 activate(), called', value: call, unit: 'ms', goal: { most: 5 } });
      for (const name of peers) {
        const [theirs, value] = [middle(name, (start) => start.call), middle(name, whole)];
        const id = `P1 load, call and finish, beside ${name}`;
        if (theirs === undefined || value === undefined) report({ id, missing: 'it did not start in these windows' });
        else {
          report({ id: `P1 ${name}: activate(), called`, value: theirs, unit: 'ms' });
          report({ id, value: all, unit: 'ms', peer: { name, value }, goal: { most: 1, of: 'ratio' } });
        }
      }
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});
