import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import { describeFailure, type TallyCounts } from '../run/failure.ts';

/**
 * VS Code calls this in the extension host: runs every suite beside this file, rejects when a test fails or none ran.
 */
export async function run(): Promise<void> {
  const { default: Mocha } = await import('mocha');
  // What the runner shows; everything else an extension host prints is noise to it.
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => {
    console.log(format(...args).replaceAll(/^/gm, '│ '));
  };
  const grep = process.env['SKILL_PUBLISHER_TEST_GREP'];
  const mocha = new Mocha({ ui: 'bdd', timeout: 20_000, color: false, ...(grep === undefined ? {} : { grep }) });
  const chosen = (process.env['SKILL_PUBLISHER_TEST_SUITES'] ?? '').split(',');
  const suites = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.test.js') && chosen.some((name) => file.replaceAll('\\', '/').startsWith(name)),
  );
  for (const file of suites.sort()) mocha.addFile(path.join(__dirname, file));
  const unhandled = watchRejections();
  const failures: string[] = [];
  const stats = await new Promise<Mocha.Stats | undefined>((resolve) => {
    const runner = mocha.run(() => {
      resolve(runner.stats);
    });
    noteSlowSuites(runner, Mocha.reporters.Base.consoleLog);
    runner.on('fail', (test: Mocha.Test, error: unknown) => {
      failures.push(describeFailure(test, error));
    });
  });
  for (const stack of unhandled.values()) {
    Mocha.reporters.Base.consoleLog(`rejected promise that nobody handles: ${stack}`);
    failures.push(`rejected promise that nobody handles\n${stack}`);
  }
  const tally: TallyCounts = { passed: stats?.passes ?? 0, failed: (stats?.failures ?? 1) + unhandled.size, failures };
  const file = process.env['SKILL_PUBLISHER_TEST_TALLY'];
  if (file !== undefined) writeFileSync(file, JSON.stringify(tally));
  if (tally.failed > 0) throw new Error(`${tally.failed} failed`);
  if (tally.passed === 0) throw new Error(grep === undefined ? 'no test ran' : `no test matches ${grep}`);
}

/**
 * Rejections of the extension's own promises that nobody handles: the host only logs them, a user sees nothing happen.
 * The host then handles them itself, so what Node says of rejections that were handled after all tells nothing.
 */
function watchRejections(): ReadonlyMap<Promise<unknown>, string> {
  const found = new Map<Promise<unknown>, string>();
  const own = path.resolve(__dirname, '../../dist');
  process.on('unhandledRejection', (reason, promise) => {
    const stack = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
    if (stack.includes(own)) found.set(promise, stack);
  });
  return found;
}

/** Says at the end which suites took longest, with their hooks: what a reader of the tests' own times does not see. */
function noteSlowSuites(runner: Mocha.Runner, print: (line: string) => void): void {
  const seconds = new Map<string, number>();
  let begun = Date.now();
  runner.on('suite end', (suite: Mocha.Suite) => {
    if (suite.tests.length > 0) seconds.set(suite.fullTitle(), (Date.now() - begun) / 1_000);
    begun = Date.now();
  });
  runner.once('end', () => {
    const slowest = [...seconds].sort(([, a], [, b]) => b - a).slice(0, 15);
    for (const [title, took] of slowest) print(`${took.toFixed(1).padStart(6)} s ${title}`);
  });
}
