import * as vscode from 'vscode';
import { DiskFileTree } from '../../node/disk/diskFileTree.ts';
import { outerIgnoreFiles } from '../../node/disk/ignoreFiles.ts';
import type { SkillTrees } from './skillFolders.ts';
import { WorkspaceTree } from './workspaceTree.ts';

/** Skill folders wherever they lie: on this machine's disk, or in a virtual workspace. */
export function skillTrees(publishedName: SkillTrees['publishedName']): SkillTrees {
  return {
    treeOf: (folder) => (folder.scheme === 'file' ? new DiskFileTree(folder.fsPath) : new WorkspaceTree(folder)),
    ignoreFilesAbove: (folder) =>
      folder.scheme === 'file'
        ? outerIgnoreFiles(folder.fsPath, vscode.workspace.getWorkspaceFolder(folder)?.uri.fsPath)
        : Promise.resolve([]),
    publishedName,
  };
}
