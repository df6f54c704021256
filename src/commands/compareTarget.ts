import * as vscode from 'vscode';
import type { ArchiveFile } from '../bundle/extract.ts';
import { connectionKey, type Connection } from '../host/connection.ts';
import { HumanError } from '../host/failures.ts';
import { toIconSafe } from '../host/labels.ts';
import { ledgerPlace, readLedger } from '../host/ledgerFile.ts';
import type { RemoteSkill } from '../registry/model.ts';
import type { VersionAddress } from '../remote/publishedVersions.ts';
import { nameOf } from './pickSkillFolder.ts';
import type { Session } from './session.ts';

/** The files of a folder that would be published. */
export interface FolderFiles {
  readonly files: readonly ArchiveFile[];
  /** Published path to the path on disk, where a name is spelt differently there or a link leads elsewhere. */
  readonly sources: ReadonlyMap<string, string>;
}

/** Reads what a publish would send; unsaved editors count as they are. Throws `HumanError`. */
export async function readFolder(folder: vscode.Uri): Promise<FolderFiles> {
  if (folder.scheme !== 'file') throw new HumanError('Only skills on disk can be compared. Save this folder to disk first.');
  const { findIncomplete, readSkillFolder } = await import('../disk/readSkill.ts');
  const { files, selection, problems } = await readSkillFolder(folder.fsPath, { workspaceRoot: ledgerPlace(folder).root });
  const unread = findIncomplete({ problems });
  if (unread) throw new HumanError(unread.message);
  const sources = new Map(selection.files.map(({ path, source }) => [path, source]));
  const unsaved = new Map(vscode.workspace.textDocuments.filter((document) => document.isDirty).map((document) => [document.uri.toString(), document.getText()]));
  const seen = files.map((file) => {
    const text = unsaved.get(vscode.Uri.joinPath(folder, sources.get(file.path) ?? file.path).toString());
    return text === undefined ? file : { ...file, content: new TextEncoder().encode(text) };
  });
  return { files: seen, sources };
}

/** The latest version of the skill a folder belongs to on the active connection, found as a publish finds it. Throws `HumanError` when there is none. */
export async function skillOfFolder({ connections }: Session, folder: vscode.Uri): Promise<VersionAddress> {
  const connection = connections.active;
  if (!connection) throw new HumanError('Choose a registry first: “Skills: Select Connection…”.');
  const { findTarget } = await import('../publish/target.ts');
  const { findInLedger } = await import('../publish/ledger.ts');
  const place = ledgerPlace(folder);
  const entry = findInLedger(await readLedger(place.root), place.folder, connectionKey(connection));
  const registry = await connections.registry(connection);
  const target = await findTarget(registry, { name: await frontMatterName(folder), entry, locked: undefined, choice: undefined });
  if (target.skillId === undefined) throw new HumanError(`${nameOf(folder)} is not published on ${connection.name} yet.`);
  if (target.latestVersion === undefined) throw new HumanError(`${nameOf(folder)} has no version on ${connection.name}: all of them were deleted.`);
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
  title: (name) => `Compare ${name} with which folder?`,
  none: 'There is no skill in this workspace to compare with: no folder has a SKILL.md.',
};

/** A version of a published skill; its name is that of the version. */
export interface PublishedSkill {
  readonly connection: Connection;
  readonly skill: RemoteSkill;
  readonly ref: string;
}

/** The folder of the workspace that belongs to a published skill: by ledger, else by name, else the user's choice. `undefined` when the user left. */
export async function folderOfSkill(session: Session, published: PublishedSkill, question = toCompare): Promise<vscode.Uri | undefined> {
  const folders = await session.skillFolders.find();
  if (folders.length === 0) throw new HumanError(question.none);
  const remembered = await matching(folders, (folder) => isRemembered(folder, published.connection, published.skill.id));
  if (remembered[0] && remembered.length === 1) return remembered[0];
  const { name } = await (await session.connections.registry(published.connection)).retrieveVersion(published.skill.id, published.ref);
  const named = remembered.length > 0 ? remembered : await matching(folders, async (folder) => (await frontMatterName(folder).catch(unreadable)) === name);
  if (named[0] && named.length === 1) return named[0];
  const rows = (named.length > 0 ? named : folders).map((folder) => ({ label: `$(package) ${toIconSafe(nameOf(folder))}`, description: toIconSafe(vscode.workspace.asRelativePath(folder)), folder }));
  const chosen = await vscode.window.showQuickPick(rows, { title: question.title(toIconSafe(name)), matchOnDescription: true });
  return chosen?.folder;
}

async function matching(folders: readonly vscode.Uri[], holds: (folder: vscode.Uri) => Promise<boolean>): Promise<readonly vscode.Uri[]> {
  const marks = await Promise.all(folders.map(holds));
  return folders.filter((_folder, index) => marks[index]);
}

async function isRemembered(folder: vscode.Uri, connection: Connection, skillId: string): Promise<boolean> {
  if (folder.scheme !== 'file') return false;
  const { findInLedger } = await import('../publish/ledger.ts');
  const place = ledgerPlace(folder);
  return findInLedger(await readLedger(place.root), place.folder, connectionKey(connection))?.skillId === skillId;
}

/** A folder that cannot be read is not the one that is looked for. */
function unreadable(error: unknown): undefined {
  if (!(error instanceof vscode.FileSystemError)) throw error;
}

/** Rejects where SKILL.md cannot be read. */
async function frontMatterName(folder: vscode.Uri): Promise<string | undefined> {
  const { findEntry, parseFrontMatter } = await import('../skill/frontMatter.ts');
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, 'SKILL.md'));
  const name = findEntry(parseFrontMatter(new TextDecoder().decode(bytes)), 'name')?.value.text.trim();
  return name === '' ? undefined : name;
}
