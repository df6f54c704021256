import { HumanError } from '../../host/failures.ts';
import { isVersionNode } from '../../host/registryNode.ts';
import { copySnippet } from './copySnippet.ts';
import { connectionOf, isSkillOrVersion, rowOf } from './registryRows.ts';
import type { Session } from '../session.ts';

/** Copies code that uses the selected skill, or the selected version of it. */
export async function copyRowSnippet(session: Session, argument: unknown): Promise<void> {
  const row = rowOf(session, argument, isSkillOrVersion);
  if (!row) throw new HumanError('Select a skill or a version in the Registry view first.');
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
