import { isNoticeNode } from '../../host/registryNode.ts';
import type { Session } from '../session.ts';
import { settleWithProgress } from '../publish/settleUploads.ts';

/** Lists again what is shown, or what stands beside a notice, and settles the uploads that were left open. */
export async function refreshRegistry(session: Session, row: unknown): Promise<void> {
  const notice = isNoticeNode(row) ? row : undefined;
  await session.registryView.refresh(notice);
  const { active } = session.connections;
  if (active && !notice) await settleWithProgress(session, active, await session.skills.find());
}
