import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { OuterIgnoreFile } from '../../core/bundle/select.ts';
import { patientCalls, type DiskCalls } from './diskCalls.ts';
import { isSystemError } from './systemError.ts';

/** A `.gitignore` with more bytes is not one. */
const maxBytes = 1_048_576;

/**
 * The `.gitignore` files above a skill folder, outermost first. They begin to count at the root of the git work tree
 * that holds the folder or at `workspaceRoot`, whichever is the outer: so the same files travel whatever folder of a
 * repository is opened. None when there is neither.
 */
export async function outerIgnoreFiles(
  folder: string,
  workspaceRoot?: string,
  calls = patientCalls,
): Promise<readonly OuterIgnoreFile[]> {
  const roots = [await gitRoot(folder, calls), workspaceRoot].filter((root) => root !== undefined);
  const ways = roots.map((root) => segmentsBetween(root, folder) ?? []);
  const segments = ways.reduce((longest, way) => (way.length > longest.length ? way : longest), []);
  const root = path.resolve(folder, ...segments.map(() => '..'));
  const found: OuterIgnoreFile[] = [];
  for (let depth = 0; depth < segments.length; depth += 1) {
    const above = segments.slice(0, depth);
    const place = path.join(root, ...above, '.gitignore');
    const info = await calls.lstatIfThere(place);
    if (!info?.isFile() || info.size > maxBytes) continue;
    const text = await readText(place);
    found.push({ file: [...above, '.gitignore'].join('/'), prefix: segments.slice(depth).join('/'), text });
  }
  return found;
}

/** The names of the folders on the way from `root` to `folder`; `undefined` when it does not lie there. */
function segmentsBetween(root: string, folder: string): readonly string[] | undefined {
  const inside = path.relative(root, folder);
  if (inside === '') return [];
  const segments = inside.split(path.sep);
  return segments[0] === '..' || path.isAbsolute(inside) ? undefined : segments;
}

/**
 * The nearest folder at or above with a `.git` (a folder, or a file in worktrees). Only looked at: no git process is
 * started.
 */
export async function gitRoot(folder: string, calls: DiskCalls = patientCalls): Promise<string | undefined> {
  for (let current = path.resolve(folder); ; current = path.dirname(current)) {
    if ((await calls.lstatIfThere(path.join(current, '.git'))) !== undefined) return current;
    if (path.dirname(current) === current) return undefined;
  }
}

/** `undefined` for what this user may not read, or what is gone by now. */
async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}
