import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { manyFiles, writeManySkills } from '../support/manySkills.ts';
import type * as getting from '../vscode/getVsCode.ts';
import type * as releasing from '../vscode/releases.ts';
import type * as running from '../vscode/runSuite.ts';
import { report } from './figure.ts';

const skills = Number(process.env['SKILL_PUBLISHER_BENCH_SKILLS'] ?? 1000);

/** What starts a VS Code runs from its source: it finds programs beside itself. */
async function load<T>(name: string): Promise<T> {
  return (await import(pathToFileURL(path.resolve('test', 'vscode', name)).href)) as T;
}

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

const own = 'skill-publisher.skill-publisher';
const peers = ['vscode.npm', 'vscode.git', 'vscode.github', 'vscode.markdown-language-features'];

function tellActivation(found: Readonly<Record<string, number>>): void {
  const call = found[`call ${own}`];
  const load = found[`load ${own}`];
  if (call === undefined || load === undefined) {
    report({ id: 'P1 activate()', missing: 'Developer: Startup Performance does not tell it in this window' });
    return;
  }
  report({ id: 'P1 activate(), called', value: call, unit: 'ms', goal: { most: 5 } });
  for (const name of peers) {
    const value = found[`load ${name}`];
    const id = `P1 load, call and finish, beside ${name}`;
    if (value === undefined) report({ id, missing: 'it did not start in this window' });
    else report({ id, value: load, unit: 'ms', peer: { name, value }, goal: { most: 1, of: 'ratio' } });
  }
}

describe('a window with 1,000 skills', () => {
  it('P8 and P4 show states and problems, and block nobody', async () => {
    const { getVsCode } = await load<typeof getting>('getVsCode.ts');
    const { findRelease } = await load<typeof releasing>('releases.ts');
    const { runSuite } = await load<typeof running>('runSuite.ts');
    const root = mkdtempSync(path.join(os.tmpdir(), 'bench-window-'));
    try {
      await writeManySkills(path.join(root, 'work', 'skills'), skills, 20);
      const result = path.join(root, 'result.jsonl');
      await writeFile(result, '');
      await writeFile(path.join(root, 'work', 'package.json'), '{ "name": "bench", "scripts": { "x": "true" } }\n');
      await writeFile(path.join(root, 'work', 'notes.md'), manyFiles('notes', 4, 20).get('SKILL.md') ?? '');
      const vscode = await getVsCode(findRelease('newest'));
      await writeBareExtension(path.join(root, 'bare'));
      // The same port and data: then the second window has what the first one kept.
      const port = await freePort();
      const ended: string[] = [];
      for (const start of ['first', 'second', 'profiled', 'bare']) {
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
      const found = Object.assign({}, ...values.map((line) => JSON.parse(line) as object)) as Record<string, number>;
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
      tellActivation(found);
      tell('P4 in a window: keystroke to diagnostics, p95', 'typedP95', 150);
      tell('P4 in a window: keystroke to diagnostics, median', 'typedMedian');
      tell('P4 in a window: own work of the host, longest piece', 'typedBlockCpu', 16);
      tell('P4 in a window: change in the host to diagnostics, p95', 'heardP95');
      tell('P4 in a window: own work of the host, longest piece of this extension', 'ownPiece');
      tell('P4 in a window: control, the same skill without this extension, p95', 'bareP95');
      tell('P4 in a window: control, the same skill without this extension, median', 'bareMedian');
      tell('P4 in a window: control, the same skill without this extension, longest piece', 'bareBlockCpu');
      tell('P4 in a window: control, Markdown that is no skill, p95', 'elsewhereP95');
      tell('P4 in a window: control, Markdown that is no skill, longest piece', 'elsewhereBlockCpu');
      if (ended.length > 0) throw new Error(ended.join(', '));
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});
