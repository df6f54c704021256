import * as vscode from 'vscode';
import { toAbortSignal } from '../../host/cancellation.ts';
import { keyOfConnection } from '../../host/connection.ts';
import { checkBases } from '../../../core/publish/check.ts';
import { activeConnection } from '../pull/pullVersion.ts';
import { settleWithProgress } from './settleUploads.ts';
import type { Settling } from './publishing.ts';
import type { With } from '../session.ts';
import { plural } from '../../../core/text/size.ts';
import { l10n } from '../../../core/text/l10n.ts';

/**
 * Asks the active registry how the published skill folders stand there, and says it in one line; the rows show the
 * rest. Reads folders and ledgers again.
 */
export async function checkAgainstRegistry(
  session: Settling & With<'knownSkills' | 'skills' | 'workspaceView'>,
): Promise<void> {
  const connection = activeConnection(session);
  // Watchers miss folders, and some are told to: a check looks for itself.
  const folders = await session.skills.findAgain();
  session.ledgers.forgetAll();
  session.workspaceView.readAll();
  const settled = await settleWithProgress(session, connection, folders);
  const entries = await Promise.all(folders.map((folder) => session.ledgers.readableEntryOf(folder, connection)));
  const bases = entries.flatMap((entry) => (entry ? [entry] : []));
  if (bases.length === 0) {
    if (!settled)
      void vscode.window.showInformationMessage(
        l10n.t`No skill in this workspace was published to ${connection.name}, according to the publish history.`,
      );
    return;
  }
  const found = await vscode.window.withProgress(
    { location: { viewId: 'skillPublisher.workspace' } },
    async (_progress, token) => {
      const registry = await session.connections.registry(connection);
      return checkBases(registry, bases, () => new Date(), toAbortSignal(token));
    },
  );
  for (const [skillId, known] of found) session.knownSkills.put(keyOfConnection(connection), skillId, known);
  const behind = [...found.values()].filter(({ checked }) => (checked?.newer ?? 0) > 0).length;
  const gone = [...found.values()].filter(({ exists }) => !exists).length;
  const parts = [l10n.t`Checked ${plural(bases.length, 'skill')} against ${connection.name}`];
  if (behind > 0) parts.push(l10n.t`${behind} newer there`);
  if (gone > 0) parts.push(l10n.t`${gone} deleted there`);
  vscode.window.setStatusBarMessage(`$(check) ${parts.join(', ').replaceAll('$(', '\\$(')}`, 6000);
}
