// `npm test`: every check there is, two at a time; the last line is the sum. `npm test -- unit ui` runs only those named.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

interface Step {
  readonly name: string;
  readonly script: readonly string[];
  /** True when the step runs tests, which leave counts; one that leaves none has failed. */
  readonly counted: boolean;
  /** True when its tests run in a VS Code. */
  readonly inWindow?: boolean;
}

interface Outcome {
  readonly step: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
}

/** In the order they are begun: mistakes that show soon first, then what takes longest. */
const steps: readonly Step[] = [
  { name: 'types', script: ['types'], counted: false },
  { name: 'unit', script: ['test:unit'], counted: true },
  { name: 'lint', script: ['lint'], counted: false },
  { name: 'process', script: ['test:process'], counted: true },
  { name: 'newest', script: ['test:integration', '--', '--vscode', 'newest'], counted: true, inWindow: true },
  { name: 'ui', script: ['test:ui'], counted: true, inWindow: true },
  { name: 'oldest', script: ['test:integration', '--', '--vscode', 'oldest'], counted: true, inWindow: true },
];
/** Most of a test in a window is waiting for it. */
const lanes = 2;

async function runStep(step: Step): Promise<Outcome> {
  const tally = path.resolve('out', 'tally', `${step.name}.json`);
  mkdirSync(path.dirname(tally), { recursive: true });
  rmSync(tally, { force: true });
  const started = Date.now();
  const { ok, output } = await run(step, tally);
  const seconds = Math.round((Date.now() - started) / 1_000);
  const counts = step.counted ? readTally(tally) : { passed: 0, failed: 0 };
  const failed = Math.max(counts?.failed ?? 0, ok && counts !== undefined ? 0 : 1);
  console.log(`\n=== ${step.name}: npm run ${step.script.join(' ')} (${seconds} s)\n${output}`);
  return { step: step.name, passed: counts?.passed ?? 0, failed, seconds };
}

/** Runs a step's script alone, without what npm would run before it. Its output is shown when it has ended, and while it runs is in `out/log`. */
function run(step: Step, tally: string): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, SKILL_PUBLISHER_TEST_TALLY: tally };
    mkdirSync('out/log', { recursive: true });
    const log = createWriteStream(path.join('out', 'log', `${step.name}.log`));
    let output = '';
    const [name = '', ...args] = step.script;
    const child = spawn('npm', ['run', '--silent', '--ignore-scripts', name, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env, shell: process.platform === 'win32' });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        log.write(text);
      });
    }
    child.on('error', reject);
    child.on('close', (code) => {
      log.end();
      resolve({ ok: code === 0, output });
    });
  });
}

function readTally(file: string): { passed: number; failed: number } | undefined {
  try {
    const { passed, failed } = JSON.parse(readFileSync(file, 'utf8')) as { passed?: unknown; failed?: unknown };
    return typeof passed === 'number' && typeof failed === 'number' && passed + failed > 0 ? { passed, failed } : undefined;
  } catch {
    return undefined;
  }
}

/** Runs steps in their order, so many at a time. */
async function runAll(queue: readonly Step[]): Promise<readonly Outcome[]> {
  const outcomes = new Map<Step, Outcome>();
  const waiting = [...queue];
  const lane = async (): Promise<void> => {
    for (let step = waiting.shift(); step; step = waiting.shift()) outcomes.set(step, await runStep(step));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return queue.flatMap((step) => outcomes.get(step) ?? []);
}

const names = process.argv.slice(2);
const unknown = names.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) throw new Error(`no step ${unknown.join(', ')}; there are ${steps.map((step) => step.name).join(', ')}`);

const started = Date.now();
const chosen = steps.filter(({ name }) => names.length === 0 || names.includes(name));
// What they share is made once, before they run side by side.
const prepared = await runAll([
  ...(chosen.some(({ counted }) => counted) ? [{ name: 'build', script: ['test:build'], counted: false }] : []),
  ...(chosen.some(({ inWindow }) => inWindow) ? [{ name: 'fetch', script: ['fetch'], counted: false }] : []),
]);
const outcomes = [...prepared.filter(({ failed }) => failed > 0), ...(await runAll(chosen))];

console.log('\n=== summary');
for (const { step, passed, failed, seconds } of outcomes) {
  const counts = passed + failed > 0 ? `${passed} passed, ${failed} failed` : 'passed';
  console.log(`${step.padEnd(12)} ${counts.padEnd(28)} ${seconds} s`);
}
console.log(`in ${Math.round((Date.now() - started) / 1_000)} s`);
const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
console.log(`total: ${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
