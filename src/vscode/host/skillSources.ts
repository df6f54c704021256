import * as vscode from 'vscode';
import type { SkillSources } from '../../core/workspace/skillReader.ts';
import { DiskFileTree } from '../../node/disk/diskFileTree.ts';
import { outerIgnoreFiles } from '../../node/disk/ignoreFiles.ts';
import { fromAddress } from './skillAddress.ts';
import { WorkspaceTree } from './workspaceTree.ts';

/** Skill folders wherever they lie: on this machine's disk, or in a virtual workspace. */
export const skillSources: SkillSources = {
  async sourceOf(address) {
    const folder = fromAddress(address);
    if (folder.scheme !== 'file') return { tree: new WorkspaceTree(folder), ignoreFiles: [] };
    const root = vscode.workspace.getWorkspaceFolder(folder)?.uri.fsPath;
    return { tree: new DiskFileTree(folder.fsPath), ignoreFiles: await outerIgnoreFiles(folder.fsPath, root) };
  },
};
