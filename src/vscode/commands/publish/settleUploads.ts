import * as vscode from 'vscode';
import { toAbortSignal } from '../../host/cancellation.ts';
import type { Connection } from '../../host/connection.ts';
import { toDateTime } from '../../host/labels.ts';
import type { Attempt } from '../../../core/publish/attempt.ts';
import { uriName } from '../../host/uris.ts';
import type { Settling } from './publishing.ts';
import type { With } from '../session.ts';
import { l10n } from '../../../core/text/l10n.ts';

/**
 * Finds out what became of uploads that were left open, says it, and brings ledger and rows up to date. Asks the
 * registry only about folders that have one. Rejects with the signal's reason.
 */
export async function settleUploads(
  session: Settling,
  connection: Connection,
  folders: readonly vscode.Uri[],
  signal: AbortSignal,
): Promise<void> {
  for (const folder of folders) {
    const attempt = await session.unsettledUploads.of(folder, connection);
    if (attempt) await settleUpload(session, connection, folder, attempt, signal);
  }
}

/** The same, shown beside the rows of the workspace view. True when there was one, so that something was said. */
export async function settleWithProgress(
  session: Settling,
  connection: Connection,
  folders: readonly vscode.Uri[],
): Promise<boolean> {
  const attempts = await Promise.all(folders.map((folder) => session.unsettledUploads.of(folder, connection)));
  if (attempts.every((attempt) => attempt === undefined)) return false;
  await vscode.window.withProgress({ location: { viewId: 'skillPublisher.workspace' } }, (_progress, token) =>
    settleUploads(session, connection, folders, toAbortSignal(token)),
  );
  return true;
}

async function settleUpload(
  session: Settling,
  connection: Connection,
  folder: vscode.Uri,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<void> {
  const [{ settleAttempt, toSettledEntry }, { failureToRecord, notRecorded }] = await Promise.all([
    import('../../../core/publish/attempt.ts'),
    import('../../../core/publish/ledger.ts'),
  ]);
  const finding = await settleAttempt({
    registry: await session.connections.registry(connection),
    attempt,
    read: async (skillId, ref, aborted) => (await session.published.load({ connection, skillId, ref }, aborted)).files,
    signal,
  });
  signal.throwIfAborted();
  const name = uriName(folder);
  const sent = l10n.t`(sent ${toDateTime(attempt.time)})`;
  switch (finding.kind) {
    case 'found': {
      const entry = toSettledEntry(attempt, finding, await session.ledgers.entryOf(folder, connection));
      const failure = entry && (await failureToRecord(() => session.ledgers.record(folder, connection, entry)));
      const reached = l10n.t`${name} reached ${connection.name} ${sent}.`;
      // What could not be noted stays open: the next look notes it.
      if (failure === undefined) await session.unsettledUploads.settle(folder, connection);
      tellSettled(session, failure === undefined ? reached : `${reached} ${notRecorded(failure)}`);
      return;
    }
    case 'absent':
      await session.unsettledUploads.settle(folder, connection);
      tellSettled(
        session,
        l10n.t`${name} did not reach ${connection.name}, according to what it shows ${sent}. You can publish it again.`,
      );
      return;
    case 'unclear':
      tellSettled(
        session,
        l10n.t`Still could not confirm whether ${name} reached ${connection.name} ${sent}. ${finding.reason}`,
      );
      return;
  }
}

function tellSettled(session: With<'log'>, sentence: string): void {
  session.log.info(sentence);
  void vscode.window.showInformationMessage(session.log.redact(sentence));
}
