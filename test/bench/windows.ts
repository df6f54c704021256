import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as getting from '../vscode/getVsCode.ts';
import type * as releasing from '../vscode/releases.ts';
import type * as running from '../vscode/runSuite.ts';

/** What starts a VS Code runs from its source: it finds programs beside itself. */
async function load<T>(name: string): Promise<T> {
  return (await import(pathToFileURL(path.resolve('test', 'vscode', name)).href)) as T;
}

export function loadRunSuite(): Promise<typeof running> {
  return load('runSuite.ts');
}

/** Other extensions of every VS Code, which load and activate in the same window. */
export const builtInExtensions = [
  'vscode.npm',
  'vscode.git',
  'vscode.github',
  'vscode.markdown-language-features',
] as const;

/**
 * Opens so many windows one after the other, in each of which `suite` of `out/bench/window` writes a line of JSON or more;
 * resolves to what the lines say. `write` fills the folder that is open. Rejects when a window does not end well.
 */
export async function toldInWindows<T>(
  suite: string,
  windows: number,
  write: (work: string) => unknown,
): Promise<readonly T[]> {
  const { runSuite } = await loadRunSuite();
  const vscode = await findNewest();
  const root = mkdtempSync(path.join(os.tmpdir(), 'bench-window-'));
  try {
    const [workspace, result] = [path.join(root, 'work'), path.join(root, 'result.jsonl')];
    mkdirSync(workspace);
    await write(workspace);
    for (let window = 0; window < windows; window += 1) {
      const code = await runSuite(vscode, {
        suite: `out/bench/window/${suite}`,
        workspace,
        timeout: 120_000,
        env: { SKILL_PUBLISHER_BENCH_RESULT: result },
        dataFolder: path.join(root, 'data'),
        print: () => undefined,
      });
      if (code !== 0) throw new Error(`a window ended with ${code}`);
    }
    const lines = readFileSync(result, 'utf8').trim().split('\n');
    return lines.map((line) => JSON.parse(line) as T);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** The newest VS Code that tests run in. */
export async function findNewest(): Promise<getting.VsCode> {
  const { getVsCode } = await load<typeof getting>('getVsCode.ts');
  const { findRelease } = await load<typeof releasing>('releases.ts');
  return getVsCode(findRelease('newest'));
}
