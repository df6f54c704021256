import { isVersionNode } from '../host/registryNode.ts';
import { deleteSkill } from './deleteSkill.ts';
import { deleteVersion } from './deleteVersion.ts';
import type { Session } from './session.ts';

/** What the Delete key does: versions when versions are selected, else the skill. */
export async function deleteSelection(session: Session): Promise<void> {
  const rows = session.registryView.selection;
  if (rows.length > 0 && rows.every(isVersionNode)) await deleteVersion(session, undefined, undefined);
  else await deleteSkill(session, undefined, undefined);
}
