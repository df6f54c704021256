import * as vscode from 'vscode';
import { isExcludedBy, parseExclusions, type Exclusions } from '../../core/workspace/exclusions.ts';
import { isNeverSearched } from '../../core/workspace/searched.ts';

export type { Exclusions };

/** Folders that never hold the user's own skills, as VS Code's search takes them. */
const alwaysExcluded =
  '{**/node_modules/**,**/.git/**,**/.venv/**,**/dist/**,**/out/**,**/.*.tmp-*-*/**,**/.*.old-*-*/**}';
const skillFiles = '**/{SKILL,skill,Skill}.md';
/** Folders that are opened when VS Code's search does not work. */
const maxFolders = 5000;
const maxDepth = 6;
/** Hidden folders hold skills only where agents look for them. */
const skippedFolder =
  /^(?:node_modules|dist|out|\.(?!agents$|claude$|github$|cursor$|codex$|gemini$|opencode$|copilot$).*)$/;

/** What the setting `skillPublisher.exclude` leaves out. */
export function readExclusions(): Exclusions {
  return parseExclusions(vscode.workspace.getConfiguration('skillPublisher').get<unknown>('exclude'));
}

/** Every skill folder of the workspace: each that has a SKILL.md and is not excluded. */
export async function findSkills(exclusions: Exclusions, signal: AbortSignal): Promise<readonly vscode.Uri[]> {
  const found = await search(signal);
  return found.map((file) => vscode.Uri.joinPath(file, '..')).filter((folder) => isSearched(folder, exclusions));
}

/** True for a folder that a search of the workspace would give, once it has a SKILL.md. */
export function isSearched(folder: vscode.Uri, exclusions: Exclusions): boolean {
  const root = vscode.workspace.getWorkspaceFolder(folder)?.uri;
  if (!root || vscode.workspace.fs.isWritableFileSystem(folder.scheme) === false) return false;
  const inside = folder.path.slice(root.path.replace(/\/$/, '').length);
  return (
    !inside.split('/').some(isNeverSearched) &&
    !isExcludedBy(exclusions, `${inside.slice(1)}/SKILL.md`.replace(/^\//, ''))
  );
}

async function search(signal: AbortSignal): Promise<readonly vscode.Uri[]> {
  try {
    const found = await vscode.workspace.findFiles(skillFiles, alwaysExcluded);
    // A virtual workspace without a search answers with nothing.
    const isVirtual = vscode.workspace.workspaceFolders?.some(({ uri }) => uri.scheme !== 'file') === true;
    if (found.length > 0 || !isVirtual || signal.aborted) return found;
  } catch {
    // Search is a program of its own and can be missing or broken; the folders are still there.
  }
  const walked = await Promise.all((vscode.workspace.workspaceFolders ?? []).map(({ uri }) => walk(uri, signal)));
  return walked.flat();
}

/** Every SKILL.md in `root` and the folders below it; nothing when it is no folder. */
export async function walk(root: vscode.Uri, signal: AbortSignal): Promise<vscode.Uri[]> {
  const found: vscode.Uri[] = [];
  let level: vscode.Uri[] = [root];
  let opened = 0;
  for (let depth = 0; depth < maxDepth && level.length > 0; depth += 1) {
    const next: vscode.Uri[] = [];
    for (const folder of level) {
      opened += 1;
      if (opened > maxFolders || signal.aborted) return found;
      for (const [name, type] of await listFolder(folder)) {
        const uri = vscode.Uri.joinPath(folder, name);
        if (type === vscode.FileType.Directory && !skippedFolder.test(name)) next.push(uri);
        else if (type === vscode.FileType.File && /^skill\.md$/i.test(name)) found.push(uri);
      }
    }
    level = next;
  }
  return found;
}

async function listFolder(folder: vscode.Uri): Promise<readonly [string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(folder);
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return [];
    throw error;
  }
}
