import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

export interface Ended {
  /** `null`: ended by a signal. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Another Node than that of this machine. */
  readonly node?: string;
  /** Another program than the one that is shipped. */
  readonly program?: string;
  /** File descriptor that results go to instead. */
  readonly stdout?: number;
  readonly onStart?: (child: ChildProcess) => void;
  readonly onErr?: (err: string, child: ChildProcess) => void;
}

/**
 * The Node of this machine: people run the command line on theirs. The one the tests run on where there is no other.
 */
function ownNode(): string {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const folders = (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .filter((folder) => folder !== '' && !folder.split(path.sep).includes('node_modules'));
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file)) ?? process.execPath;
}

/**
 * The environment of these tests without what tells of a CI service and of a registry: a command must do the same on
 * every machine that tests it.
 */
function ownEnvironment(): NodeJS.ProcessEnv {
  const told = /^(?:CI|CI_\w+|GITHUB_\w+|GITLAB_\w+|TF_BUILD|ANTHROPIC_\w+|SKILL_REGISTRY_\w+)$/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !told.test(name)));
}

/** Runs the command line that was built, as a process, to its end. */
export function runProgram(
  cwd: string,
  args: readonly string[],
  { env = {}, node = ownNode(), program = 'dist/cli.js', stdout, onStart, onErr }: RunOptions = {},
): Promise<Ended> {
  const child = spawn(node, [path.resolve(program), ...args], {
    cwd,
    env: {
      ...ownEnvironment(),
      XDG_STATE_HOME: path.join(cwd, '.state'),
      XDG_CACHE_HOME: path.join(cwd, '.cache'),
      ...env,
    },
    stdio: ['ignore', stdout ?? 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    err += chunk.toString();
    onErr?.(chunk.toString(), child);
  });
  onStart?.(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, out, err });
    });
  });
}
