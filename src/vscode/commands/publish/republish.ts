import { HumanError } from '../../host/humanError.ts';
import { isVersionNode, type VersionNode } from '../../host/registryNode.ts';
import { promoteNote, restoreNote } from '../../../core/publish/release.ts';
import { assertTrusted } from '../../host/trust.ts';
import { publishFlow } from './publishFlow.ts';
import { connectionOf, rowsOf } from '../registry/registryRows.ts';
import { pickConnection } from '../connection/pickConnection.ts';
import { ensureKey } from '../connection/selectConnection.ts';
import type { Publishing } from './publishing.ts';
import type { With } from '../session.ts';
import { inEnglish, l10n } from '../../../core/text/l10n.ts';

/**
 * Publishes the exact content of an older version as the newest one of the same skill, after the sheet and its diff.
 */
export async function restoreVersion(session: Publishing, argument: unknown, selection: unknown): Promise<void> {
  const row = oneVersion(session, argument, selection);
  const { skill, version } = row;
  if (skill.source !== 'custom')
    throw new HumanError(l10n.t`This skill belongs to “${skill.source}” and cannot be changed.`);
  if (version.ref === skill.latestVersion)
    throw new HumanError(l10n.t`This is already the latest version. Choose an older one.`);
  const connection = connectionOf(session, row);
  await publishFlow(session, {
    source: { kind: 'version', connection, skillId: skill.id, ref: version.ref, label: version.name },
    connection,
    choices: { target: { skillId: skill.id } },
    note: restoreNote(version),
  });
}

/** Publishes the exact archive of a version to another connection. */
export async function promoteVersion(session: Publishing, argument: unknown, selection: unknown): Promise<void> {
  const row = oneVersion(session, argument, selection);
  const { skill, version } = row;
  const from = connectionOf(session, row);
  const connection = await pickConnection(
    session.connections,
    l10n.t`Promote ${version.name} to which connection?`,
    from,
  );
  if (!connection || !(await ensureKey(session, connection))) return;
  await publishFlow(session, {
    source: {
      kind: 'version',
      connection: from,
      skillId: skill.id,
      ref: version.ref,
      label: version.name,
      title: skill.label,
    },
    connection,
    choices: {},
    note: inEnglish(() => promoteNote(from.name, version)),
  });
}

function oneVersion(session: With<'registryView'>, argument: unknown, selection: unknown): VersionNode {
  assertTrusted(l10n.t`Publishing`);
  const rows = rowsOf(session, argument, selection).filter(isVersionNode);
  const [row] = rows;
  if (!row || rows.length > 1) throw new HumanError(l10n.t`Select one version in the Registry view first.`);
  return row;
}
