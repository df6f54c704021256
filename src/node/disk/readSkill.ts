import path from 'node:path';
import type { ArchiveFile } from '../../core/bundle/extract.ts';
import { readFiles } from '../../core/bundle/readFiles.ts';
import { selectFiles, type OuterIgnoreFile, type Selection } from '../../core/bundle/select.ts';
import { toSkill } from '../../core/bundle/toSkill.ts';
import type { Problem } from '../../core/skill/problem.ts';
import type { Skill } from '../../core/skill/skill.ts';
import { DiskFileTree } from './diskFileTree.ts';
import { outerIgnoreFiles } from './ignoreFiles.ts';

/** A skill folder as it lies on disk. */
export interface SkillFolder {
  /** Absolute. */
  readonly folder: string;
  /** Its last segment. */
  readonly folderName: string;
  readonly skill: Skill;
  readonly selection: Selection;
  /** Contents of the files that travel. */
  readonly files: readonly ArchiveFile[];
  /** Of selecting and of reading. */
  readonly problems: readonly Problem[];
}

export interface ReadOptions {
  /** Where `.gitignore` files begin to count, unless the git work tree that holds the folder begins further out. */
  readonly workspaceRoot?: string | undefined;
  readonly publishedName?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Bytes of all files that are read together. Far over any upload; what is larger is refused by its size, unread. */
const maxBytes = 128 * 1024 * 1024;

/** Selects and reads the files of a skill folder. Throws only the signal's reason. */
export async function readSkillFolder(folder: string, options: ReadOptions = {}): Promise<SkillFolder> {
  const tree = new DiskFileTree(folder);
  const ignoreFiles: readonly OuterIgnoreFile[] = await outerIgnoreFiles(folder, options.workspaceRoot);
  const selection = await selectFiles(tree, { ignoreFiles, signal: options.signal });
  const total = selection.files.reduce((sum, { size }) => sum + size, 0);
  const refused = total > maxBytes ? [tooLarge(selection, total)] : [];
  // What is refused anyway is not read, except SKILL.md: its own problems are worth saying, and "no SKILL.md" would be
  // a lie.
  const main = selection.files.filter(({ path: file, size }) => /^skill\.md$/i.test(file) && size <= maxBytes);
  const read = await readFiles(tree, refused.length > 0 ? main : selection.files, options.signal);
  const folderName = path.basename(path.resolve(folder));
  const skill = toSkill(folderName, selection, read.files, options.publishedName);
  return {
    folder,
    folderName,
    skill,
    selection,
    files: read.files,
    problems: [...selection.problems, ...refused, ...read.problems],
  };
}

const incompleteCodes: readonly string[] = ['package/unreadable', 'package/too-large', 'package/too-many-files'];

/**
 * Why the files that were read are not all that would travel, so that nothing may be concluded from a missing one;
 * `undefined`: they are all.
 */
export function findIncomplete({ problems }: Pick<SkillFolder, 'problems'>): Problem | undefined {
  return problems.find(({ code }) => incompleteCodes.includes(code));
}

/** The skill of a folder, as rules judge it: its text files up to 256 KiB with their text. */
export async function readSkill(folder: string, options: ReadOptions = {}): Promise<Skill> {
  return (await readSkillFolder(folder, options)).skill;
}

function tooLarge({ files }: Selection, total: number): Problem {
  const biggest = files
    .toSorted((a, b) => b.size - a.size)
    .slice(0, 10)
    .map(({ path: file, size }) => `${file} (${Math.round(size / 1048576)} MiB)`)
    .join(', ');
  return {
    code: 'package/too-large',
    severity: 'error',
    file: '',
    range: { start: 0, end: 0 },
    message:
      `The files that would travel have ${Math.round(total / 1048576)} MiB, far more than an upload may ` +
      `have (30 MiB). The largest: ${biggest}. Leave out what is not needed with .skillignore.`,
  };
}
