import * as vscode from 'vscode';
import { toAbortSignal } from '../../host/cancellation.ts';
import type { Connection } from '../../host/connection.ts';
import { HumanError } from '../../host/humanError.ts';
import { toIconSafe } from '../../host/labels.ts';
import { parsePublishedParts, publishedFolder, toPublishedParts } from '../../host/publishedAddress.ts';
import { publishedScheme } from '../../host/schemes.ts';
import { isEntryNode, isVersionNode, type VersionNode } from '../../host/registryNode.ts';
import type { RemoteVersion } from '../../../core/registry/model.ts';
import { toDisplayText } from '../../../core/text/display.ts';
import type { VersionAddress } from '../../remote/publishedVersions.ts';
import { showDifferences, showFileDifference, type Side } from './comparison.ts';
import { tellImpact } from './findings.ts';
import { folderOfSkill, skillOfFolder, readToCompare } from './compareTarget.ts';
import { latestOf, loadVersion } from './openVersion.ts';
import { pickSkillFolder } from '../workspace/pickSkillFolder.ts';
import { uriName } from '../../host/uris.ts';
import { connectionOf, isSkillOrVersion, rowOf, rowsOf } from '../registry/registryRows.ts';
import { versionFacts, versionLabel } from '../registry/versionLabel.ts';
import type { Comparing } from './comparing.ts';
import type { With } from '../session.ts';
import { l10n } from '../../../core/text/l10n.ts';

type Sides = readonly [left: Side, right: Side];

/** Opens the changes from a published version to a skill folder. */
export async function compareWithFolder(
  session: With<'knownSkills' | 'published' | 'skills'>,
  connection: Connection,
  skillId: string,
  ref: string,
  folder: vscode.Uri,
): Promise<Sides> {
  const sides = await sidesWithFolder(session, { connection, skillId, ref }, folder);
  await showDifferences(uriName(folder), ...sides);
  return sides;
}

/** A published version, and a skill folder. */
export function sidesWithFolder(
  session: With<'knownSkills' | 'published' | 'skills'>,
  address: VersionAddress,
  folder: vscode.Uri,
): Promise<Sides> {
  return Promise.all([publishedSide(session, address, folder.path), folderSide(session, folder)]);
}

/** Opens the changes from one published version to another, which may be of another connection. */
export async function comparePublished(
  session: With<'knownSkills' | 'published'>,
  from: VersionAddress,
  to: VersionAddress,
): Promise<Sides> {
  const sides = await sidesOfVersions(session, from, to);
  const { name } = await loadVersion(session, to);
  await showDifferences(toDisplayText(name, 64), ...sides);
  return sides;
}

/** Two published versions. */
export async function sidesOfVersions(
  session: With<'knownSkills' | 'published'>,
  from: VersionAddress,
  to: VersionAddress,
): Promise<Sides> {
  const { name } = await loadVersion(session, to);
  return Promise.all([publishedSide(session, from, publishedFolder(name)), publishedSide(session, to)]);
}

/** Says what changes for users while the comparison is looked at. */
function tellMeaning(session: With<'failures' | 'impact'>, title: string, sides: Sides): void {
  void session.failures.guard(l10n.t`Compare`, () => tellImpact(session, title, ...sides));
}

/**
 * Published against workspace: started on a skill (its latest version), on a version, or on a folder, a SKILL.md or the
 * active editor, whose skill is found as a publish finds it.
 */
export async function compareWithWorkspace(
  session: Comparing & With<'failures' | 'impact' | 'workspaceView'>,
  argument: unknown,
): Promise<void> {
  const row = argument instanceof vscode.Uri ? undefined : rowOf(session, argument, isSkillOrVersion);
  if (row) {
    const connection = connectionOf(session, row);
    const ref = isVersionNode(row) ? row.version.ref : latestOf(row.skill);
    const folder = await folderOfSkill(session, { connection, skill: row.skill, ref });
    if (folder)
      tellMeaning(session, uriName(folder), await compareWithFolder(session, connection, row.skill.id, ref, folder));
    return;
  }
  const folder = await pickSkillFolder(argument, session, l10n.t`Compare which skill with its published version?`);
  if (!folder) return;
  const { connection, skillId, ref } = await skillOfFolder(session, folder);
  tellMeaning(session, uriName(folder), await compareWithFolder(session, connection, skillId, ref, folder));
}

/** Two versions: those selected, or the one of the menu and another that is asked for. The older one is on the left. */
export async function compareVersions(
  session: With<'connections' | 'failures' | 'impact' | 'knownSkills' | 'published' | 'registryView'>,
  argument: unknown,
  selection: unknown,
): Promise<void> {
  const [first, second, ...more] = rowsOf(session, argument, selection).filter(isVersionNode);
  if (!first) throw new HumanError(l10n.t`Select one or two versions in the Registry view first.`);
  if (more.length > 0) throw new HumanError(l10n.t`Only two versions can be compared. Select two.`);
  const other = second ?? (await pickOther(session, first));
  if (!other) return;
  const [older, newer] = first.version.createdAt < other.version.createdAt ? [first, other] : [other, first];
  const sides = await comparePublished(session, addressOf(session, older), addressOf(session, newer));
  tellMeaning(session, newer.version.name, sides);
}

/**
 * One file, published against workspace: a file row of the view, a published file in an editor, or a file of a skill
 * folder.
 */
export async function compareFile(session: Comparing, argument: unknown): Promise<void> {
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
    throw new HumanError(l10n.t`Open a file of a skill first, or select a published one in the Registry view.`);
  await compareOne(
    session,
    await skillOfFolder(session, folder),
    folder,
    uri.path.slice(folder.path.length + 1).normalize('NFC'),
  );
}

async function compareOne(
  session: With<'knownSkills' | 'published' | 'skills'>,
  address: VersionAddress,
  folder: vscode.Uri,
  path: string,
): Promise<void> {
  const [left, right] = await Promise.all([publishedSide(session, address, folder.path), folderSide(session, folder)]);
  if (![left, right].some(({ files }) => files.some((file) => file.path === path)))
    throw new HumanError(
      l10n.t`${path} is neither in the published version nor among the files that would be published.`,
    );
  await showFileDifference(uriName(folder), path, left, right);
}

/** @param shownIn Path of the folder on the other side, where that is another one. */
async function publishedSide(
  session: With<'knownSkills' | 'published'>,
  address: VersionAddress,
  shownIn?: string,
): Promise<Side> {
  const { files, name } = await loadVersion(session, address);
  const { connection, skillId, ref } = address;
  return {
    label: versionLabel(session, connection, { skillId, ref }),
    files,
    uriOf: (path) =>
      vscode.Uri.from(toPublishedParts({ connectionId: connection.id, skillId, ref, name, path }, shownIn)),
  };
}

async function folderSide(session: With<'skills'>, folder: vscode.Uri): Promise<Side> {
  const { files, sources } = await readToCompare(session, folder);
  return { label: l10n.t`workspace`, files, uriOf: (path) => vscode.Uri.joinPath(folder, sources.get(path) ?? path) };
}

function addressOf(session: With<'connections'>, row: VersionNode): VersionAddress {
  return { connection: connectionOf(session, row), skillId: row.skill.id, ref: row.version.ref };
}

interface VersionRow extends vscode.QuickPickItem {
  readonly version: RemoteVersion;
}

async function pickOther(
  session: With<'connections' | 'knownSkills'>,
  row: VersionNode,
): Promise<VersionNode | undefined> {
  const { listAllVersions } = await import('../../../core/publish/remote.ts');
  const connection = connectionOf(session, row);
  const registry = await session.connections.registry(connection);
  const { items } = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: l10n.t`Listing versions…`, cancellable: true },
    (_progress, token) => listAllVersions(registry, row.skill.id, toAbortSignal(token)),
  );
  const others = items.filter(({ ref }) => ref !== row.version.ref);
  if (others.length === 0) throw new HumanError(l10n.t`This skill has only this version.`);
  // The one right before it first: that is the question asked most.
  const before = others.find(({ createdAt }) => createdAt < row.version.createdAt);
  const sorted = before ? [before, ...others.filter((other) => other !== before)] : others;
  const rows = sorted.map(
    (version): VersionRow => ({
      label: `$(tag) ${toIconSafe(versionLabel(session, connection, version))}`,
      description: versionFacts(version, row.skill, version === before ? l10n.t`the previous one` : ''),
      version,
    }),
  );
  const chosen = await vscode.window.showQuickPick(rows, {
    title: l10n.t`Compare ${toIconSafe(versionLabel(session, connection, row.version))} with which version?`,
    matchOnDescription: true,
  });
  return chosen && { ...row, version: chosen.version };
}
