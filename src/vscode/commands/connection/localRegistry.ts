import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { localConnection } from '../../host/connection.ts';
import type { RegistryCounts } from '../../../node/localRegistry/protocol.ts';
import type { With } from '../session.ts';
import { plural, toSize } from '../../../core/text/size.ts';
import { l10n } from '../../../core/text/l10n.ts';

/**
 * Shows the database of the local registry in the file manager; where there is none (a browser, a remote machine), its
 * path.
 */
export async function openLocalRegistryFolder({ local }: With<'local'>): Promise<void> {
  // Starting makes the file, so that there is something to show.
  await local.ensureStarted();
  if (vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined) {
    await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(local.databasePath));
    return;
  }
  const chosen = await vscode.window.showInformationMessage(
    l10n.t`The local registry is stored in ${local.databasePath}`,
    l10n.t`Copy Path`,
  );
  if (chosen !== undefined) await vscode.env.clipboard.writeText(local.databasePath);
}

/** Deletes everything in the local registry, after saying how much that is. Offers to export first. */
export async function resetLocalRegistry(session: With<'connections' | 'local' | 'registryView'>): Promise<void> {
  const counts = await session.local.counts();
  if (counts.skills === 0) {
    void vscode.window.showInformationMessage(l10n.t`The local registry is empty: there is nothing to reset.`);
    return;
  }
  const deleteAll = l10n.t`Delete Everything`;
  const exportFirst = l10n.t`Export First…`;
  const chosen = await vscode.window.showWarningMessage(
    l10n.t`Delete ${describeCounts(counts)} from the local registry?`,
    {
      modal: true,
      detail: l10n.t`All windows on this computer share the local registry. Skill folders in your workspaces are not changed. This cannot be undone.`,
    },
    deleteAll,
    exportFirst,
  );
  if (chosen === exportFirst && (await exportLocalRegistry(session))) await resetLocalRegistry(session);
  if (chosen !== deleteAll) return;
  const deleted = await session.local.reset();
  if (session.connections.active?.id === localConnection.id) await session.registryView.refresh();
  void vscode.window.showInformationMessage(l10n.t`Deleted ${describeCounts(deleted)} from the local registry.`);
}

/**
 * Writes every skill of the local registry as zips into a new folder inside of one the user chooses. False when the
 * user left.
 */
export async function exportLocalRegistry({ local }: With<'local'>): Promise<boolean> {
  const parents = await vscode.window.showOpenDialog({
    title: l10n.t`Export the local registry: where to?`,
    openLabel: l10n.t`Export Here`,
    canSelectFiles: false,
    canSelectFolders: true,
  });
  const parent = parents?.[0];
  if (parent?.scheme !== 'file') return false;
  const folder = path.join(
    parent.fsPath,
    `local-registry-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}`,
  );
  await mkdir(folder);
  const counts = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: l10n.t`Exporting the local registry…` },
    () => local.exportTo(folder),
  );
  void vscode.window.showInformationMessage(l10n.t`Exported ${describeCounts(counts)} to ${folder}`);
  return true;
}

/** `2 skills with 3 versions (1.4 MB)`. */
function describeCounts({ skills, versions, archiveBytes }: RegistryCounts): string {
  return l10n.t`${plural(skills, 'skill')} with ${plural(versions, 'version')} (${toSize(archiveBytes)})`;
}
