import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { SkillWorkspace } from '../../src/core/workspace/skillWorkspace.ts';
import { WorkerJudge } from '../../src/node/worker/workerJudge.ts';
import { writeManySkills } from '../support/manySkills.ts';
import { report } from './figure.ts';
import { longestBlock, median, percentile } from './meter.ts';
import { diskSources } from '../../src/node/disk/diskSources.ts';

const skills = 1000;
const filesEach = 20;
const judgeProgram = path.resolve('dist/judge.js');

/** A workspace of skills as the editor has it, without an editor: judged in a thread of its own, over a store. */
class Bench {
  readonly workspace: SkillWorkspace;
  readonly judge: WorkerJudge;
  unsaved: ReadonlyMap<string, string> = new Map();
  open: readonly string[] = [];

  constructor(root: string, folders: readonly string[], store: string | undefined) {
    this.judge = new WorkerJudge({
      program: judgeProgram,
      store,
      materialOf: (folder) => ({ place: { folder, root } }),
    });
    this.workspace = new SkillWorkspace({
      judge: this.judge,
      sources: diskSources((folder) => ({ folder, root })),
      find: () => Promise.resolve(folders),
      findBelow: () => Promise.resolve([]),
      accepts: () => true,
      settingsOf: () => Promise.resolve({ target: 'api', rules: {} }),
      publishedName: () => Promise.resolve(undefined),
      unsaved: (folder) => (this.open.includes(folder) ? this.unsaved : new Map<string, string>()),
      first: () => this.open,
      later: (work, milliseconds) => {
        const timer = setTimeout(work, milliseconds);
        return {
          dispose: () => {
            clearTimeout(timer);
          },
        };
      },
      onError: (error) => {
        throw error;
      },
    });
  }

  /** Milliseconds until the first `count` folders were told of, and until all were; the host's longest own work. */
  async start(count: number): Promise<{ readonly first: number; readonly all: number; readonly block: number }> {
    const begun = performance.now();
    let told = 0;
    let first = 0;
    this.workspace.onDidJudge((folders) => {
      told += folders.length;
      if (first === 0 && told >= count) first = performance.now() - begun;
    });
    const block = await longestBlock(async () => {
      await this.workspace.find();
      await this.workspace.settled();
    });
    return { first, all: performance.now() - begun, block: block.cpu };
  }
}

describe('a workspace of 1,000 skills', () => {
  let root: string;
  let folders: readonly string[];

  before(async () => {
    root = mkdtempSync(path.join(os.tmpdir(), 'bench-workspace-'));
    folders = await writeManySkills(path.join(root, 'skills'), skills, filesEach);
    // What was just written may change within the same tick of the clock; such files are not kept between runs.
    await new Promise((resolve) => setTimeout(resolve, 3000));
  });
  after(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it('P8 is judged off the main thread, and not at all when nothing changed', async () => {
    const store = path.join(root, 'store', 'checks.json');
    const cold = new Bench(root, folders, store);
    const first = await cold.start(20);
    await cold.judge.end();
    const warm = new Bench(root, folders, store);
    const second = await warm.start(20);
    await warm.judge.end();
    const at = 'P8 1,000 skills, 20,000 files, without a window';
    report({ id: `${at}: first 20`, value: first.first, unit: 'ms', goal: { most: 500 } });
    report({ id: `${at}: all`, value: first.all, unit: 'ms', goal: { most: 5000 } });
    report({ id: `${at}: own work of the host, longest piece`, value: first.block, unit: 'ms', goal: { most: 16 } });
    report({ id: `${at}: second start, first 20`, value: second.first, unit: 'ms', goal: { most: 1000 } });
    report({ id: `${at}: second start, all`, value: second.all, unit: 'ms', goal: { most: 2500 } });
    report({ id: `${at}: second start, host`, value: second.block, unit: 'ms', goal: { most: 16 } });
  });

  it('P4 a keystroke is judged while nobody waits', async () => {
    const lines = Array.from({ length: 480 }, (_, index) => `Line ${index} says what to do with the table.`);
    await writeManySkills(path.join(root, 'typed', 'skills'), 1, 41);
    const main = path.join(root, 'typed', 'skills', 'skill-00000');
    writeFileSync(path.join(main, 'SKILL.md'), `---\nname: skill-00000\n---\n\n${lines.join('\n')}\n`);
    const bench = new Bench(root, [main], undefined);
    bench.open = [main];
    await bench.start(1);
    const waits: number[] = [];
    const block = await longestBlock(async () => {
      for (let edit = 0; edit < 60; edit += 1) {
        bench.unsaved = new Map([
          ['SKILL.md', `---\nname: skill-00000\n---\n\n${lines.join('\n')}\n${'x'.repeat(edit)}\n`],
        ]);
        const begun = performance.now();
        bench.workspace.edited(`${main}/SKILL.md`);
        await bench.workspace.settled();
        waits.push(performance.now() - begun);
      }
    });
    await bench.judge.end();
    const at = 'P4 keystroke, 500 lines and 20 references, through the thread';
    report({ id: `${at}: p95`, value: percentile(waits, 0.95), unit: 'ms', goal: { most: 16 } });
    report({ id: `${at}: median`, value: median(waits), unit: 'ms' });
    report({ id: `${at}: host`, value: block.cpu, unit: 'ms', goal: { most: 5 } });
  });
});
