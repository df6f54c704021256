import * as vscode from 'vscode';
import { skillName } from '../../host/labels.ts';
import { completeStep } from '../../host/steps.ts';
import { uriName } from '../../host/uris.ts';
import { isSkillOrVersion, rowOf } from '../registry/registryRows.ts';
import type { With } from '../session.ts';
import { pickSkillFolder } from '../workspace/pickSkillFolder.ts';
import { toDetailsParts, type DetailsSubject } from './detailsAddress.ts';
import { l10n } from '../../../core/text/l10n.ts';

/**
 * Shows what is known of a skill in VS Code's own preview: of the row of the registry view it was started on, else of the
 * skill folder in front of the user.
 */
export async function showDetails(
  session: With<'connections' | 'ledgers' | 'registryView' | 'skills' | 'workspaceView'>,
  argument: unknown,
): Promise<void> {
  const page = await pageFor(session, argument);
  if (!page) return;
  // Locked: a preview that is not shows the next Markdown file that comes to the front.
  await vscode.commands.executeCommand('markdown.showPreview', page, undefined, { locked: true });
  completeStep('read');
}

async function pageFor(
  session: With<'connections' | 'ledgers' | 'registryView' | 'skills' | 'workspaceView'>,
  argument: unknown,
): Promise<vscode.Uri | undefined> {
  const row = isSkillOrVersion(argument) ? rowOf(session, argument, isSkillOrVersion) : undefined;
  if (row) {
    const { connectionId, skill } = row;
    const name = skillName(skill, 'version' in row ? row.version.name : undefined);
    return pageUri({ kind: 'skill', connectionId, skillId: skill.id }, name);
  }
  const folder = await pickSkillFolder(argument, session, l10n.t`Show details of which skill?`);
  if (!folder) return undefined;
  const { active } = session.connections;
  const entry = active && (await session.ledgers.readableEntryOf(folder, active).catch(() => undefined));
  if (active && entry)
    return pageUri({ kind: 'skill', connectionId: active.id, skillId: entry.skillId }, entry.title ?? entry.name);
  return pageUri({ kind: 'folder', folder: folder.toString() }, uriName(folder));
}

function pageUri(subject: DetailsSubject, name: string): vscode.Uri {
  return vscode.Uri.from(toDetailsParts(subject, name));
}
