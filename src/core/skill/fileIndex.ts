import type { Budget } from './budget.ts';
import { folderOf } from './path.ts';
import type { SkillFile } from './skill.ts';

/** The paths of a skill folder, for look-ups. */
export interface FileIndex {
  has(path: string): boolean;
  /** True for a folder that holds a file, and for the skill folder ''. */
  hasFolder(path: string): boolean;
  readonly paths: readonly string[];
  /** Where the work of look-ups is counted that costs more than one. */
  readonly budget?: Budget | undefined;
}

export function indexFiles(files: readonly SkillFile[], budget?: Budget): FileIndex {
  const paths = files.map((file) => file.path);
  const known = new Set(paths);
  const folders = new Set(['']);
  for (const path of paths) {
    for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) folders.add(folder);
  }
  return { has: (path) => known.has(path), hasFolder: (path) => folders.has(path), paths, budget };
}

/** Lower-case spellings of the paths of an index, made when first asked for. */
const spellings = new WeakMap<FileIndex, ReadonlyMap<string, string>>();

/** The path of the skill that is written like this one, upper and lower case apart. */
export function sameButCase(path: string, files: FileIndex): string | undefined {
  let known = spellings.get(files);
  if (!known) {
    known = new Map(files.paths.map((each) => [each.toLowerCase(), each]));
    spellings.set(files, known);
  }
  return known.get(path.toLowerCase());
}
