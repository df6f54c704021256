import { execFile, type ExecFileOptions } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, whatever code it ends with. Rejects when it cannot be started. */
export function runProgram(command: string, args: readonly string[], options: ExecFileOptions = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const limits = { encoding: 'utf8', maxBuffer: 1 << 28, ...options } as const;
    execFile(command, args, limits, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === 'number') resolve({ code, stdout: String(stdout), stderr: String(stderr) });
      else reject(new Error(`${command} could not be run: ${String(code)}`, { cause: error }));
    });
  });
}

/** Runs a TypeScript program of this folder in a process of its own, with `gc`; returns what it printed last, as JSON. */
export async function measureApart(file: string): Promise<Readonly<Record<string, number>>> {
  const flags = [
    '--expose-gc',
    '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
    '--disable-warning=ExperimentalWarning',
  ];
  const { code, stdout, stderr } = await runProgram(process.execPath, [...flags, file]);
  if (code !== 0) throw new Error(`${file} ended with ${code}: ${stderr.slice(-2_000)}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, number>;
}

/** Calls with a new temporary folder, which is deleted afterward. */
export async function inFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'sp-long-')));
  try {
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
