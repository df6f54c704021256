import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const groups = new Set<ChildProcess>();
const folders = new Set<string>();
const noise = 'inherit' as const;

/** Runs a command to its end, its output shown; rejects when it fails. */
export async function run(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<void> {
  const child = spawnGroup(command, args, { stdio: ['ignore', noise, noise], ...options });
  const code = await new Promise<number | string>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (status, signal) => {
      resolve(status ?? signal ?? 1);
    });
  });
  if (code !== 0) throw new Error(`${[command, ...args].join(' ')} ended with ${String(code)}`);
}

/** Starts a process in a group of its own; `endGroup`, or the end of this process, ends it with all its children. */
export function spawnGroup(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(command, args, { detached: process.platform !== 'win32', ...options });
  groups.add(child);
  child.on('exit', () => groups.delete(child));
  return child;
}

/** Ends a process started by `spawnGroup` and everything it started: asks, and after two seconds insists. */
export async function endGroup(child: ChildProcess): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    child.once('exit', () => {
      resolve();
    });
  });
  signalGroup(child, 'SIGTERM');
  const insist = setTimeout(() => {
    signalGroup(child, 'SIGKILL');
  }, 2_000);
  await ended;
  clearTimeout(insist);
  signalGroup(child, 'SIGKILL');
}

/** A new folder under the system's temporary folder, deleted when this process ends. */
export function temporaryFolder(label: string): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), `skill-publisher-${label}-`)));
  folders.add(folder);
  return folder;
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

process.on('exit', () => {
  for (const child of groups) signalGroup(child, 'SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));
