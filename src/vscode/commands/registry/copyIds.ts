import * as vscode from 'vscode';
import { HumanError } from '../../host/humanError.ts';
import { toIconSafe } from '../../host/labels.ts';
import { isEntryNode, isSkillNode, isVersionNode } from '../../host/registryNode.ts';
import { rowsUnderKey } from './registryRows.ts';
import type { With } from '../session.ts';
import { l10n } from '../../../core/text/l10n.ts';

/** Copies the ids of the selected skills and versions, or the paths of files, one a line. */
export async function copyIds(session: With<'registryView'>, argument: unknown, selection: unknown): Promise<void> {
  const rows = await rowsUnderKey(session, argument, selection);
  const ids = rows.flatMap((row) =>
    isSkillNode(row) ? [row.skill.id] : isVersionNode(row) ? [row.version.ref] : isEntryNode(row) ? [row.path] : [],
  );
  const [first] = ids;
  if (first === undefined) throw new HumanError(l10n.t`Select a skill or a version in the Registry view first.`);
  await vscode.env.clipboard.writeText(ids.join('\n'));
  vscode.window.setStatusBarMessage(
    l10n.t`$(check) Copied ${ids.length === 1 ? toIconSafe(first) : l10n.t`${ids.length} IDs`}`,
    3000,
  );
}
