import * as vscode from 'vscode';
import { HumanError } from '../host/failures.ts';
import { toIconSafe } from '../host/labels.ts';
import type { SkillFolders } from '../host/skillFolders.ts';

/** What the folder is asked for, as the pick list's title: "Publish which skill?". */
export interface PickSkillOptions {
  readonly skillFolders: SkillFolders;
  readonly title: string;
}

/**
 * The skill folder in front of the user: the one a menu was opened on, the one of the active editor, the only one of the workspace, else
 * what the user picks. `undefined` when the user left. Throws `HumanError` where there is none.
 */
export async function pickSkillFolder(argument: unknown, options: PickSkillOptions): Promise<vscode.Uri | undefined> {
  const given = argument instanceof vscode.Uri ? argument : undefined;
  const inFront = given ?? vscode.window.activeTextEditor?.document.uri;
  const holding = inFront && (await options.skillFolders.holding(inFront));
  if (holding) return holding;
  if (given) return fromGiven(given);
  const folders = await options.skillFolders.find();
  if (folders.length === 0) throw new HumanError('There is no skill in this workspace: no folder has a SKILL.md. Make one with “Skills: New Skill…”.');
  if (folders.length === 1) return folders[0];
  const rows = folders.map((folder) => ({ label: `$(package) ${toIconSafe(nameOf(folder))}`, description: toIconSafe(vscode.workspace.asRelativePath(folder)), folder }));
  const chosen = await vscode.window.showQuickPick(rows, { title: options.title, matchOnDescription: true });
  return chosen?.folder;
}

/** A folder named by a menu or another extension that the search has not found, for example an excluded one: it counts when it has a SKILL.md. */
async function fromGiven(given: vscode.Uri): Promise<vscode.Uri> {
  const folder = given.path.endsWith('/SKILL.md') ? vscode.Uri.joinPath(given, '..') : given;
  const found = await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, 'SKILL.md')).then(
    () => true,
    () => false,
  );
  if (!found) throw new HumanError(`${nameOf(folder)} has no SKILL.md, so it is not a skill. Make one with “Skills: New Skill…”.`);
  return folder;
}

export function nameOf(folder: vscode.Uri): string {
  return folder.path.split('/').at(-1) ?? '';
}

/** Commands that write need a trusted workspace, checked here and not only in menus, before they ask anything. Throws `HumanError`. */
export function assertTrusted(): void {
  if (!vscode.workspace.isTrusted) throw new HumanError('Publishing needs a trusted workspace. Run “Workspaces: Manage Workspace Trust” first.');
}

/** Links and pipes can be told apart only on disk. Throws `HumanError`. */
export function assertOnDisk(folder: vscode.Uri): void {
  if (folder.scheme !== 'file') throw new HumanError('Only skills on disk can be packed and published. Save this folder to disk first.');
}

/** Saves the unsaved editors of the folder, so that what is published is what is seen. Throws `HumanError` when one cannot be saved. */
export async function saveEditors(folder: vscode.Uri): Promise<void> {
  const dirty = vscode.workspace.textDocuments.filter((document) => document.isDirty && document.uri.scheme === folder.scheme && document.uri.path.startsWith(`${folder.path}/`));
  for (const document of dirty) {
    if (!(await document.save())) throw new HumanError(`${nameOf(document.uri)} could not be saved, so nothing was published. Save it and try again.`);
  }
}
