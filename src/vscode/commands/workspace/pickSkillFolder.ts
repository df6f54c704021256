import * as vscode from 'vscode';
import { HumanError } from '../../host/humanError.ts';
import { toIconSafe } from '../../host/labels.ts';
import type { FolderGlance, WorkspaceView } from '../../views/workspaceView.ts';
import type { With } from '../session.ts';
import { pathInWorkspace, uriName } from '../../host/uris.ts';
import { l10n } from '../../../core/text/l10n.ts';

/**
 * The skill folder in front of the user: the one a menu was opened on, the one of the active editor, without an editor
 * the selected row of the Workspace view, the only one of the workspace, else what the user picks; `title`: "Publish
 * which skill?". `undefined` when the user left. Throws `HumanError` where there is none.
 */
export async function pickSkillFolder(
  argument: unknown,
  session: With<'skills' | 'workspaceView'>,
  title: string,
): Promise<vscode.Uri | undefined> {
  const { skills, workspaceView } = session;
  const given = argument instanceof vscode.Uri ? argument : undefined;
  const editor = vscode.window.activeTextEditor?.document.uri;
  const [selected] = editor ? [] : workspaceView.selection;
  const inFront = given ?? editor ?? selected;
  const holding = inFront && (await skills.holding(inFront));
  if (holding) return holding;
  if (given) return fromGiven(given);
  // A SKILL.md says which skill is meant, also one that the search leaves out; a published or an older one has no
  // folder.
  const isSkill = editor?.path.endsWith('/SKILL.md') === true;
  if (editor && isSkill && vscode.workspace.fs.isWritableFileSystem(editor.scheme) === true) return fromGiven(editor);
  const folders = await skills.find();
  if (folders.length === 0)
    throw new HumanError(
      l10n.t`There is no skill in this workspace: no folder has a SKILL.md. Create one with “Skills: New Skill…”.`,
    );
  if (folders.length === 1 && !isSkill) return folders[0];
  const chosen = await vscode.window.showQuickPick(toRows(folders, workspaceView), {
    title,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.folder;
}

interface FolderRow extends vscode.QuickPickItem {
  readonly folder: vscode.Uri;
}

/** Those with changes that are not published come first. */
async function toRows(
  folders: readonly vscode.Uri[],
  workspaceView: Pick<WorkspaceView, 'glance'>,
): Promise<readonly FolderRow[]> {
  const glances = await workspaceView.glance();
  const glanceOf = (folder: vscode.Uri): FolderGlance | undefined => glances.get(folder.toString());
  const changed = folders.filter((folder) => glanceOf(folder)?.changed === true);
  const others = folders.filter((folder) => glanceOf(folder)?.changed !== true);
  return [...changed, ...others].map((folder) => {
    const text = glanceOf(folder)?.text ?? '';
    return {
      label: `$(package) ${toIconSafe(uriName(folder))}`,
      description: toIconSafe(pathInWorkspace(folder)),
      ...(text === '' ? {} : { detail: toIconSafe(text) }),
      folder,
    };
  });
}

/**
 * A folder named by a menu or another extension that the search has not found, for example an excluded one: it counts
 * when it has a SKILL.md.
 */
async function fromGiven(given: vscode.Uri): Promise<vscode.Uri> {
  const folder = given.path.endsWith('/SKILL.md') ? vscode.Uri.joinPath(given, '..') : given;
  const found = await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, 'SKILL.md')).then(
    () => true,
    () => false,
  );
  if (!found)
    throw new HumanError(
      l10n.t`${uriName(folder)} has no SKILL.md, so it is not a skill. Create one with “Skills: New Skill…”.`,
    );
  return folder;
}

/** Links and pipes can be told apart only on disk. Throws `HumanError`. */
export function assertOnDisk(folder: vscode.Uri): void {
  if (folder.scheme !== 'file')
    throw new HumanError(l10n.t`Only skills on disk can be packed and published. Save this folder to disk first.`);
}

/**
 * Saves the unsaved editors of the folder, so that what is published is what is seen. Throws `HumanError` when one
 * cannot be saved.
 */
export async function saveEditors(folder: vscode.Uri): Promise<void> {
  const dirty = vscode.workspace.textDocuments.filter(
    (document) =>
      document.isDirty && document.uri.scheme === folder.scheme && document.uri.path.startsWith(`${folder.path}/`),
  );
  for (const document of dirty) {
    if (!(await document.save()))
      throw new HumanError(
        l10n.t`${uriName(document.uri)} could not be saved, so nothing was published. Save it and try again.`,
      );
  }
}
