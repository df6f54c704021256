import { keyOfConnection } from '../../host/connection.ts';
import { isNoticeNode } from '../../host/registryNode.ts';
import type { Settling } from '../publish/publishing.ts';
import type { With } from '../session.ts';
import { settleWithProgress } from '../publish/settleUploads.ts';

/** Lists again what is shown, or what stands beside a notice, and settles the uploads that were left open. */
export async function refreshRegistry(
  session: Settling & With<'knownSkills' | 'registryView' | 'skills'>,
  row: unknown,
): Promise<void> {
  const notice = isNoticeNode(row) ? row : undefined;
  const { active } = session.connections;
  // A gateway may have learned to hand out files meanwhile: the next one that is asked for tells.
  if (active) session.knownSkills.sawFiles(keyOfConnection(active), true);
  await session.registryView.refresh(notice);
  if (active && !notice) await settleWithProgress(session, active, await session.skills.find());
}
