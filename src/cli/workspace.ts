import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { directCalls } from '../node/disk/diskCalls.ts';
import { isInside } from '../node/disk/isInside.ts';
import { isSystemError } from '../node/disk/systemError.ts';
import type { LockedSkill } from '../core/publish/claudeLock.ts';
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

/** Finds where skill folders belong; looks into each folder once. */
export class Workspaces {
  readonly #ledgers = new Map<string, string | undefined>();
  readonly #workTrees = new Map<string, string | undefined>();

  /**
   * The nearest folder at or above with a ledger, else the git work tree, else the current folder when it holds the
   * skill, else the folder's parent.
   */
  of(skillFolder: string, named: string | undefined, cwd: string): Workspace {
    const here = skillFolder !== cwd && isInside(cwd, skillFolder) ? cwd : path.dirname(skillFolder);
    const workTree = (): string | undefined => nearest(skillFolder, hasGit, this.#workTrees);
    const root = named ?? nearest(skillFolder, hasLedger, this.#ledgers) ?? workTree() ?? here;
    const relative = path.relative(root, skillFolder);
    return { root, folder: relative === '' ? '.' : relative.split(path.sep).join('/') };
  }
}

export function findWorkspace(skillFolder: string, named: string | undefined, cwd: string): Workspace {
  return new Workspaces().of(skillFolder, named, cwd);
}

/** The nearest folder at or above that holds a ledger. */
export function nearestLedger(folder: string): string | undefined {
  return nearest(folder, hasLedger);
}

/** The nearest folder at or above that has something; `known`: what was found before, by folder. */
function nearest(
  folder: string,
  has: (folder: string) => boolean,
  known = new Map<string, string | undefined>(),
): string | undefined {
  const above = path.dirname(folder);
  const found = known.has(folder)
    ? known.get(folder)
    : has(folder)
      ? folder
      : above === folder
        ? undefined
        : nearest(above, has, known);
  known.set(folder, found);
  return found;
}

function hasLedger(folder: string): boolean {
  try {
    return statSync(path.join(folder, ledgerFileName), { throwIfNoEntry: false })?.isFile() === true;
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}

function hasGit(folder: string): boolean {
  return directCalls.lstatIfThere(path.join(folder, '.git')) !== undefined;
}

/** The mapping of the nearest `claude-lock.json` at or above the folder, up to the workspace root. */
export async function findLocked(
  skillFolder: string,
  root: string,
  endpoint: { readonly baseUrl: string; readonly workspaceId?: string | undefined },
): Promise<LockedSkill | undefined> {
  const { claudeLockFileName, findInClaudeLock } = await import('../core/publish/claudeLock.ts');
  for (let current = skillFolder; ; current = path.dirname(current)) {
    const text = await readFile(path.join(current, claudeLockFileName), 'utf8').catch(() => undefined);
    if (text !== undefined)
      return findInClaudeLock(text, path.relative(current, skillFolder).split(path.sep).join('/'), endpoint);
    if (current === root || path.dirname(current) === current) return undefined;
  }
}
