import path from 'node:path';
import { readSkill, type SkillReading } from '../../src/core/workspace/readSkill.ts';
import { diskSources } from '../../src/node/disk/diskSources.ts';

/** A skill folder on disk with the contents of its files. `workspaceRoot`: as `outerIgnoreFiles` takes it. */
export async function readSkillFolder(
  folder: string,
  { workspaceRoot }: { readonly workspaceRoot?: string | undefined } = {},
): Promise<SkillReading> {
  const source = await diskSources((place) => ({ folder: place, root: workspaceRoot })).sourceOf(folder);
  return readSkill(source, { folderName: path.basename(path.resolve(folder)), contents: true });
}
