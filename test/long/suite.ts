import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TallyCounts } from '../run/failure.ts';

/** What a suite of `npm test` says in its long form. */
export interface SuiteResult {
  readonly passed: number;
  readonly failed: number;
  readonly failures: readonly string[];
  /** Every value noted under a name. */
  readonly figures: ReadonlyMap<string, readonly number[]>;
}

export interface SuiteChoice {
  /** Only tests whose title matches. */
  readonly grep?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** True for the short form, as in `npm test`. */
  readonly short?: boolean;
}

/** Runs suites by mocha, in their long form. */
export function runSuites(files: readonly string[], { grep, env, short }: SuiteChoice = {}): Promise<SuiteResult> {
  const mocha = path.resolve('node_modules/mocha/bin/mocha.js');
  const plain = '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON';
  const args = [plain, mocha, '--timeout', short === true ? '120000' : '3600000', '--reporter', './test/run/tally.ts'];
  const chosen = grep === undefined ? [] : ['--grep', grep];
  return collect(process.execPath, [...args, ...chosen, ...files], {
    ...env,
    ...(short === true ? { SKILL_PUBLISHER_FIGURES: '' } : {}),
  });
}

/** Runs tests inside of the newest VS Code, in their long form; `suites`: the only files that are loaded there. */
export function runInWindow(grep: string, suites = ''): Promise<SuiteResult> {
  const chosen = ['--grep', grep, '--suites', suites];
  return collect(process.execPath, [
    'test/vscode/integration.ts',
    '--vscode',
    'newest',
    ...chosen,
    '--timeout',
    '3600',
  ]);
}

/** The largest value noted under a name; not a number when there is none. */
export function most(result: SuiteResult, figure: string): number {
  return Math.max(...(result.figures.get(figure) ?? [NaN]));
}

async function collect(command: string, args: readonly string[], env = {}): Promise<SuiteResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sp-long-'));
  const [figures, tally] = [path.join(folder, 'figures'), path.join(folder, 'tally')];
  try {
    const names = { SKILL_PUBLISHER_FIGURES: figures, SKILL_PUBLISHER_TEST_TALLY: tally };
    const code = await exitCode(command, args, { ...process.env, ...names, ...env });
    const counts = readTally(tally) ?? { passed: 0, failed: code === 0 ? 0 : 1, failures: [] };
    return { ...counts, figures: readFigures(figures) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function exitCode(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env });
    child.once('error', reject);
    child.once('exit', resolve);
  });
}

function readTally(file: string): TallyCounts | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as TallyCounts) : undefined;
}

function readFigures(file: string): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  for (const line of lines) {
    const [name, value] = JSON.parse(line) as [string, number];
    found.set(name, [...(found.get(name) ?? []), value]);
  }
  return found;
}

export function countOf(result: SuiteResult, figure: string): number {
  return result.figures.get(figure)?.length ?? 0;
}
