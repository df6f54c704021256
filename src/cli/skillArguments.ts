import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Exclusions } from '../core/workspace/exclusions.ts';
import { resolveFolder, UsageError } from './arguments.ts';
import type { CliIo } from './io.ts';

/** A skill folder that arguments mean. */
export interface NamedSkill {
  /** Absolute. */
  readonly folder: string;
  /** From the current folder, with `/`; absolute where it does not lie below it. `.` for the current folder itself. */
  readonly shown: string;
}

/** What leaves folders out of a search; `root` is absolute. */
export interface SearchRules {
  readonly exclusions: Exclusions;
  readonly root: string | undefined;
}

/**
 * The skills that arguments mean: folders of skills, their SKILL.md, or folders with skills below; without arguments
 * the current folder. Each once, in order. A named folder without any skill stands for itself, so that what is wrong
 * with it is said. Throws `UsageError`.
 */
export async function namedSkills(
  positionals: readonly string[],
  io: CliIo,
  rulesOf: (folder: string) => Promise<SearchRules> = () => Promise.resolve({ exclusions: [], root: undefined }),
): Promise<readonly NamedSkill[]> {
  const found = new Set<string>();
  for (const argument of positionals.length === 0 ? ['.'] : positionals) {
    const folder = await resolveFolder(argument, io);
    if (await isSkillFolder(folder)) {
      found.add(folder);
      continue;
    }
    const { findSkillFolders } = await import('../node/disk/findSkillFolders.ts');
    const { exclusions, root } = await rulesOf(folder);
    const { folders, cut } = await findSkillFolders(folder, {
      exclusions,
      signal: io.signal,
      ...(root === undefined ? {} : { root }),
    });
    if (cut)
      io.stderr(`'${argument}' holds too many folders to look into all of them. Name the folders with skills.\n`);
    if (folders.length === 0 && positionals.length === 0)
      throw new UsageError('There is no skill here: no folder at or below the current one has a SKILL.md');
    for (const each of folders.length === 0 ? [folder] : folders) found.add(each);
  }
  return [...found].map((folder) => ({ folder, shown: shownPath(folder, io.cwd) }));
}

/** A path as reports name it: from the current folder, with `/`; absolute where it does not lie below it. */
export function shownPath(full: string, cwd: string): string {
  const inside = path.relative(cwd, full);
  if (inside === '') return '.';
  const isBelow = inside !== '..' && !inside.startsWith(`..${path.sep}`) && !path.isAbsolute(inside);
  return (isBelow ? inside : full).split(path.sep).join('/');
}

async function isSkillFolder(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  return names.some((name) => name.toLowerCase() === 'skill.md');
}
