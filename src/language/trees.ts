import type * as vscode from 'vscode';
import type { SkillTrees } from './skillFolders.ts';
import { WorkspaceTree } from './workspaceTree.ts';

/** Skill folders wherever they lie: on this machine's disk, or in a virtual workspace. */
export function skillTrees(publishedName: (folder: vscode.Uri) => Promise<string | undefined>): SkillTrees {
  return {
    treeOf: (folder) => new WorkspaceTree(folder),
    ignoreFilesAbove: () => Promise.resolve([]),
    publishedName,
  };
}
