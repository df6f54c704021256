import * as vscode from 'vscode';
import { toAbortSignal } from '../../host/cancellation.ts';
import { keyOfConnection } from '../../host/connection.ts';
import { checkBases } from '../../../core/publish/check.ts';
import { activeConnection } from '../pull/pullVersion.ts';
import { settleWithProgress } from './settleUploads.ts';
import type { Session } from '../session.ts';

/**
 * Asks the active registry how the published skill folders stand there, and says it in one line; the rows show the
 * rest. Reads folders and ledgers again.
 */
export async function checkAgainstRegistry(session: Session): Promise<void> {
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
        `No skill of this workspace was published to ${connection.name}, as far as the ledger knows.`,
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
  const parts = [`Checked ${bases.length} ${bases.length === 1 ? 'skill' : 'skills'} against ${connection.name}`];
  if (behind > 0) parts.push(`${behind} newer there`);
  if (gone > 0) parts.push(`${gone} deleted there`);
  vscode.window.setStatusBarMessage(`$(check) ${parts.join(', ').replaceAll('$(', '\\$(')}`, 6000);
}
