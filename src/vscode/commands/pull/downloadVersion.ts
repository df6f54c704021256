import path from 'node:path';
import * as vscode from 'vscode';
import { FolderError, writeNewFolder } from '../../../node/disk/writeFolder.ts';
import { HumanError } from '../../host/humanError.ts';
import { pathFault } from '../../../core/text/paths.ts';
import { toDisplayText } from '../../../core/text/display.ts';
import { chooseVersion, loadFiles, type VersionToPull } from './pullVersion.ts';
import { assertTrusted } from '../../host/trust.ts';
import { pulledFolderName } from '../../../core/publish/pull.ts';
import { confirmNew } from './trustSheet.ts';
import { versionLabel } from '../registry/versionLabel.ts';
import type { With } from '../session.ts';
import { exists } from '../../host/files.ts';
import { l10n } from '../../../core/text/l10n.ts';

/** Writes a published version into a new folder of the user's choice. It is a copy: no ledger remembers it. */
export async function downloadVersion(
  session: With<'connections' | 'impact' | 'knownSkills' | 'ledgers' | 'published'>,
  argument: unknown,
): Promise<void> {
  assertTrusted(l10n.t`Writing skills to disk`);
  const wanted = await chooseVersion(session, argument, l10n.t`Download which skill?`);
  if (!wanted) return;
  const parent = await chooseParent(wanted);
  if (!parent) return;
  const target = await chooseFreeName(parent, pulledFolderName(wanted.version));
  if (!target) return;
  const files = await loadFiles(session, wanted);
  if (!(await confirmNew(session, wanted, files, { yes: l10n.t`Download it`, no: l10n.t`Do not download it` }))) return;
  await writeNew(target, files);
  const open = l10n.t`Open SKILL.md`;
  const chosen = await vscode.window.showInformationMessage(
    l10n.t`${toDisplayText(wanted.version.name, 64)} ${versionLabel(session, wanted.connection, wanted.version)} is in ${target.fsPath}.`,
    open,
  );
  if (chosen === open) await vscode.window.showTextDocument(vscode.Uri.joinPath(target, 'SKILL.md'));
}

async function chooseParent({ version }: VersionToPull): Promise<vscode.Uri | undefined> {
  const defaultUri = vscode.workspace.workspaceFolders?.[0]?.uri;
  const picked = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: l10n.t`Download Here`,
    title: l10n.t`Where should the folder of ${toDisplayText(version.name, 64)} be created?`,
    ...(defaultUri ? { defaultUri } : {}),
  });
  const parent = picked?.[0];
  if (parent && parent.scheme !== 'file')
    throw new HumanError(l10n.t`Skills are downloaded to folders on disk only. Choose another folder.`);
  return parent;
}

/** The folder to make: `name` when it is free, else one that the user names. `undefined` when the user left. */
async function chooseFreeName(parent: vscode.Uri, name: string): Promise<vscode.Uri | undefined> {
  const wanted = vscode.Uri.joinPath(parent, name);
  if (!(await exists(wanted))) return wanted;
  const other = await vscode.window.showInputBox({
    title: l10n.t`“${name}” already exists in ${path.basename(parent.fsPath)}`,
    prompt: l10n.t`It is not overwritten. Name the new folder.`,
    value: `${name}-copy`,
    ignoreFocusOut: true,
    validateInput: async (text) => {
      if (text === '' || text.includes('/')) return l10n.t`Enter the name of a single folder.`;
      const fault = pathFault(text);
      if (fault) return l10n.t`The name ${fault.reason}.`;
      return (await exists(vscode.Uri.joinPath(parent, text))) ? l10n.t`“${text}” already exists.` : undefined;
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
