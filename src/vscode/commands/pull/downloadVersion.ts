import path from 'node:path';
import * as vscode from 'vscode';
import { FolderError, writeNewFolder } from '../../../node/disk/writeFolder.ts';
import { HumanError } from '../../host/failures.ts';
import { pathFault } from '../../../core/text/paths.ts';
import { toDisplayText } from '../../../core/text/display.ts';
import { chooseVersion, loadFiles, type VersionToPull } from './pullVersion.ts';
import { assertTrusted } from '../../host/trust.ts';
import { pulledFolderName } from '../../../core/publish/pull.ts';
import { confirmNew } from './trustSheet.ts';
import { versionLabel } from '../registry/versionLabel.ts';
import type { Session } from '../session.ts';
import { exists } from '../../host/files.ts';

/** Writes a published version into a new folder of the user's choice. It is a copy: no ledger remembers it. */
export async function downloadVersion(session: Session, argument: unknown): Promise<void> {
  assertTrusted('Writing skills to disk');
  const wanted = await chooseVersion(session, argument, 'Download which skill?');
  if (!wanted) return;
  const parent = await chooseParent(wanted);
  if (!parent) return;
  const target = await chooseFreeName(parent, pulledFolderName(wanted.version));
  if (!target) return;
  const files = await loadFiles(session, wanted);
  if (!(await confirmNew(session, wanted, files, { yes: 'Download it', no: 'Do not download it' }))) return;
  await writeNew(target, files);
  const open = 'Open SKILL.md';
  const chosen = await vscode.window.showInformationMessage(
    `${toDisplayText(wanted.version.name, 64)} ${versionLabel(session, wanted.connection, wanted.version)} is in ${target.fsPath}.`,
    open,
  );
  if (chosen === open) await vscode.window.showTextDocument(vscode.Uri.joinPath(target, 'SKILL.md'));
}

async function chooseParent({ version }: VersionToPull): Promise<vscode.Uri | undefined> {
  const defaultUri = vscode.workspace.workspaceFolders?.[0]?.uri;
  const picked = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: 'Download Here',
    title: `Where should the folder of ${toDisplayText(version.name, 64)} be made?`,
    ...(defaultUri ? { defaultUri } : {}),
  });
  const parent = picked?.[0];
  if (parent && parent.scheme !== 'file')
    throw new HumanError('Skills are downloaded to folders on disk only. Choose another folder.');
  return parent;
}

/** The folder to make: `name` when it is free, else one that the user names. `undefined` when the user left. */
export async function chooseFreeName(parent: vscode.Uri, name: string): Promise<vscode.Uri | undefined> {
  const wanted = vscode.Uri.joinPath(parent, name);
  if (!(await exists(wanted))) return wanted;
  const other = await vscode.window.showInputBox({
    title: `'${name}' exists already in ${path.basename(parent.fsPath)}`,
    prompt: 'It is not overwritten. Name the new folder.',
    value: `${name}-copy`,
    ignoreFocusOut: true,
    validateInput: async (text) => {
      if (text === '' || text.includes('/')) return 'Write the name of one folder.';
      const fault = pathFault(text);
      if (fault) return `The name ${fault.reason}.`;
      return (await exists(vscode.Uri.joinPath(parent, text))) ? `'${text}' exists already.` : undefined;
    },
  });
  return other === undefined || other === '' ? undefined : vscode.Uri.joinPath(parent, other);
}

/** All files or none. Throws `HumanError` when something of that name exists. */
export async function writeNew(target: vscode.Uri, files: Parameters<typeof writeNewFolder>[1]): Promise<void> {
  try {
    await writeNewFolder(target.fsPath, files);
  } catch (error) {
    if (error instanceof FolderError) throw new HumanError(error.message);
    throw error;
  }
}
