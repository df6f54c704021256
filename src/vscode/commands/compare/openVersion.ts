import * as vscode from 'vscode';
import { toAbortSignal } from '../../host/cancellation.ts';
import { HumanError } from '../../host/failures.ts';
import { toPublishedParts } from '../../host/publishedAddress.ts';
import { isEntryNode, isSkillNode, isVersionNode, type RegistryNode } from '../../host/registryNode.ts';
import type { PublishedVersion, VersionAddress } from '../../remote/publishedVersions.ts';
import { connectionOf, rowsUnderKey } from '../registry/registryRows.ts';
import type { Session } from '../session.ts';

export type OpenWhere = 'here' | 'side' | 'preview';

/**
 * Opens what the selected rows stand for: a file itself, of a version its SKILL.md, of a skill that of its latest
 * version.
 */
export async function openVersion(
  session: Session,
  argument: unknown,
  selection: unknown,
  where: OpenWhere,
): Promise<void> {
  const rows = await rowsUnderKey(session, argument, selection);
  if (rows.length === 0) throw new HumanError('Select a skill or a version in the Registry view first.');
  for (const row of rows.slice(0, 10)) {
    const uri = await uriOf(session, row);
    if (uri) await open(uri, where, rows.length === 1);
  }
}

async function open(uri: vscode.Uri, where: OpenWhere, preview: boolean): Promise<void> {
  if (where === 'preview') await vscode.commands.executeCommand('markdown.showPreview', uri);
  else
    await vscode.commands.executeCommand('vscode.open', uri, {
      preview,
      viewColumn: where === 'side' ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active,
    });
}

async function uriOf(session: Session, row: RegistryNode): Promise<vscode.Uri | undefined> {
  if (isEntryNode(row)) {
    return row.kind === 'file'
      ? vscode.Uri.from(
          toPublishedParts({
            connectionId: row.connectionId,
            skillId: row.skill.id,
            ref: row.version.ref,
            name: row.version.name,
            path: row.path,
          }),
        )
      : undefined;
  }
  if (!isSkillNode(row) && !isVersionNode(row)) return undefined;
  const address = {
    connection: connectionOf(session, row),
    skillId: row.skill.id,
    ref: isVersionNode(row) ? row.version.ref : latestOf(row.skill),
  };
  const { files, name } = await loadVersion(session, address);
  const main = files.find(({ path }) => /^skill\.md$/i.test(path));
  return (
    main &&
    vscode.Uri.from(
      toPublishedParts({
        connectionId: row.connectionId,
        skillId: address.skillId,
        ref: address.ref,
        name,
        path: main.path,
      }),
    )
  );
}

/** What addresses a skill's latest version. Throws `HumanError` when it has none. */
export function latestOf(skill: { readonly latestVersion: string | undefined }): string {
  if (skill.latestVersion === undefined) throw new HumanError('This skill has no version: all of them were deleted.');
  return skill.latestVersion;
}

/** Reads a version, with progress and a way out. */
export async function loadVersion({ published }: Session, address: VersionAddress): Promise<PublishedVersion> {
  if (published.isLoaded(address)) return published.load(address);
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: 'Downloading the published version…', cancellable: true },
    (_progress, token) => published.load(address, toAbortSignal(token)),
  );
}
