import path from 'node:path';
import { GitError, runGit } from './git.ts';
import { gitRoot } from './ignoreFiles.ts';

/** Only trees are compared, so no filter sees a file. */
const treeOnly = ['--name-only', '-z', '--no-ext-diff', '--no-textconv', '--no-renames'];

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
  const git = (...args: readonly string[]): Promise<string> => runGit(root, args, { signal });
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

/**
 * Files of a folder with changes that are not committed, paths from it. Filters of the user's Git see them, nothing
 * else is run. Throws `GitError`.
 */
export async function uncommittedFiles(folder: string, signal?: AbortSignal): Promise<readonly string[]> {
  const root = await gitRoot(folder);
  if (root === undefined) throw new GitError('This folder lies in no Git work tree');
  const status = ['status', '--porcelain', '-z', '--no-renames', '--untracked-files=all', '--ignore-submodules=dirty'];
  const output = await runGit(root, [...status, '--', folder], { signal });
  return toPaths(root, output.replace(/(^|\0).. /g, '$1')).map((file) => path.relative(folder, file));
}

function toPaths(root: string, output: string): readonly string[] {
  return output
    .split('\0')
    .filter((file) => file !== '')
    .map((file) => path.join(root, file));
}
