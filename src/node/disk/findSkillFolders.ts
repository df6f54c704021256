import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseIgnore, type IgnoreLevel, verdictOf } from '../../core/bundle/ignoreRules.ts';
import { isExcludedBy, type Exclusions } from '../../core/workspace/exclusions.ts';
import { isNeverSearched } from '../../core/workspace/searched.ts';
import { outerIgnoreFiles } from './ignoreFiles.ts';
import { isSystemError } from './systemError.ts';

/** Folders that are opened in one search. */
const maxFolders = 50_000;
const maxDepth = 32;

interface FoundFolders {
  /** Absolute, in alphabetic order. */
  readonly folders: readonly string[];
  /** True when there was too much to look into all of it. */
  readonly cut: boolean;
}

interface SearchOptions {
  /** Judge paths from `root`. */
  readonly exclusions?: Exclusions;
  /** Absolute; where exclusions begin to count. The searched folder when left out. */
  readonly root?: string;
  readonly signal?: AbortSignal;
}

/**
 * Every folder with a SKILL.md at or below `folder` that Git does not ignore and that is not excluded. No link is
 * followed; what cannot be opened is left out. Throws only the signal's reason.
 */
export async function findSkillFolders(folder: string, options: SearchOptions = {}): Promise<FoundFolders> {
  const { exclusions = [], root = folder, signal } = options;
  const outer = (await outerIgnoreFiles(folder)).flatMap(({ file, prefix, text }) =>
    text === undefined ? [] : (parseIgnore(file, text, { prefix }) ?? []),
  );
  const found: string[] = [];
  let level: { readonly inside: string; readonly rules: readonly IgnoreLevel[] }[] = [{ inside: '', rules: outer }];
  let opened = 0;
  for (let depth = 0; depth < maxDepth && level.length > 0; depth += 1) {
    const next: typeof level = [];
    for (const { inside, rules: above } of level) {
      signal?.throwIfAborted();
      opened += 1;
      if (opened > maxFolders) return { folders: found.sort(), cut: true };
      const entries = await direntsOf(path.join(folder, inside));
      const rules = entries.some(({ name }) => name === '.gitignore')
        ? [...above, ...(await ownRules(folder, inside))]
        : above;
      for (const entry of entries) {
        const at = inside === '' ? entry.name : `${inside}/${entry.name}`;
        const fromRoot = path.relative(root, path.join(folder, at)).split(path.sep).join('/');
        if (isExcludedBy(exclusions, fromRoot)) continue;
        if (entry.isFile() && /^skill\.md$/i.test(entry.name)) found.push(path.join(folder, inside));
        else if (entry.isDirectory() && !isNeverSearched(entry.name) && verdictOf(rules, at, true)?.ignored !== true)
          next.push({ inside: at, rules });
      }
    }
    level = next;
  }
  return { folders: [...new Set(found)].sort(), cut: level.length > 0 };
}

async function ownRules(folder: string, inside: string): Promise<readonly IgnoreLevel[]> {
  const text = await readFile(path.join(folder, inside, '.gitignore'), 'utf8').catch(() => undefined);
  const file = inside === '' ? '.gitignore' : `${inside}/.gitignore`;
  const level = text === undefined ? undefined : parseIgnore(file, text, { base: inside });
  return level ? [level] : [];
}

async function direntsOf(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isSystemError(error)) return [];
    throw error;
  }
}
