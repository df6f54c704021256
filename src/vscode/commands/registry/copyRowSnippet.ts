import { HumanError } from '../../host/humanError.ts';
import { isVersionNode } from '../../host/registryNode.ts';
import { copySnippet } from './copySnippet.ts';
import { connectionOf, isSkillOrVersion, rowOf } from './registryRows.ts';
import type { With } from '../session.ts';
import { l10n } from '../../../core/text/l10n.ts';

/** Copies code that uses the selected skill, or the selected version of it. */
export async function copyRowSnippet(
  session: With<'connections' | 'knownSkills' | 'registryView'>,
  argument: unknown,
): Promise<void> {
  const row = rowOf(session, argument, isSkillOrVersion);
  if (!row) throw new HumanError(l10n.t`Select a skill or a version in the Registry view first.`);
  const connection = connectionOf(session, row);
  const { dialect } = await session.connections.registry(connection);
  await copySnippet(session, {
    connection,
    dialect: dialect ?? 'ga',
    skillId: row.skill.id,
    version: isVersionNode(row) ? row.version.ref : row.skill.latestVersion,
    source: row.skill.source,
  });
}
