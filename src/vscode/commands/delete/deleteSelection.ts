import { isVersionNode } from '../../host/registryNode.ts';
import { deleteSkill } from './deleteSkill.ts';
import { deleteVersion } from './deleteVersion.ts';
import { rowsUnderKey } from '../registry/registryRows.ts';
import type { Deleting } from './deleting.ts';

/** What the Delete key does: versions when those are focused or selected, else the skill. */
export async function deleteSelection(session: Deleting): Promise<void> {
  const rows = await rowsUnderKey(session, undefined, undefined);
  if (rows.length > 0 && rows.every(isVersionNode)) await deleteVersion(session, rows[0], rows);
  else await deleteSkill(session, rows[0], rows);
}
