import { execFile } from 'node:child_process';

/** Why Git could not do it. `message` is fit to show. */
export class GitError extends Error {
  override readonly name = 'GitError';
  /** As errors of the system have one: what failed is known, and is no bug. */
  readonly code = 'EGIT';
}

/** Nothing that a work tree configures is run: no monitor, no pager, no hook. */
const always = ['--no-optional-locks', '--no-pager', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
const maxOutput = 64 * 1024 * 1024;

interface GitOptions {
  /** What it reads. */
  readonly input?: string | undefined;
  /** The environment it has beside what is always set; that of this process when left out. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Milliseconds it may take; no bound when left out. */
  readonly deadline?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Runs Git in a folder to its end; gives what it prints. Rejects with `GitError`, and like an aborted call. */
export function runGit(
  folder: string,
  args: readonly string[],
  { input, env = process.env, deadline, signal }: GitOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      'git',
      [...always, ...args],
      {
        cwd: folder,
        maxBuffer: maxOutput,
        signal,
        timeout: deadline,
        windowsHide: true,
        // Where nothing is to be fetched, nothing is: what a partial clone leaves out is not asked for by itself.
        env: { GIT_ALLOW_PROTOCOL: 'none', ...env, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
      },
      (error, stdout, stderr) => {
        if (!error) resolve(stdout);
        else if (error.code === 'ENOENT') reject(new GitError('Git is not installed'));
        else if (signal?.aborted === true) reject(new DOMException('Stopped', 'AbortError'));
        else if (error.killed === true) reject(new GitError('Git took too long'));
        else reject(new GitError(`Git failed: ${causeIn(stderr) || error.message.split('\n')[0]}`));
      },
    );
    // Where it ends without having read everything, its exit code says enough.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input ?? '');
  });
}

/** What is said of the failure, without what is said on the way to it, and without what addresses hold to sign in. */
function causeIn(stderr: string): string {
  const lines = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const cause = lines.find((line) => /^(?:fatal|error|remote: error|!)\b/i.test(line)) ?? lines[0] ?? '';
  return cause.replace(/\/\/[^@/\s]*@/g, '//');
}
