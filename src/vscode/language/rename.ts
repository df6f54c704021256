import * as vscode from 'vscode';
import type { Range } from '../../core/skill/problem.ts';
import { type Skill, textIn } from '../../core/skill/skill.ts';
import { loadCore, type Core } from './loadCore.ts';
import { mentionAt } from './navigation.ts';
import { mentionsIn, openSkill, type OpenSkill } from './openSkill.ts';
import { TextLines, toDocumentRange, toOffset } from './positions.ts';
import { exists } from '../host/files.ts';
import { fileIn, uriName, parentUri, pathBelow } from '../host/uris.ts';
import type { Skills } from '../host/skills.ts';
import { l10n } from '../../core/text/l10n.ts';

/**
 * Where the skill folders go that *Rename Symbol* moves, by where they are, and when it said so: their texts change by
 * the same edit.
 */
export type OwnMoves = Map<string, { readonly target: string; readonly time: number }>;

/** Milliseconds in which VS Code applies an edit that needs no answer; later the move is somebody else's. */
const longestApplying = 60_000;

interface Renames {
  readonly folders: Skills;
  readonly ownMoves: OwnMoves;
}

type Renamed =
  | { readonly kind: 'skill'; readonly range: Range; readonly name: string }
  | { readonly kind: 'file'; readonly range: Range; readonly path: string };

function renamedAt(core: Core, open: OpenSkill, offset: number): Renamed | undefined {
  const name = open.path === open.skill.fileName ? core.nameRange(open.text) : undefined;
  if (name && name.range.start <= offset && offset <= name.range.end) return { kind: 'skill', ...name };
  const { mentions, files } = mentionsIn(core, open);
  const mention = mentionAt(mentions, offset);
  const path = mention && core.fileOfMention(mention, files);
  return mention && path !== undefined && path !== open.skill.fileName
    ? { kind: 'file', range: mention.range, path }
    : undefined;
}

export async function prepareRename(
  folders: Skills,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<{ range: vscode.Range; placeholder: string }> {
  const [core, open] = await Promise.all([loadCore(), openSkill(folders, document)]);
  const found = open && renamedAt(core, open, toOffset(document, position));
  // A rejection leaves the word to the other rename providers; its text is shown when there is none.
  if (!found) throw new Error(l10n.t`Only the name of a skill and paths of its files can be renamed here.`);
  return {
    range: toDocumentRange(document, found.range),
    placeholder: found.kind === 'skill' ? found.name : found.path,
  };
}

export async function provideRename(
  renames: Renames,
  document: vscode.TextDocument,
  position: vscode.Position,
  newName: string,
): Promise<vscode.WorkspaceEdit | undefined> {
  const { folders } = renames;
  await folders.folderOf(document.uri).then((folder) => {
    if (folder) folders.refresh(folder);
  });
  const [core, open] = await Promise.all([loadCore(), openSkill(folders, document)]);
  const found = open && renamedAt(core, open, toOffset(document, position));
  if (!found) return undefined;
  if (found.kind === 'file') return renameFile(core, open, found.path, newName);
  const refusal = core.checkNewName(newName);
  if (refusal !== undefined) throw new Error(refusal);
  if (!(await confirmRename(open.skill, newName))) return new vscode.WorkspaceEdit();
  return renameOpenSkill(core, renames, open, newName);
}

/** Asks where the skill was published under another name. */
async function confirmRename({ publishedName }: Skill, newName: string): Promise<boolean> {
  if (publishedName === undefined || publishedName === newName) return true;
  const rename = l10n.t`Rename`;
  const detail = l10n.t`The registry keeps the name “${publishedName}” forever. Once renamed, this folder can only be published as a new skill; callers of the old one keep its last version.`;
  return (
    (await vscode.window.showWarningMessage(
      l10n.t`Rename a skill that is published as “${publishedName}”?`,
      { modal: true, detail },
      rename,
    )) === rename
  );
}

/**
 * Renames a skill: its name, its folder, and what mentions it, here and in the other skills of the workspace, as one
 * edit.
 */
async function renameOpenSkill(
  core: Core,
  { folders, ownMoves }: Renames,
  open: OpenSkill,
  newName: string,
): Promise<vscode.WorkspaceEdit> {
  const { folder, skill, document } = open;
  const edit = new vscode.WorkspaceEdit();
  const retext = (uri: vscode.Uri): void => {
    for (const { range, newText } of core.renameSkill(skill, newName))
      edit.replace(uri, toDocumentRange(document, range), newText);
  };
  if (folder) await mentionElsewhere(core, folders, { edit, folder, skill }, newName);
  const target = folder && (await movedFolder(folder, newName));
  if (!folder || !target) retext(document.uri);
  if (!folder || !target) return edit;
  edit.renameFile(folder, target, { overwrite: false });
  // The text changes where it will be, so that Undo in the editor finds the edit and takes back all of it.
  ownMoves.set(folder.toString(), { target: target.toString(), time: Date.now() });
  retext(fileIn(target, uriName(document.uri)));
  return edit;
}

/** Where the folder goes with the new name; `undefined` when it stays. Throws when something is there. */
async function movedFolder(folder: vscode.Uri, newName: string): Promise<vscode.Uri | undefined> {
  if (uriName(folder) === newName) return undefined;
  const target = vscode.Uri.joinPath(parentUri(folder), newName);
  if (await exists(target))
    throw new Error(
      l10n.t`A folder named ${newName} already exists. Choose another name, or move that folder away first.`,
    );
  return vscode.workspace.workspaceFolders?.some(({ uri }) => uri.toString() === folder.toString()) === true
    ? undefined
    : target;
}

async function mentionElsewhere(
  core: Core,
  folders: Skills,
  renamed: { edit: vscode.WorkspaceEdit; folder: vscode.Uri; skill: Skill },
  newName: string,
): Promise<void> {
  const names = new Set(
    [renamed.skill.folderName, core.nameRange(renamed.skill.text)?.name].filter((name) => name !== undefined),
  );
  for (const folder of folders.known) {
    const skill = folder.toString() === renamed.folder.toString() ? renamed.skill : await folders.skill(folder);
    const own = skill === renamed.skill;
    for (const file of skill.files ?? []) {
      if (file.text === undefined || !/\.md$/i.test(file.path) || (own && file.path === skill.fileName)) continue;
      const lines = new TextLines(file.text);
      for (const name of names) {
        for (const range of core.mentionsOfSkill(file.text, name))
          renamed.edit.replace(fileIn(folder, file.path), lines.toRange(range), newName);
      }
    }
  }
}

async function renameFile(core: Core, open: OpenSkill, path: string, newPath: string): Promise<vscode.WorkspaceEdit> {
  const { folder, skill } = open;
  const edit = new vscode.WorkspaceEdit();
  if (!folder || newPath === path) return edit;
  const wanted = /^\s|\s$|^[/~]|\\|(?:^|\/)\.{1,2}(?:\/|$)|\/\/|\/$|^$/.test(newPath);
  if (wanted) throw new Error(l10n.t`Enter a path inside the skill folder, for example references/api.md.`);
  if (await exists(fileIn(folder, newPath))) throw new Error(l10n.t`A file named ${newPath} already exists.`);
  editMentions(core, edit, folder, skill, new Map([[path, newPath]]));
  edit.renameFile(fileIn(folder, path), fileIn(folder, newPath), { overwrite: false });
  return edit;
}

function editMentions(
  core: Core,
  edit: vscode.WorkspaceEdit,
  folder: vscode.Uri,
  skill: Skill,
  moved: ReadonlyMap<string, string>,
): void {
  const lines = new Map<string, TextLines>();
  for (const { file, range, newText } of core.editsForMovedFiles(skill, moved)) {
    const known = lines.get(file) ?? new TextLines(textIn(skill, file) ?? '');
    lines.set(file, known);
    edit.replace(fileIn(folder, file), known.toRange(range), newText);
  }
}

/** The mentions of files that are about to move within their skill, and what these files mention themselves. */
export async function editsForMoves(
  { folders, ownMoves }: Renames,
  moves: readonly { readonly oldUri: vscode.Uri; readonly newUri: vscode.Uri }[],
): Promise<vscode.WorkspaceEdit> {
  const edit = new vscode.WorkspaceEdit();
  const core = await loadCore();
  const inFolders = new Map<
    string,
    { readonly folder: vscode.Uri; readonly paths: { readonly from: string; readonly to: string }[] }
  >();
  for (const { oldUri, newUri } of moves) {
    const move = ownMoves.get(oldUri.toString());
    const own = move?.target === newUri.toString() && Date.now() - move.time < longestApplying;
    ownMoves.delete(oldUri.toString());
    if (!own) await editsForSkillFolder(core, folders, edit, { oldUri, newUri });
    const folder = await folders.folderOf(oldUri);
    const from = folder && pathBelow(folder, oldUri);
    const to = folder && pathBelow(folder, newUri);
    if (!folder || from === undefined || to === undefined) continue;
    const known = inFolders.get(folder.toString()) ?? { folder, paths: [] };
    known.paths.push({ from, to });
    inFolders.set(folder.toString(), known);
  }
  for (const { folder, paths } of inFolders.values()) {
    folders.refresh(folder);
    const skill = await folders.skill(folder);
    const moved = new Map<string, string>();
    for (const { path } of skill.files ?? []) {
      const move = paths.find(({ from }) => path === from || path.startsWith(`${from}/`));
      if (move) moved.set(path, `${move.to}${path.slice(move.from.length)}`);
    }
    editMentions(core, edit, folder, skill, moved);
  }
  return edit;
}

/**
 * A skill whose folder is renamed in the explorer gets the folder's new name, when it had the old one and the new one
 * can be a name.
 */
async function editsForSkillFolder(
  core: Core,
  folders: Skills,
  edit: vscode.WorkspaceEdit,
  move: { readonly oldUri: vscode.Uri; readonly newUri: vscode.Uri },
): Promise<void> {
  const { oldUri, newUri } = move;
  const newName = uriName(newUri);
  if (
    !folders.known.some((folder) => folder.toString() === oldUri.toString()) ||
    core.checkNewName(newName) !== undefined
  )
    return;
  const skill = await folders.skill(oldUri);
  const found = core.nameRange(skill.text);
  if (
    found?.name !== uriName(oldUri) ||
    found.name === newName ||
    skill.fileName === undefined ||
    skill.publishedName !== undefined
  )
    return;
  const lines = new TextLines(skill.text);
  for (const { range, newText } of core.renameSkill(skill, newName))
    edit.replace(fileIn(oldUri, skill.fileName), lines.toRange(range), newText);
}
