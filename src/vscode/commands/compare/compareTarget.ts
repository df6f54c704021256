import * as vscode from 'vscode';
import type { ArchiveFile } from '../../../core/bundle/extract.ts';
import { type Connection, keyOfConnection } from '../../host/connection.ts';
import { HumanError } from '../../host/humanError.ts';
import { toIconSafe } from '../../host/labels.ts';
import type { RemoteSkill, RemoteVersion } from '../../../core/registry/model.ts';
import type { VersionAddress } from '../../remote/publishedVersions.ts';
import { pathInWorkspace, uriName } from '../../host/uris.ts';
import type { With } from '../session.ts';
import { l10n } from '../../../core/text/l10n.ts';

/** The files of a folder that would be published. */
interface FolderFiles {
  readonly files: readonly ArchiveFile[];
  /** Published path to the path on disk, where a name is spelled differently there or a link leads elsewhere. */
  readonly sources: ReadonlyMap<string, string>;
}

/** Reads what a publish would send; unsaved editors count as they are. Throws `HumanError`. */
export async function readToCompare({ skills }: With<'skills'>, folder: vscode.Uri): Promise<FolderFiles> {
  if (folder.scheme !== 'file')
    throw new HumanError(l10n.t`Only skills on disk can be compared. Save this folder to disk first.`);
  const { findIncomplete } = await import('../../../core/workspace/readSkill.ts');
  const { files, selection, problems } = await skills.snapshot(folder);
  const unread = findIncomplete({ problems });
  if (unread) throw new HumanError(unread.message);
  const sources = new Map(selection.files.map(({ path, source }) => [path, source]));
  const unsaved = new Map(
    vscode.workspace.textDocuments
      .filter((document) => document.isDirty)
      .map((document) => [document.uri.toString(), document.getText()]),
  );
  const seen = files.map((file) => {
    const text = unsaved.get(vscode.Uri.joinPath(folder, sources.get(file.path) ?? file.path).toString());
    return text === undefined ? file : { ...file, content: new TextEncoder().encode(text) };
  });
  return { files: seen, sources };
}

/**
 * The latest version of the skill a folder belongs to on the active connection, found as a publish finds it. Throws
 * `HumanError` when there is none.
 */
export async function skillOfFolder(
  { connections, ledgers, storage, skills }: With<'connections' | 'ledgers' | 'skills' | 'storage'>,
  folder: vscode.Uri,
): Promise<VersionAddress> {
  const connection = connections.active;
  if (!connection) throw new HumanError(l10n.t`Choose a registry first: “Skills: Select Connection…”.`);
  const { findTarget } = await import('../../../core/publish/target.ts');
  const { headOf } = await import('../../../core/workspace/judge.ts');
  const { skillIndexFile } = await import('../../../node/disk/skillIndexFile.ts');
  const entry = await ledgers.entryOf(folder, connection);
  const registry = await connections.registry(connection);
  const target = await findTarget(registry, {
    name: headOf((await skills.snapshot(folder)).skill).name,
    entry,
    locked: undefined,
    choice: undefined,
    index: skillIndexFile(storage, keyOfConnection(connection)),
  });
  if (target.skillId === undefined)
    throw new HumanError(l10n.t`${uriName(folder)} is not published on ${connection.name} yet.`);
  if (target.latestVersion === undefined)
    throw new HumanError(l10n.t`${uriName(folder)} has no version on ${connection.name}: all of them were deleted.`);
  return { connection, skillId: target.skillId, ref: target.latestVersion };
}

/** What the folder of a published skill is looked for, in the words of the pick list and of the refusal. */
export interface FolderQuestion {
  /** `name` is fit for a pick list. */
  readonly title: (name: string) => string;
  /** Where the workspace has no skill. */
  readonly none: string;
}

const toCompare: FolderQuestion = {
  title: (name) => l10n.t`Compare ${name} with which folder?`,
  get none() {
    return l10n.t`There is no skill in this workspace to compare with: no folder has a SKILL.md.`;
  },
};

/** A skill of a registry; `name` gives the name it was published under. */
interface PublishedSkill {
  readonly connection: Connection;
  readonly skillId: string;
  readonly name: () => Promise<string>;
}

/**
 * The folder of the workspace that belongs to a published skill: by ledger, else by name, else the user's choice.
 * `undefined` when the user left.
 */
export async function folderOfSkill(
  session: With<'connections' | 'ledgers' | 'skills'>,
  published: { readonly connection: Connection; readonly skill: RemoteSkill; readonly ref: string },
  question = toCompare,
): Promise<vscode.Uri | undefined> {
  const { connection, skill, ref } = published;
  let version: Promise<RemoteVersion> | undefined;
  // Asked for once, and only where the ledgers do not know the folder.
  const name = async (): Promise<string> => {
    version ??= session.connections.registry(connection).then((registry) => registry.retrieveVersion(skill.id, ref));
    return (await version).name;
  };
  const found = await foldersOfSkill(session, { connection, skillId: skill.id, name });
  if (found.length === 1) return found[0];
  const folders = found.length > 0 ? found : await session.skills.find();
  if (folders.length === 0) throw new HumanError(question.none);
  return askFolder(folders, question.title(toIconSafe(await name())));
}

/**
 * The folders of the workspace that were published as the skill or were made from it; where the ledgers know none,
 * those of its name.
 */
export async function foldersOfSkill(
  { skills, ledgers }: With<'ledgers' | 'skills'>,
  { connection, skillId, name }: PublishedSkill,
): Promise<readonly vscode.Uri[]> {
  const among = async (folders: readonly vscode.Uri[]): Promise<readonly vscode.Uri[]> => {
    const remembered = await matching(
      folders,
      async (folder) => (await ledgers.readableEntryOf(folder, connection))?.skillId === skillId,
    );
    if (remembered.length > 0 || folders.length === 0) return remembered;
    const wanted = await name();
    return matching(folders, async (folder) => ((await skills.nameOf(folder)) ?? uriName(folder)) === wanted);
  };
  const found = await among(await skills.find());
  // A watcher tells of a new folder only after a moment.
  return found.length > 0 ? found : among(await skills.findAgain());
}

/** `undefined` when the user left. */
export async function askFolder(folders: readonly vscode.Uri[], title: string): Promise<vscode.Uri | undefined> {
  const rows = folders.map((folder) => ({
    label: `$(package) ${toIconSafe(uriName(folder))}`,
    description: toIconSafe(pathInWorkspace(folder)),
    folder,
  }));
  const chosen = await vscode.window.showQuickPick(rows, { title, matchOnDescription: true });
  return chosen?.folder;
}

async function matching(
  folders: readonly vscode.Uri[],
  holds: (folder: vscode.Uri) => Promise<boolean>,
): Promise<readonly vscode.Uri[]> {
  const marks = await Promise.all(folders.map(holds));
  return folders.filter((_folder, index) => marks[index]);
}
