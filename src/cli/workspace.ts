import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { gitRoot } from '../node/disk/ignoreFiles.ts';
import { isInside } from '../node/disk/isInside.ts';
import { claudeLockFileName, findInClaudeLock, type LockedSkill } from '../core/publish/claudeLock.ts';
import { ledgerFileName } from '../core/publish/ledgerError.ts';

/** How a folder is named to the workspace of skills. */
export function toId(folder: string): string {
  return folder.split(path.sep).join('/');
}

/** Where a skill folder belongs: the folder that holds the ledger. */
export interface Workspace {
  /** Absolute. */
  readonly root: string;
  /** The skill folder as the ledger names it. */
  readonly folder: string;
}

/**
 * The nearest folder at or above with a ledger, else the git work tree, else the current folder when it holds the
 * skill, else the folder's parent.
 */
export async function findWorkspace(skillFolder: string, named: string | undefined, cwd: string): Promise<Workspace> {
  const here = skillFolder !== cwd && isInside(cwd, skillFolder) ? cwd : path.dirname(skillFolder);
  const root = named ?? (await nearestLedger(skillFolder)) ?? (await gitRoot(skillFolder)) ?? here;
  const relative = path.relative(root, skillFolder);
  return { root, folder: relative === '' ? '.' : relative.split(path.sep).join('/') };
}

/** The nearest folder at or above that holds a ledger. */
export async function nearestLedger(folder: string): Promise<string | undefined> {
  for (let current = folder; ; current = path.dirname(current)) {
    const info = await stat(path.join(current, ledgerFileName)).catch(() => undefined);
    if (info?.isFile()) return current;
    if (path.dirname(current) === current) return undefined;
  }
}

/** The mapping of the nearest `claude-lock.json` at or above the folder, up to the workspace root. */
export async function findLocked(
  skillFolder: string,
  root: string,
  endpoint: { readonly baseUrl: string; readonly workspaceId?: string | undefined },
): Promise<LockedSkill | undefined> {
  for (let current = skillFolder; ; current = path.dirname(current)) {
    const text = await readFile(path.join(current, claudeLockFileName), 'utf8').catch(() => undefined);
    if (text !== undefined)
      return findInClaudeLock(text, path.relative(current, skillFolder).split(path.sep).join('/'), endpoint);
    if (current === root || path.dirname(current) === current) return undefined;
  }
}
