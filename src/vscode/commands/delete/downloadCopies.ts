import * as vscode from 'vscode';
import { toAbortSignal } from '../../host/cancellation.ts';
import { HumanError } from '../../host/humanError.ts';
import type { RemoteVersion } from '../../../core/registry/model.ts';
import type { DeletionSubject } from './deletionSubject.ts';
import type { With } from '../session.ts';
import { l10n } from '../../../core/text/l10n.ts';

/**
 * Saves the archives of these versions, as they were published, to a folder the user chooses. Never replaces a file.
 */
export async function downloadCopies(
  { published }: With<'published'>,
  { connection, skill }: DeletionSubject,
  versions: readonly RemoteVersion[],
): Promise<void> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: l10n.t`Save Copies Here`,
      title: l10n.t`Where should the archives be saved?`,
    })) ?? [];
  if (!folder) return;
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: l10n.t`Saving copies…`, cancellable: true },
    async (progress, token) => {
      const signal = toAbortSignal(token);
      for (const [index, { ref, name }] of versions.entries()) {
        progress.report({ message: l10n.t`${index + 1} of ${versions.length}`, increment: 100 / versions.length });
        const { bytes } = await published.load({ connection, skillId: skill.id, ref }, signal);
        await writeCopy(vscode.Uri.joinPath(folder, `${fileNamePart(name)}-${fileNamePart(ref)}.zip`), bytes);
      }
    },
  );
  void vscode.window.showInformationMessage(
    versions.length === 1
      ? l10n.t`A copy was saved. Nothing was deleted yet.`
      : l10n.t`${versions.length} copies were saved. Nothing was deleted yet.`,
  );
}

async function writeCopy(file: vscode.Uri, bytes: Uint8Array): Promise<void> {
  const exists = await vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
  if (exists)
    throw new HumanError(
      l10n.t`${file.path.split('/').at(-1) ?? ''} already exists in that folder. Choose another one.`,
    );
  await vscode.workspace.fs.writeFile(file, bytes);
}

function fileNamePart(text: string): string {
  return (
    text
      .replace(/[^A-Za-z0-9._-]+/g, '-')
      .replace(/^[.-]+/, '')
      .slice(0, 80) || 'skill'
  );
}
