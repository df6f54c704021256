import * as vscode from 'vscode';
import { ArchiveError } from '../../../core/bundle/archiveError.ts';
import type { ArchiveFile } from '../../../core/bundle/extract.ts';
import { incomingRefusal } from '../../../core/publish/pull.ts';
import { toAbortSignal } from '../../host/cancellation.ts';
import type { Connection } from '../../host/connection.ts';
import { HumanError } from '../../host/failures.ts';
import { toAge, toIconSafe } from '../../host/labels.ts';
import { isSkillNode, isVersionNode } from '../../host/registryNode.ts';
import type { RemoteSkill, RemoteVersion } from '../../../core/registry/model.ts';
import { toDisplayText } from '../../../core/text/display.ts';
import type { Registry } from '../../../core/registry/registry.ts';
import { versionFacts, versionLabel } from '../registry/versionLabel.ts';
import type { Session } from '../session.ts';

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
  session: Session,
  argument: unknown,
  title: string,
): Promise<VersionToPull | undefined> {
  if (!isSkillNode(argument) && !isVersionNode(argument)) return pickVersion(session, title);
  const connection = session.connections.list().find(({ id }) => id === argument.connectionId);
  if (!connection) throw new HumanError('The connection of this row no longer exists. Refresh the Registry view.');
  if (isVersionNode(argument)) return { connection, version: argument.version };
  return { connection, version: await latestVersion(session, connection, argument.skill) };
}

/** Throws `HumanError` when the skill has no version, `RegistryError` when it cannot be asked for. */
export async function latestVersion(
  session: Session,
  connection: Connection,
  skill: RemoteSkill,
): Promise<RemoteVersion> {
  if (skill.latestVersion === undefined)
    throw new HumanError(
      `${toDisplayText(skill.label ?? skill.id, 100)} has no version, so there is nothing to download.`,
    );
  const registry = await session.connections.registry(connection);
  return registry.retrieveVersion(skill.id, skill.latestVersion);
}

/** The active connection. Throws `HumanError` when none was chosen. */
export function activeConnection(session: Session): Connection {
  const { active } = session.connections;
  if (!active) throw new HumanError('No registry selected. Run “Skills: Select Connection” first.');
  return active;
}

async function pickVersion(session: Session, title: string): Promise<VersionToPull | undefined> {
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
    throw new HumanError(
      `${toDisplayText(skill.label ?? skill.id, 100)} has no version, so there is nothing to download.`,
    );
  return picked && { connection, version: picked.version };
}

/** Lists a page, and the next one only when the user asks for it. `undefined` when the user left. */
async function pickSkill(connection: Connection, registry: Registry, title: string): Promise<RemoteSkill | undefined> {
  const skills = new Map<string, RemoteSkill>();
  let cursor: string | undefined;
  for (;;) {
    const { items, nextPage } = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: 'Listing skills…' },
      () => registry.listSkills({ limit: 1000, page: cursor }),
    );
    for (const skill of items) skills.set(skill.id, skill);
    if (skills.size === 0) throw new HumanError(`Nothing is published at ${connection.name} yet.`);
    const rows = [...skills.values()].map((skill) => ({
      label: `$(package) ${toIconSafe(skill.label ?? skill.id)}`,
      description: `updated ${toAge(skill.updatedAt)}`,
      skill,
    }));
    const more = { label: '$(ellipsis) List more skills…', alwaysShow: true };
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
  session: Session,
  { connection, version }: VersionToPull,
): Promise<readonly ArchiveFile[]> {
  const title = `Downloading ${toDisplayText(version.name, 64)} ${versionLabel(session, connection, version)}…`;
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (_progress, token) => {
      try {
        const address = { connection, skillId: version.skillId, ref: version.ref };
        return writable((await session.published.load(address, toAbortSignal(token))).files);
      } catch (error) {
        if (error instanceof ArchiveError)
          throw new HumanError(`The archive of this version is refused, and nothing was written: ${error.message}`);
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
