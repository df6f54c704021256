import path from 'node:path';
import * as vscode from 'vscode';
import { isSystemError } from '../../node/disk/systemError.ts';

/** A folder's name while it is written (`disk/staging.ts`), with the name it will have. */
const unfinishedName = /^\.(.+)\.(?:tmp|old)-\d+-[0-9a-f]{12}$/;
const maxFolders = 2000;

/**
 * Brings back skill folders whose replacement was killed half-way, and removes what it left. True when there was
 * something to do.
 */
export async function recoverFolders(): Promise<boolean> {
  if (!vscode.workspace.isTrusted) return false;
  const files = await vscode.workspace.findFiles('**/.*-*-*/SKILL.md', '**/node_modules/**', maxFolders);
  const targets = files.flatMap((file) => {
    const folder = vscode.Uri.joinPath(file, '..');
    const name = unfinishedName.exec(folder.path.split('/').at(-1) ?? '')?.[1];
    return name === undefined || folder.scheme !== 'file' ? [] : [path.join(path.dirname(folder.fsPath), name)];
  });
  if (targets.length === 0) return false;
  const { recoverFolder } = await import('../../node/disk/writeFolder.ts');
  for (const target of new Set(targets)) {
    try {
      await recoverFolder(target);
    } catch (error) {
      // What cannot be cleared up stays; it is no skill folder by its name.
      if (!isSystemError(error)) throw error;
    }
  }
  return true;
}
