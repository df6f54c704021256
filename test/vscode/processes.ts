import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Writable } from 'node:stream';

const groups = new Set<ChildProcess>();
const folders = new Set<string>();
const noise = 'inherit' as const;
let guard: Writable | undefined;

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
  tellGuard('group', String(child.pid));
  child.on('exit', () => {
    groups.delete(child);
    tellGuard('ended', String(child.pid));
  });
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
  tellGuard('folder', folder);
  return folder;
}

/** Deletes a folder made by `temporaryFolder` before this process ends. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  folders.delete(folder);
}

/** Ends this process when the one that started it does: `npm` passes a signal on to the shell between them only. */
export function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent || !isRunning(parent)) process.exit(130);
  }, 250).unref();
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Another process clears up when this one is killed and cannot. Windows has no groups of processes to end. */
function tellGuard(word: 'group' | 'ended' | 'folder', what: string): void {
  if (process.platform === 'win32') return;
  guard ??= startGuard();
  guard.write(`${word} ${what}\n`);
}

function startGuard(): Writable {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'guard.ts')], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  child.unref();
  child.on('error', () => undefined);
  const { stdin } = child;
  stdin.on('error', () => undefined);
  // A pipe keeps this process running unless it is told not to.
  (stdin as Writable & { unref?: () => void }).unref?.();
  return stdin;
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
