import { failureToRecord, historyNotUpdated } from '../../../core/publish/ledger.ts';
import type { PreparedPublish } from '../../../core/publish/plan.ts';
import { afterRepublish } from '../../../core/publish/republished.ts';
import { toRemembered } from '../../../core/publish/attempt.ts';
import { keyOfConnection } from '../../host/connection.ts';
import { readAuthor } from '../../host/git.ts';
import type { With } from '../session.ts';
import type { PublishIntent } from './publishIntent.ts';

/**
 * Writes a restore or promote into the ledgers of the folders that are mapped to its skill. Resolves to a sentence when
 * that failed.
 */
export async function rememberRepublish(
  session: With<'ledgers'>,
  { plan }: PreparedPublish,
  { source, connection }: PublishIntent,
  { skillId, version }: { readonly skillId: string; readonly version: string },
): Promise<string | undefined> {
  if (source.kind === 'folder') return undefined;
  const from = { connection: keyOfConnection(source.connection), skillId: source.skillId, version: source.ref };
  const to = { connection: keyOfConnection(connection), skillId, version };
  const failure = await failureToRecord(async () => {
    for (const folder of await session.ledgers.foldersOf(source.skillId, source.connection)) {
      const { name, fingerprint, note, title } = toRemembered(plan);
      const author = await readAuthor(folder);
      const by = author === undefined ? {} : { by: author };
      const allowedSecrets = plan.allowedSecrets?.map((each) => ({ ...by, ...each }));
      const republished = { from, to, name, fingerprint, note, author, title, allowedSecrets, time: new Date() };
      await session.ledgers.change(folder, connection, (entry) => afterRepublish(entry, republished));
    }
  });
  return failure === undefined ? undefined : historyNotUpdated(failure);
}
