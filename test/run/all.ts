// `npm test`: every check there is, one after the other, after one build; the last line is the sum. `npm test -- unit
// ui` runs only those named.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { TallyCounts } from './failure.ts';
import { clearTemporaryFolder, makeTemporaryFolder } from './leftovers.ts';

interface Step {
  readonly name: string;
  readonly script: readonly string[];
  /** True when the step runs tests, which leave counts; one that leaves none has failed. */
  readonly counted: boolean;
  /** True when its tests run in a VS Code. */
  readonly inWindow?: boolean;
}

interface Outcome extends TallyCounts {
  readonly step: string;
  readonly seconds: number;
}

/** Mistakes that show soon come first. */
const steps: readonly Step[] = [
  { name: 'types', script: ['types'], counted: false },
  { name: 'lint', script: ['lint'], counted: false },
  { name: 'unit', script: ['test:unit'], counted: true },
  { name: 'attacks', script: ['test:attacks'], counted: true },
  { name: 'process', script: ['test:process'], counted: true },
  { name: 'newest', script: ['test:integration', '--', '--vscode', 'newest'], counted: true, inWindow: true },
  {
    name: 'oldest',
    // What an older VS Code may do in another way; `npm run test:long` runs all suites in it.
    script: ['test:integration', '--', '--vscode', 'oldest', '--suites', 'workbench,language,registry/browse'],
    counted: true,
    inWindow: true,
  },
  { name: 'ui', script: ['test:ui'], counted: true, inWindow: true },
];

async function runStep(step: Step): Promise<Outcome> {
  console.log(`\n=== ${step.name}: npm run ${step.script.join(' ')}`);
  const tally = path.resolve('out', 'tally', `${step.name}.json`);
  mkdirSync(path.dirname(tally), { recursive: true });
  rmSync(tally, { force: true });
  const started = Date.now();
  const temporary = makeTemporaryFolder(step.name);
  const ok = await succeeds(step, { SKILL_PUBLISHER_TEST_TALLY: tally, TMPDIR: temporary });
  const left = clearTemporaryFolder(temporary);
  const seconds = Math.round((Date.now() - started) / 1_000);
  const counts = step.counted ? readTally(tally) : { passed: 0, failed: 0, failures: [] };
  const failed = Math.max(counts?.failed ?? 0, ok && counts !== undefined && left.length === 0 ? 0 : 1);
  const failures = [
    ...(counts?.failures ?? []),
    ...(left.length === 0 ? [] : [`left in the temporary folder: ${left.join(', ')}`]),
  ];
  return { step: step.name, passed: counts?.passed ?? 0, failed, failures, seconds };
}

/** Runs a step's script alone: what npm would run before it has been done for all. */
function succeeds(step: Step, added: Readonly<Record<string, string>>): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...added };
    const args = ['run', '--silent', '--ignore-scripts', ...step.script];
    const child = spawn('npm', args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env,
      shell: process.platform === 'win32',
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      resolve(code === 0);
    });
  });
}

/** Undefined when the step ran no test to its end. */
function readTally(file: string): TallyCounts | undefined {
  try {
    const counts = JSON.parse(readFileSync(file, 'utf8')) as TallyCounts;
    return counts.passed + counts.failed > 0 ? counts : undefined;
  } catch {
    return undefined;
  }
}

const names = process.argv.slice(2);
const unknown = names.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0)
  throw new Error(`no step ${unknown.join(', ')}; there are ${steps.map((step) => step.name).join(', ')}`);

const started = Date.now();
const chosen = steps.filter(({ name }) => names.length === 0 || names.includes(name));
const preparations: readonly Step[] = [
  ...(chosen.some(({ counted }) => counted) ? [{ name: 'build', script: ['test:build'], counted: false }] : []),
  ...(chosen.some(({ inWindow }) => inWindow) ? [{ name: 'fetch', script: ['fetch'], counted: false }] : []),
];
const outcomes: Outcome[] = [];
for (const step of [...preparations, ...chosen]) outcomes.push(await runStep(step));

console.log('\n=== summary');
for (const { step, passed, failed, seconds } of outcomes) {
  const counts = passed + failed > 0 ? `${passed} passed, ${failed} failed` : 'passed';
  console.log(`${step.padEnd(12)} ${counts.padEnd(28)} ${seconds} s`);
}
for (const { step, failures } of outcomes) {
  for (const failure of failures) console.log(`\n${step} failed: ${failure}`);
}
console.log(`in ${Math.round((Date.now() - started) / 1_000)} s`);
const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
console.log(`total: ${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
