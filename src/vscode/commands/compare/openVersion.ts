import * as vscode from 'vscode';
import { toAbortSignal } from '../../host/cancellation.ts';
import { HumanError } from '../../host/humanError.ts';
import { tabTitle } from '../../host/labels.ts';
import { toPublishedParts, type PublishedAddress } from '../../host/publishedAddress.ts';
import { isEntryNode, isSkillNode, isVersionNode, type RegistryNode } from '../../host/registryNode.ts';
import { completeStep } from '../../host/steps.ts';
import type { PublishedVersion, VersionAddress } from '../../remote/publishedVersions.ts';
import { connectionOf, rowsUnderKey } from '../registry/registryRows.ts';
import { versionLabel } from '../registry/versionLabel.ts';
import type { With } from '../session.ts';
import { l10n } from '../../../core/text/l10n.ts';

type OpenWhere = 'here' | 'side' | 'preview';

/**
 * Opens what the selected rows stand for: a file itself, of a version its SKILL.md, of a skill that of its latest
 * version.
 */
export async function openVersion(
  session: With<'connections' | 'knownSkills' | 'published' | 'registryView'>,
  argument: unknown,
  selection: unknown,
  where: OpenWhere,
): Promise<void> {
  const rows = await rowsUnderKey(session, argument, selection);
  if (rows.length === 0) throw new HumanError(l10n.t`Select a skill or a version in the Registry view first.`);
  for (const row of rows.slice(0, 10)) {
    const address = await publishedFileOf(session, row);
    if (address) await open(session, address, where, rows.length === 1);
  }
  completeStep('read');
}

async function open(
  session: With<'connections' | 'knownSkills'>,
  address: PublishedAddress,
  where: OpenWhere,
  preview: boolean,
): Promise<void> {
  const uri = vscode.Uri.from(toPublishedParts(address));
  if (where === 'preview') {
    await vscode.commands.executeCommand('markdown.showPreview', uri);
    return;
  }
  const viewColumn = where === 'side' ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
  const version = versionLabel(session, connectionOf(session, address), address);
  await vscode.commands.executeCommand(
    'vscode.open',
    uri,
    { preview, viewColumn },
    tabTitle(address.path, address.name, version),
  );
}

async function publishedFileOf(
  session: With<'connections' | 'published'>,
  row: RegistryNode,
): Promise<PublishedAddress | undefined> {
  const { connectionId } = row;
  if (isEntryNode(row))
    return row.kind === 'file'
      ? { connectionId, skillId: row.skill.id, ref: row.version.ref, name: row.version.name, path: row.path }
      : undefined;
  if (!isSkillNode(row) && !isVersionNode(row)) return undefined;
  const connection = connectionOf(session, row);
  const skillId = row.skill.id;
  const ref = isVersionNode(row) ? row.version.ref : latestOf(row.skill);
  const { files, name } = await loadVersion(session, { connection, skillId, ref });
  const main = files.find(({ path }) => /^skill\.md$/i.test(path));
  return main && { connectionId, skillId, ref, name, path: main.path };
}

/** What addresses a skill's latest version. Throws `HumanError` when it has none. */
export function latestOf(skill: { readonly latestVersion: string | undefined }): string {
  if (skill.latestVersion === undefined)
    throw new HumanError(l10n.t`This skill has no version: all of them were deleted.`);
  return skill.latestVersion;
}

/** Reads a version, with progress and a way out. */
export async function loadVersion(
  { published }: With<'published'>,
  address: VersionAddress,
): Promise<PublishedVersion> {
  if (published.isLoaded(address)) return published.load(address);
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: l10n.t`Downloading the published version…`,
      cancellable: true,
    },
    (_progress, token) => published.load(address, toAbortSignal(token)),
  );
}
