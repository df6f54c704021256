import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';

/** What one run cost. */
export interface Cost {
  /** Milliseconds on the clock. */
  readonly wall: number;
  /** Milliseconds of processor time, of all threads of the process. */
  readonly cpu: number;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The value that `share` of the values do not exceed: 0.95 for the 95th percentile. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? Number.NaN;
}

/** Runs work in this process and says what it cost. */
export async function costOf(run: () => unknown): Promise<Cost> {
  globalThis.gc?.();
  const begun = process.cpuUsage();
  const start = performance.now();
  await run();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(begun);
  return { wall, cpu: (user + system) / 1000 };
}

/**
 * Runs each candidate once per round, one after the other, so that a busy moment of the machine hits all of them; the
 * first round warms up and does not count. Keys of the result are the candidates' names.
 */
export async function interleave<K extends string>(
  rounds: number,
  candidates: Readonly<Record<K, () => Promise<Cost>>>,
): Promise<Readonly<Record<K, readonly Cost[]>>> {
  const names = Object.keys(candidates) as K[];
  const costs = Object.fromEntries(names.map((name): [K, Cost[]] => [name, []])) as Record<K, Cost[]>;
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const cost = await candidates[name]();
      if (round > 0) costs[name].push(cost);
    }
  }
  return costs;
}

export function medianCost(costs: readonly Cost[]): Cost {
  return { wall: median(costs.map(({ wall }) => wall)), cpu: median(costs.map(({ cpu }) => cpu)) };
}

/** The longest time for which nothing else could run in this thread. */
export interface Block {
  /** Milliseconds on the clock between two turns: on a busy machine also the time of others. */
  readonly wall: number;
  /** Milliseconds this thread itself worked between two turns: what a machine that does nothing else would show. */
  readonly cpu: number;
}

/**
 * Runs work and watches the turns of the event loop. The turn after the work's last piece is watched too: a meter that
 * stops with the work itself does not see a block at its end.
 */
export async function longestBlock(run: () => unknown): Promise<Block> {
  let longest: Block = { wall: 0, cpu: 0 };
  let last = now();
  const beat = (): void => {
    const next = now();
    longest = { wall: Math.max(longest.wall, next.wall - last.wall), cpu: Math.max(longest.cpu, next.cpu - last.cpu) };
    last = next;
  };
  const timer = setInterval(beat, 1);
  try {
    await nextTimer();
    beat();
    longest = { wall: 0, cpu: 0 };
    await run();
    await nextTimer();
    beat();
  } finally {
    clearInterval(timer);
  }
  return longest;
}

function now(): Block {
  const { user, system } = process.threadCpuUsage();
  return { wall: performance.now(), cpu: (user + system) / 1000 };
}

function nextTimer(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 1);
  });
}

/** What a whole program cost. */
export interface ProgramCost extends Cost {
  /** Its exit code. */
  readonly status: number;
}

/**
 * Starts a program and waits for its end; its output is dropped. Times are those of the program and of what it waited
 * for, as bash tells them, to the millisecond. Rejects when bash cannot be started; a program that cannot be has the
 * status 126 or 127.
 */
export function costOfProgram(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<ProgramCost> {
  const script = 'TIMEFORMAT="%3R %3U %3S"; { time "$@" >/dev/null 2>&1 </dev/null; } 2>&1; echo $?';
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', script, 'bash', program, ...args], {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: { ...(options.env ?? process.env), LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('error', reject);
    child.on('close', () => {
      const numbers = Buffer.concat(output).toString().trim().split(/\s+/).map(Number);
      const [wall, user, system, status] = numbers;
      if (wall === undefined || user === undefined || system === undefined || status === undefined)
        reject(new Error(`${program} could not be measured.`));
      else resolve({ wall: wall * 1000, cpu: (user + system) * 1000, status });
    });
  });
}
