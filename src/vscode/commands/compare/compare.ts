import * as vscode from 'vscode';
import { toAbortSignal } from '../../host/cancellation.ts';
import type { Connection } from '../../host/connection.ts';
import { HumanError } from '../../host/failures.ts';
import { shortRef, toAge, toIconSafe } from '../../host/labels.ts';
import { parsePublishedParts, publishedScheme, toPublishedParts } from '../../host/publishedAddress.ts';
import { isEntryNode, isVersionNode, type VersionNode } from '../../host/registryNode.ts';
import type { RemoteSkill, RemoteVersion } from '../../../core/registry/model.ts';
import { toDisplayText } from '../../../core/registry/redact.ts';
import type { VersionAddress } from '../../remote/publishedVersions.ts';
import { showDifferences, showFileDifference, type Side } from './comparison.ts';
import { folderOfSkill, readFolder, skillOfFolder } from './compareTarget.ts';
import { latestOf, loadVersion } from './openVersion.ts';
import { nameOf, pickSkillFolder } from '../workspace/pickSkillFolder.ts';
import { connectionOf, isSkillOrVersion, rowOf, rowsOf } from '../registry/registryRows.ts';
import type { Session } from '../session.ts';

/** Opens the changes from a published version to a skill folder. */
export async function compareWithFolder(
  session: Session,
  connection: Connection,
  skillId: string,
  ref: string,
  folder: vscode.Uri,
): Promise<void> {
  const [left, right] = await Promise.all([publishedSide(session, { connection, skillId, ref }), folderSide(folder)]);
  await showDifferences(nameOf(folder), left, right);
}

/** Opens the changes from one published version to another, which may be of another connection. */
export async function comparePublished(session: Session, from: VersionAddress, to: VersionAddress): Promise<void> {
  const [left, right] = await Promise.all([publishedSide(session, from), publishedSide(session, to)]);
  await showDifferences(to.skillId, left, right);
}

/**
 * Published against workspace: started on a skill (its latest version), on a version, or on a folder, a SKILL.md or the
 * active editor, whose skill is found as a publish finds it.
 */
export async function compareWithWorkspace(session: Session, argument: unknown): Promise<void> {
  const row = argument instanceof vscode.Uri ? undefined : rowOf(session, argument, isSkillOrVersion);
  if (row) {
    const connection = connectionOf(session, row);
    const ref = isVersionNode(row) ? row.version.ref : latestOf(row.skill);
    const folder = await folderOfSkill(session, { connection, skill: row.skill, ref });
    if (folder) await compareWithFolder(session, connection, row.skill.id, ref, folder);
    return;
  }
  const folder = await pickSkillFolder(argument, session, 'Compare which skill with its published version?');
  if (!folder) return;
  const { connection, skillId, ref } = await skillOfFolder(session, folder);
  await compareWithFolder(session, connection, skillId, ref, folder);
}

/** Two versions: those selected, or the one of the menu and another that is asked for. The older one is on the left. */
export async function compareVersions(session: Session, argument: unknown, selection: unknown): Promise<void> {
  const [first, second, ...more] = rowsOf(session, argument, selection).filter(isVersionNode);
  if (!first) throw new HumanError('Select one or two versions in the Registry view first.');
  if (more.length > 0) throw new HumanError('Only two versions can be compared. Select two.');
  const other = second ?? (await pickOther(session, first));
  if (!other) return;
  const [older, newer] = first.version.createdAt < other.version.createdAt ? [first, other] : [other, first];
  const [left, right] = await Promise.all([older, newer].map((row) => publishedSide(session, addressOf(session, row))));
  if (left && right) await showDifferences(titleOf(newer.skill), left, right);
}

/**
 * One file, published against workspace: a file row of the view, a published file in an editor, or a file of a skill
 * folder.
 */
export async function compareFile(session: Session, argument: unknown): Promise<void> {
  const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
  const row = argument instanceof vscode.Uri ? undefined : rowOf(session, argument, isEntryNode);
  const published = row
    ? { connectionId: row.connectionId, skillId: row.skill.id, ref: row.version.ref, path: row.path }
    : uri && parsePublishedParts(uri);
  if (published) {
    const connection = connectionOf(session, published);
    const skill =
      row?.skill ?? (await (await session.connections.registry(connection)).retrieveSkill(published.skillId));
    const folder = await folderOfSkill(session, { connection, skill, ref: published.ref });
    if (folder)
      await compareOne(session, { connection, skillId: published.skillId, ref: published.ref }, folder, published.path);
    return;
  }
  const folder = uri && (await session.skills.holding(uri));
  if (!folder || uri.scheme === publishedScheme)
    throw new HumanError('Open a file of a skill first, or select a published one in the Registry view.');
  await compareOne(
    session,
    await skillOfFolder(session, folder),
    folder,
    uri.path.slice(folder.path.length + 1).normalize('NFC'),
  );
}

async function compareOne(session: Session, address: VersionAddress, folder: vscode.Uri, path: string): Promise<void> {
  const [left, right] = await Promise.all([publishedSide(session, address), folderSide(folder)]);
  if (![left, right].some(({ files }) => files.some((file) => file.path === path)))
    throw new HumanError(`${path} is neither in the published version nor among the files that would be published.`);
  await showFileDifference(path, left, right);
}

async function publishedSide(session: Session, address: VersionAddress): Promise<Side> {
  const { files, name } = await loadVersion(session, address);
  const { connection, skillId, ref } = address;
  return {
    label: shortRef(toDisplayText(ref, 100)),
    files,
    uriOf: (path) => vscode.Uri.from(toPublishedParts({ connectionId: connection.id, skillId, ref, name, path })),
  };
}

async function folderSide(folder: vscode.Uri): Promise<Side> {
  const { files, sources } = await readFolder(folder);
  return { label: 'workspace', files, uriOf: (path) => vscode.Uri.joinPath(folder, sources.get(path) ?? path) };
}

function addressOf(session: Session, row: VersionNode): VersionAddress {
  return { connection: connectionOf(session, row), skillId: row.skill.id, ref: row.version.ref };
}

function titleOf(skill: RemoteSkill): string {
  return toDisplayText(skill.label ?? skill.id, 60);
}

interface VersionRow extends vscode.QuickPickItem {
  readonly version: RemoteVersion;
}

async function pickOther(session: Session, row: VersionNode): Promise<VersionNode | undefined> {
  const { listAllVersions } = await import('../../../core/publish/remote.ts');
  const registry = await session.connections.registry(connectionOf(session, row));
  const { items } = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: 'Listing versions…', cancellable: true },
    (_progress, token) => listAllVersions(registry, row.skill.id, toAbortSignal(token)),
  );
  const others = items.filter(({ ref }) => ref !== row.version.ref);
  if (others.length === 0) throw new HumanError('This skill has only this version.');
  // The one right before it first: that is the question asked most.
  const before = others.find(({ createdAt }) => createdAt < row.version.createdAt);
  const sorted = before ? [before, ...others.filter((other) => other !== before)] : others;
  const rows = sorted.map(
    (version): VersionRow => ({
      label: `$(tag) ${toIconSafe(version.ref)}`,
      description: [
        version === before ? 'the one before' : '',
        version.ref === row.skill.latestVersion ? 'latest' : '',
        toAge(version.createdAt),
      ]
        .filter((part) => part !== '')
        .join(' · '),
      version,
    }),
  );
  const chosen = await vscode.window.showQuickPick(rows, {
    title: `Compare ${shortRef(toIconSafe(row.version.ref))} with which version?`,
    matchOnDescription: true,
  });
  return chosen && { ...row, version: chosen.version };
}
