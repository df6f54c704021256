import * as vscode from 'vscode';
import { ArchiveError } from '../../../core/bundle/archiveError.ts';
import type { ArchiveFile } from '../../../core/bundle/extract.ts';
import { incomingRefusal } from '../../../core/publish/pull.ts';
import { toAbortSignal } from '../../host/cancellation.ts';
import type { Connection } from '../../host/connection.ts';
import { HumanError } from '../../host/humanError.ts';
import { skillName, toAge, toIconSafe } from '../../host/labels.ts';
import { isSkillNode, isVersionNode } from '../../host/registryNode.ts';
import type { RemoteSkill, RemoteVersion } from '../../../core/registry/model.ts';
import { toDisplayText } from '../../../core/text/display.ts';
import type { Registry } from '../../../core/registry/registry.ts';
import { versionFacts, versionLabel } from '../registry/versionLabel.ts';
import type { With } from '../session.ts';
import { l10n } from '../../../core/text/l10n.ts';

/** A published version that is to be written to disk. */
export interface VersionToPull {
  readonly connection: Connection;
  readonly version: RemoteVersion;
}

/**
 * The version a row of the registry view stands for (of a skill its latest), else what the user picks. `undefined` when
 * the user left.
 */
export async function chooseVersion(
  session: With<'connections' | 'knownSkills'>,
  argument: unknown,
  title: string,
): Promise<VersionToPull | undefined> {
  if (!isSkillNode(argument) && !isVersionNode(argument)) return pickVersion(session, title);
  const connection = session.connections.list().find(({ id }) => id === argument.connectionId);
  if (!connection)
    throw new HumanError(l10n.t`The connection of this row no longer exists. Refresh the Registry view.`);
  if (isVersionNode(argument)) return { connection, version: argument.version };
  return { connection, version: await latestVersion(session, connection, argument.skill) };
}

/** Throws `HumanError` when the skill has no version, `RegistryError` when it cannot be asked for. */
async function latestVersion(
  session: With<'connections'>,
  connection: Connection,
  skill: RemoteSkill,
): Promise<RemoteVersion> {
  if (skill.latestVersion === undefined)
    throw new HumanError(l10n.t`${skillName(skill)} has no version, so there is nothing to download.`);
  const registry = await session.connections.registry(connection);
  return registry.retrieveVersion(skill.id, skill.latestVersion);
}

/** The active connection. Throws `HumanError` when none was chosen. */
export function activeConnection(session: With<'connections'>): Connection {
  const { active } = session.connections;
  if (!active) throw new HumanError(l10n.t`No registry selected. Run “Skills: Select Connection” first.`);
  return active;
}

async function pickVersion(
  session: With<'connections' | 'knownSkills'>,
  title: string,
): Promise<VersionToPull | undefined> {
  const connection = activeConnection(session);
  const registry = await session.connections.registry(connection);
  const skill = await pickSkill(connection, registry, title);
  if (!skill) return undefined;
  const { listAllVersions } = await import('../../../core/publish/remote.ts');
  const { items: versions } = await listAllVersions(registry, skill.id);
  const versionRows = versions.map((version) => ({
    label: toIconSafe(versionLabel(session, connection, version)),
    description: versionFacts(version, skill),
    version,
  }));
  const picked = versionRows.length < 2 ? versionRows[0] : await vscode.window.showQuickPick(versionRows, { title });
  if (!picked && versionRows.length === 0)
    throw new HumanError(l10n.t`${skillName(skill)} has no version, so there is nothing to download.`);
  return picked && { connection, version: picked.version };
}

/** Lists a page, and the next one only when the user asks for it. `undefined` when the user left. */
async function pickSkill(connection: Connection, registry: Registry, title: string): Promise<RemoteSkill | undefined> {
  const skills = new Map<string, RemoteSkill>();
  let cursor: string | undefined;
  for (;;) {
    const { items, nextPage } = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: l10n.t`Listing skills…` },
      () => registry.listSkills({ limit: 1000, page: cursor }),
    );
    for (const skill of items) skills.set(skill.id, skill);
    if (skills.size === 0) throw new HumanError(l10n.t`Nothing is published at ${connection.name} yet.`);
    const rows = [...skills.values()].map((skill) => ({
      label: `$(package) ${toIconSafe(skillName(skill))}`,
      description: l10n.t`updated ${toAge(skill.updatedAt)}`,
      skill,
    }));
    const more = { label: l10n.t`$(ellipsis) List more skills…`, alwaysShow: true };
    const isEnd = nextPage === undefined || nextPage === cursor;
    const chosen = await vscode.window.showQuickPick<vscode.QuickPickItem & { readonly skill?: RemoteSkill }>(
      isEnd ? rows : [...rows, more],
      { title, matchOnDescription: true },
    );
    if (chosen !== more) return chosen?.skill;
    cursor = nextPage;
  }
}

/**
 * Downloads and unpacks a version; nothing is written. Throws `HumanError` for an archive that is refused,
 * `RegistryError`, `vscode.CancellationError`.
 */
export async function loadFiles(
  session: With<'knownSkills' | 'published'>,
  { connection, version }: VersionToPull,
): Promise<readonly ArchiveFile[]> {
  const title = l10n.t`Downloading ${toDisplayText(version.name, 64)} ${versionLabel(session, connection, version)}…`;
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (_progress, token) => {
      try {
        const address = { connection, skillId: version.skillId, ref: version.ref };
        return writable((await session.published.load(address, toAbortSignal(token))).files);
      } catch (error) {
        if (error instanceof ArchiveError)
          throw new HumanError(
            l10n.t`The archive of this version was rejected, and nothing was written: ${error.message}`,
          );
        throw error;
      }
    },
  );
}

/** The files, when they may be written. Throws `HumanError`: a version that is only looked at holds anything. */
function writable(files: readonly ArchiveFile[]): readonly ArchiveFile[] {
  const refusal = incomingRefusal(files);
  if (refusal !== undefined) throw new HumanError(refusal);
  return files;
}
