import * as vscode from 'vscode';
import { isSkillFile } from './skillDocument.ts';

/** Folders that are opened where VS Code cannot search. */
const maxFolders = 2000;
const maxDepth = 6;
/** Hidden folders hold skills only where agents look for them. */
const skippedFolder =
  /^(?:node_modules|dist|out|\.(?!agents$|claude$|github$|cursor$|codex$|gemini$|opencode$|copilot$).*)$/;

/** Every SKILL.md of the workspace outside of `exclude`, at most `limit`. */
export async function findSkillFiles(
  exclude: string | undefined,
  limit: number,
  token: vscode.CancellationToken,
): Promise<readonly vscode.Uri[]> {
  try {
    const found = await vscode.workspace.findFiles('**/{SKILL,skill,Skill}.md', exclude, limit, token);
    // A virtual workspace without a search answers with nothing.
    const isVirtual = vscode.workspace.workspaceFolders?.some(({ uri }) => uri.scheme !== 'file') === true;
    if (found.length > 0 || !isVirtual || token.isCancellationRequested) return found;
  } catch {
    // Search is a program of its own and can be missing or broken; the folders are still there.
  }
  const walked = await Promise.all((vscode.workspace.workspaceFolders ?? []).map(({ uri }) => walk(uri, limit, token)));
  if (exclude === undefined) return walked.flat();
  const { isExcluded } = await import('./excluded.ts');
  return walked.flat().filter((uri) => !isExcluded(uri, exclude));
}

/** Every SKILL.md in `root` and the folders below it; nothing when it is no folder. */
export async function walk(root: vscode.Uri, limit: number, token?: vscode.CancellationToken): Promise<vscode.Uri[]> {
  const found: vscode.Uri[] = [];
  let level: vscode.Uri[] = [root];
  let opened = 0;
  for (let depth = 0; depth < maxDepth && level.length > 0; depth += 1) {
    const next: vscode.Uri[] = [];
    for (const folder of level) {
      opened += 1;
      if (opened > maxFolders || found.length >= limit || token?.isCancellationRequested === true) return found;
      for (const [name, type] of await entriesOf(folder)) {
        const uri = vscode.Uri.joinPath(folder, name);
        if (type === vscode.FileType.Directory && !skippedFolder.test(name)) next.push(uri);
        else if (type === vscode.FileType.File && isSkillFile(uri)) found.push(uri);
      }
    }
    level = next;
  }
  return found;
}

async function entriesOf(folder: vscode.Uri): Promise<readonly [string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(folder);
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return [];
    throw error;
  }
}
