import * as vscode from 'vscode';
import { toAbortSignal } from '../../host/cancellation.ts';
import type { Connection } from '../../host/connection.ts';
import { toDateTime } from '../../host/labels.ts';
import type { Attempt } from '../../../core/publish/attempt.ts';
import { uriName } from '../../host/uris.ts';
import type { Session } from '../session.ts';

/**
 * Finds out what became of uploads that were left open, says it, and brings ledger and rows up to date. Asks the
 * registry only about folders that have one. Rejects with the signal's reason.
 */
export async function settleUploads(
  session: Session,
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
  session: Session,
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
  session: Session,
  connection: Connection,
  folder: vscode.Uri,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<void> {
  const { settleAttempt, toSettledEntry } = await import('../../../core/publish/attempt.ts');
  const finding = await settleAttempt({
    registry: await session.connections.registry(connection),
    attempt,
    read: async (skillId, ref, aborted) => (await session.published.load({ connection, skillId, ref }, aborted)).files,
    signal,
  });
  signal.throwIfAborted();
  const name = uriName(folder);
  const sent = `(sent ${toDateTime(attempt.time)})`;
  switch (finding.kind) {
    case 'found': {
      const entry = toSettledEntry(attempt, finding, await session.ledgers.entryOf(folder, connection));
      if (entry) await session.ledgers.record(folder, connection, entry);
      await session.unsettledUploads.settle(folder, connection);
      tellSettled(session, `${name} had arrived at ${connection.name} ${sent}.`);
      return;
    }
    case 'absent':
      await session.unsettledUploads.settle(folder, connection);
      tellSettled(
        session,
        `${name} did not arrive at ${connection.name}, as far as that shows ${sent}. You can publish it again.`,
      );
      return;
    case 'unclear':
      tellSettled(
        session,
        `It is still not known whether ${name} arrived at ${connection.name} ${sent}. ${finding.reason}`,
      );
      return;
  }
}

function tellSettled(session: Session, sentence: string): void {
  session.log.info(sentence);
  void vscode.window.showInformationMessage(session.log.redact(sentence));
}
