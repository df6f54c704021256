import type { Stats } from 'node:fs';
import { lstat, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { OuterIgnoreFile } from '../bundle/select.ts';
import { isSystemError } from './diskFileTree.ts';

/** A `.gitignore` with more bytes is not one. */
const maxBytes = 1_048_576;

/**
 * The `.gitignore` files above a skill folder, outermost first: from `workspaceRoot` down, or from the git work tree that holds the folder; none when
 * there is neither.
 */
export async function outerIgnoreFiles(folder: string, workspaceRoot?: string): Promise<readonly OuterIgnoreFile[]> {
  const root = workspaceRoot ?? (await gitRoot(folder));
  if (root === undefined) return [];
  const inside = path.relative(root, folder);
  if (inside === '' || inside.startsWith('..') || path.isAbsolute(inside)) return [];
  const segments = inside.split(path.sep);
  const found: OuterIgnoreFile[] = [];
  for (let depth = 0; depth < segments.length; depth += 1) {
    const above = segments.slice(0, depth);
    const text = await readText(path.join(root, ...above, '.gitignore'));
    if (text !== undefined) found.push({ file: [...above, '.gitignore'].join('/'), prefix: segments.slice(depth).join('/'), text });
  }
  return found;
}

/** The nearest folder at or above with a `.git` (a folder, or a file in worktrees). Only looked at: no git process is started. */
export async function gitRoot(folder: string): Promise<string | undefined> {
  for (let current = path.resolve(folder); ; current = path.dirname(current)) {
    if ((await lstatOrNothing(path.join(current, '.git'))) !== undefined) return current;
    if (path.dirname(current) === current) return undefined;
  }
}

async function readText(file: string): Promise<string | undefined> {
  const info = await lstatOrNothing(file);
  if (!info?.isFile() || info.size > maxBytes) return undefined;
  return readFile(file, 'utf8');
}

async function lstatOrNothing(file: string): Promise<Stats | undefined> {
  try {
    return await lstat(file);
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}
