import type { SkillSources } from '../../core/workspace/skillReader.ts';
import { patientCalls, type DiskCalls } from './diskCalls.ts';
import { DiskFileTree } from './diskFileTree.ts';
import { outerIgnoreFiles } from './ignoreFiles.ts';

/** Where a skill folder lies on disk. */
export interface DiskPlace {
  /** Absolute path. */
  readonly folder: string;
  /** As `outerIgnoreFiles` takes it. */
  readonly root: string | undefined;
}

/** Skill folders on this machine's disk. `calls`: whether others run while the disk works. */
export function diskSources(placeOf: (folder: string) => DiskPlace, calls: DiskCalls = patientCalls): SkillSources {
  return {
    async sourceOf(named) {
      const { folder, root } = placeOf(named);
      return { tree: new DiskFileTree(folder, calls), ignoreFiles: await outerIgnoreFiles(folder, root, calls) };
    },
  };
}
