import path from 'node:path';
import { readSkill, type SkillReading } from '../../core/workspace/readSkill.ts';
import { DiskFileTree } from './diskFileTree.ts';
import { outerIgnoreFiles } from './ignoreFiles.ts';

export { findIncomplete } from '../../core/workspace/readSkill.ts';

/** A skill folder as it lies on disk, with the contents of its files. */
export type SkillFolder = SkillReading;

export interface ReadOptions {
  /** Where `.gitignore` files begin to count, unless the git work tree that holds the folder begins further out. */
  readonly workspaceRoot?: string | undefined;
  readonly publishedName?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Selects and reads the files of a skill folder on disk. Throws only the signal's reason. */
export async function readSkillFolder(
  folder: string,
  { workspaceRoot, publishedName, signal }: ReadOptions = {},
): Promise<SkillFolder> {
  return readSkill(
    { tree: new DiskFileTree(folder), ignoreFiles: await outerIgnoreFiles(folder, workspaceRoot) },
    { folderName: path.basename(path.resolve(folder)), publishedName, contents: true, signal },
  );
}
