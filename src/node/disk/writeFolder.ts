import { cp, lstat, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ArchiveFile } from '../../core/bundle/extract.ts';
import { incomingProblem } from '../../core/text/incoming.ts';
import { pathFault } from '../../core/text/paths.ts';
import { makeFolder } from './makeFolder.ts';
import { isSystemError } from './systemError.ts';
import { leftovers, stagingPath } from './staging.ts';
import { l10n } from '../../core/text/l10n.ts';

/** The folder already exists, or does not where it must. `message` is fit to show. */
export class FolderError extends Error {
  override readonly name = 'FolderError';
}

interface ReplaceOptions {
  /**
   * Files and folders of the present folder that are carried over, relative to it: what never was part of the skill's
   * versions.
   */
  readonly keep?: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes a folder of these files; all of them or none. Throws `FolderError` when something of that name exists, or when
 * a file must not be written (`incomingProblem`).
 */
export async function writeNewFolder(
  target: string,
  files: readonly ArchiveFile[],
  signal?: AbortSignal,
): Promise<void> {
  await recoverFolder(target);
  if (await isThere(target))
    throw new FolderError(l10n.t`“${path.basename(target)}” already exists. Choose another name, or remove it first.`);
  const staged = await stage(target, files, signal);
  try {
    signal?.throwIfAborted();
    await rename(staged, target);
  } catch (error) {
    await rm(staged, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Replaces a folder's content by these files. A process that is killed leaves the folder as it was or as it should be;
 * only between two renames it can be away, and the next call of `recoverFolder` (or of any function here) brings it
 * back.
 */
export async function replaceFolder(
  target: string,
  files: readonly ArchiveFile[],
  options: ReplaceOptions = {},
): Promise<void> {
  await recoverFolder(target);
  if (!(await isThere(target))) throw new FolderError(l10n.t`“${path.basename(target)}” does not exist anymore.`);
  const staged = await stage(target, files, options.signal, options.keep);
  const old = stagingPath(target, 'old');
  try {
    for (const kept of options.keep ?? []) await carryOver(target, staged, kept);
    options.signal?.throwIfAborted();
    await rename(target, old);
    try {
      await rename(staged, target);
    } catch (error) {
      await rename(old, target);
      throw error;
    }
  } catch (error) {
    await rm(staged, { recursive: true, force: true });
    throw error;
  }
  // The new content is in place; an open file of the old one (Windows) is no failure: `recoverFolder` clears it up.
  await rm(old, { recursive: true, force: true }).catch(() => undefined);
}

/** Clears up after a process that was killed: brings the folder back when it was away, and removes unfinished ones. */
export async function recoverFolder(target: string): Promise<void> {
  for (const old of await leftovers(target, 'old')) {
    if (await isThere(target)) await rm(old, { recursive: true, force: true });
    else await rename(old, target);
  }
  for (const staged of await leftovers(target, 'tmp')) await rm(staged, { recursive: true, force: true });
}

async function stage(
  target: string,
  files: readonly ArchiveFile[],
  signal: AbortSignal | undefined,
  keep: readonly string[] = [],
): Promise<string> {
  const paths = files.map(({ path: file }) => file);
  // What stays may be the rest of a repository whose `HEAD` comes now. What stays alone is the user's own.
  const problem =
    incomingProblem(paths) ?? incomingProblem([...paths, ...keep.filter((kept) => !incomingProblem([kept]))]);
  if (problem) throw new FolderError(l10n.t`Nothing was written: the version contains ${problem.what}.`);
  for (const { path: file } of files) {
    const fault = pathFault(file);
    if (fault) throw new FolderError(l10n.t`“${file}” cannot be written: the name ${fault.reason}.`);
  }
  const staged = stagingPath(target, 'tmp');
  try {
    await mkdir(staged);
    for (const { path: file, content, mode } of files) {
      signal?.throwIfAborted();
      const full = path.join(staged, ...file.split('/'));
      await makeFolder(path.dirname(full));
      await writeFile(full, content, { flag: 'wx', mode });
    }
    return staged;
  } catch (error) {
    await rm(staged, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Copies rather than moves, so that a kill leaves the present folder whole. What the new files bring themselves wins.
 */
async function carryOver(target: string, staged: string, kept: string): Promise<void> {
  const relative = kept.replace(/\/$/, '');
  if (pathFault(relative)?.code === 'NAME_TRAVERSAL' || path.isAbsolute(relative))
    throw new FolderError(l10n.t`“${kept}” is not inside the folder.`);
  const from = path.join(target, relative);
  const to = path.join(staged, relative);
  if (!(await isThere(from)) || (await isThere(to))) return;
  await makeFolder(path.dirname(to));
  await cp(from, to, {
    recursive: true,
    verbatimSymlinks: true,
    preserveTimestamps: true,
    errorOnExist: true,
    force: false,
  });
}

async function isThere(target: string): Promise<boolean> {
  try {
    await lstat(target);
    return true;
  } catch (error) {
    if (isSystemError(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return false;
    throw error;
  }
}
