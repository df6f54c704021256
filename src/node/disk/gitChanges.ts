import { execFile } from 'node:child_process';
import path from 'node:path';
import { gitRoot } from './ignoreFiles.ts';

/** Why Git could not tell. `message` is fit to show. */
export class GitError extends Error {
  override readonly name = 'GitError';
}

/**
 * Nothing a work tree configures is run: no monitor, no pager, no hook; only trees are compared, so no filter sees a
 * file.
 */
const always = ['--no-optional-locks', '--no-pager', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
const treeOnly = ['--name-only', '-z', '--no-ext-diff', '--no-textconv', '--no-renames'];
const maxOutput = 64 * 1024 * 1024;

/**
 * Files that differ between the commit that `reference` and HEAD have in common and HEAD, absolute paths; with
 * `staged`, those that the next commit would change. Throws `GitError`.
 */
export async function changedFiles(
  folder: string,
  { since, signal }: { readonly since?: string | undefined; readonly signal?: AbortSignal },
): Promise<readonly string[]> {
  const root = await gitRoot(folder);
  if (root === undefined) throw new GitError('This folder lies in no Git work tree');
  const git = (...args: readonly string[]): Promise<string> => runGit(root, args, signal);
  if (since === undefined) return toPaths(root, await git('diff', '--cached', ...treeOnly));
  if (since === '' || since.startsWith('-')) throw new GitError(`'${since}' is not a Git revision`);
  const commit = await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${since}^{commit}`).catch(() => '');
  const [shallow, base] = await Promise.all([
    git('rev-parse', '--is-shallow-repository'),
    commit.trim() === '' ? '' : git('merge-base', commit.trim(), 'HEAD').catch(() => ''),
  ]);
  if (base.trim() !== '') return toPaths(root, await git('diff', ...treeOnly, base.trim(), 'HEAD', '--'));
  if (shallow.trim() === 'true')
    throw new GitError(`This clone does not hold the history up to '${since}'. Fetch all of it (fetch-depth: 0)`);
  throw new GitError(
    commit.trim() === '' ? `Git knows no revision '${since}'` : `'${since}' and HEAD have no commit in common`,
  );
}

function toPaths(root: string, output: string): readonly string[] {
  return output
    .split('\0')
    .filter((file) => file !== '')
    .map((file) => path.join(root, file));
}

function runGit(root: string, args: readonly string[], signal: AbortSignal | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      'git',
      [...always, ...args],
      {
        cwd: root,
        maxBuffer: maxOutput,
        signal,
        windowsHide: true,
        env: { ...process.env, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
      },
      (error, stdout, stderr) => {
        if (!error) resolve(stdout);
        else if (error.code === 'ENOENT') reject(new GitError('Git is not installed'));
        else if (signal?.aborted === true) reject(new DOMException('Stopped', 'AbortError'));
        else reject(new GitError(`Git failed: ${stderr.trim().split('\n')[0] ?? error.message}`));
      },
    );
  });
}
