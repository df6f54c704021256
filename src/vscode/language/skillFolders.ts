import * as vscode from 'vscode';
import { TreeError, type FileTree } from '../../core/bundle/fileTree.ts';
import type { OuterIgnoreFile, SelectedFile, Selection } from '../../core/bundle/select.ts';
import type { Skill, SkillFile } from '../../core/skill/skill.ts';
import { exists, isFolder } from '../host/files.ts';
import { findSkillFiles, walk } from './findSkills.ts';
import { loadCore } from './loadCore.ts';
import { textOf } from './positions.ts';
import { isEditable, isSkillFile, nameOf, parentOf, pathIn } from './skillDocument.ts';

/** Port: the files of skill folders. */
export interface SkillTrees {
  treeOf(folder: vscode.Uri): FileTree;
  /** The `.gitignore` files above a skill folder, outermost first. */
  ignoreFilesAbove(folder: vscode.Uri): Promise<readonly OuterIgnoreFile[]>;
  /** The name a folder was first published under; `undefined` when it was not. */
  publishedName(folder: vscode.Uri): Promise<string | undefined>;
}

/** Bytes of a file whose text rules get to see; the same as for publishing. */
const maxTextBytes = 262_144;
/** Parents of a file that are asked whether they are a skill folder. */
const maxDepth = 4;

/** New files and folders of one moment that are looked into. */
const maxCreated = 200;

interface Text {
  readonly text: string;
  /** False when the bytes are not UTF-8: `text` then has replacement characters. */
  readonly valid: boolean;
}

interface Folder {
  readonly uri: vscode.Uri;
  /** `undefined` after files came or went. */
  selection: Promise<Selection> | undefined;
  /** Texts that were read, by path; `undefined` for what cannot be read. Emptied file by file as files change. */
  readonly texts: Map<string, Promise<Text | undefined>>;
}

/**
 * The skill folders the editor has met, with what was read of them. A file is read again only after it changed, a
 * folder listed again only after a file came or went in it.
 */
export class SkillFolders implements vscode.Disposable {
  readonly #trees: SkillTrees;
  readonly #folders = new Map<string, Folder>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #watcher = vscode.workspace.createFileSystemWatcher('**');
  readonly #disposables: readonly { dispose(): unknown }[];
  readonly #created = new Map<string, vscode.Uri>();
  #timer: NodeJS.Timeout | undefined;
  /** Fires with a skill folder when a file in it changed, came or went. */
  readonly onDidChange = this.#changed.event;

  constructor(trees: SkillTrees) {
    this.#trees = trees;
    this.#disposables = [
      this.#changed,
      this.#watcher,
      this.#watcher.onDidChange((uri) => {
        this.#forget(uri);
        // A folder that goes and comes back at once, as in a checkout, has changed.
        if (!nameOf(uri).includes('.')) this.#lookInto(uri);
      }),
      this.#watcher.onDidCreate((uri) => {
        this.#forget(uri);
        this.#lookInto(uri);
      }),
      this.#watcher.onDidDelete((uri) => {
        this.#forget(uri);
      }),
      // A watcher may tell of a move a second later, or not at all; what follows a move must see it at once.
      vscode.workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files) for (const uri of [oldUri, newUri]) this.#forget(uri);
      }),
      vscode.workspace.onDidDeleteFiles(({ files }) => {
        for (const uri of files) this.#forget(uri);
      }),
      {
        dispose: () => {
          clearTimeout(this.#timer);
        },
      },
    ];
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  /** The folders that are known so far. */
  get known(): readonly vscode.Uri[] {
    return Array.from(this.#folders.values(), (folder) => folder.uri);
  }

  /** The skill folder a file belongs to: the nearest one above it with a SKILL.md; `undefined` when there is none. */
  async folderOf(uri: vscode.Uri): Promise<vscode.Uri | undefined> {
    if (uri.scheme === 'untitled') return undefined;
    if (isSkillFile(uri)) return this.#meet(parentOf(uri)).uri;
    const known = this.#knownFolderOf(uri);
    if (known) return known.uri;
    const root = vscode.workspace.getWorkspaceFolder(uri)?.uri;
    if (!root || !isEditable(uri)) return undefined;
    let folder = parentOf(uri);
    for (let depth = 0; depth < maxDepth && pathIn(root, folder) !== undefined; depth += 1, folder = parentOf(folder)) {
      if (await exists(vscode.Uri.joinPath(folder, 'SKILL.md'))) return this.#meet(folder).uri;
    }
    return undefined;
  }

  /** Every skill folder of the workspace but the excluded ones. At most `limit`. */
  async find(
    exclude: string | undefined,
    limit: number,
    token: vscode.CancellationToken,
  ): Promise<readonly vscode.Uri[]> {
    const found = await findSkillFiles(exclude, limit, token);
    return found.map((uri) => this.#meet(parentOf(uri)).uri);
  }

  /**
   * Forgets what was read of a folder: for places no watcher reaches, and before changes that must not miss what a
   * watcher has not told yet.
   */
  refresh(folder: vscode.Uri): void {
    const known = this.#folders.get(folder.toString());
    if (!known) return;
    known.selection = undefined;
    known.texts.clear();
  }

  remove(folder: vscode.Uri): void {
    this.#folders.delete(folder.toString());
  }

  /** Which files of the folder travel. */
  selection(uri: vscode.Uri, signal?: AbortSignal): Promise<Selection> {
    const folder = this.#meet(uri);
    folder.selection ??= this.#select(folder, signal);
    return folder.selection;
  }

  /** The skill as it would be published, with the unsaved texts of open editors. */
  async skill(uri: vscode.Uri, signal?: AbortSignal): Promise<Skill> {
    const folder = this.#meet(uri);
    const selection = await this.selection(uri, signal);
    const { isCut } = await loadCore();
    const open = openDocuments(uri);
    const files = await Promise.all(
      selection.files.map((file) => this.#file(folder, file, open.get(file.path), signal)),
    );
    const main =
      selection.files.find(({ path }) => path === 'SKILL.md') ??
      selection.files.find(({ path }) => /^skill\.md$/i.test(path));
    const text = main && (await this.#text(folder, main, open.get(main.path), signal));
    const staying = selection.leftOut.flatMap(({ path, kind }): SkillFile[] => {
      return kind === 'link'
        ? [{ path, size: 0, kind: 'symlink', linkTarget: undefined }]
        : kind === 'special'
          ? [{ path, size: 0, kind: 'special' }]
          : [];
    });
    return {
      folderName: nameOf(uri),
      fileName: main?.path,
      text: text?.text ?? '',
      ...(text ? { validUtf8: text.valid } : {}),
      files: isCut(selection) ? undefined : [...files, ...staying],
      publishedName: await this.#trees.publishedName(uri),
    };
  }

  async #select(folder: Folder, signal: AbortSignal | undefined): Promise<Selection> {
    try {
      const ignoreFiles = await this.#trees.ignoreFilesAbove(folder.uri);
      const { selectFiles } = await loadCore();
      return await selectFiles(this.#trees.treeOf(folder.uri), { ignoreFiles, signal });
    } catch (error) {
      folder.selection = undefined;
      throw error;
    }
  }

  async #file(
    folder: Folder,
    file: SelectedFile,
    open: vscode.TextDocument | undefined,
    signal: AbortSignal | undefined,
  ): Promise<SkillFile> {
    const { path, size, executable } = file;
    const read = size > maxTextBytes ? undefined : await this.#text(folder, file, open, signal);
    const text = read?.valid === true && !read.text.slice(0, 8192).includes('\0') ? read.text : undefined;
    return {
      path,
      size,
      kind: 'file',
      executable: executable || text?.startsWith('#!') === true,
      ...(text === undefined ? {} : { text }),
    };
  }

  async #text(
    folder: Folder,
    { path, source }: SelectedFile,
    open: vscode.TextDocument | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Text | undefined> {
    if (open && (open.isDirty || isUtf8(open))) return { text: textOf(open), valid: true };
    const known = folder.texts.get(path);
    if (known) return known;
    const reading = this.#trees
      .treeOf(folder.uri)
      .readFile(source, signal)
      .then(toText, (error: unknown) => {
        if (error instanceof TreeError) return undefined;
        throw error;
      });
    reading.catch(() => {
      folder.texts.delete(path);
    });
    folder.texts.set(path, reading);
    return reading;
  }

  #meet(uri: vscode.Uri): Folder {
    const key = uri.toString();
    const known = this.#folders.get(key);
    if (known) return known;
    const folder: Folder = { uri, selection: undefined, texts: new Map() };
    this.#folders.set(key, folder);
    return folder;
  }

  #knownFolderOf(uri: vscode.Uri): Folder | undefined {
    let folder = parentOf(uri);
    while (folder.path.length > 1) {
      const known = this.#folders.get(folder.toString());
      if (known) return known;
      folder = parentOf(folder);
    }
    return undefined;
  }

  /** A folder that comes with its files is often told of alone: the files were there before anybody watched it. */
  #lookInto(uri: vscode.Uri): void {
    if (
      this.#created.size >= maxCreated ||
      isSkillFile(uri) ||
      this.#knownFolderOf(uri) ||
      /\/(?:node_modules|\.git)\//.test(uri.path)
    )
      return;
    this.#created.set(uri.toString(), uri);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const created = [...this.#created.values()];
      this.#created.clear();
      void Promise.all(
        created.map(async (folder) => {
          if (!(await isFolder(folder))) return;
          for (const file of await walk(folder, maxCreated)) this.#changed.fire(this.#meet(parentOf(file)).uri);
        }),
      );
    }, 300);
  }

  #forget(uri: vscode.Uri): void {
    if (isSkillFile(uri)) this.#meet(parentOf(uri));
    const name = nameOf(uri);
    const ignoreFile = name === '.gitignore' || name === '.skillignore';
    for (const folder of this.#folders.values()) {
      const path = pathIn(folder.uri, uri);
      // A folder that comes or goes with all that is in it is one event.
      const isAbove = pathIn(uri, folder.uri) !== undefined;
      if (path === undefined && !isAbove && folder.uri.toString() !== uri.toString() && !ignoreFile) continue;
      // Sizes are part of the listing, so any change makes it stale; listing reads no contents.
      folder.selection = undefined;
      if (path === undefined) folder.texts.clear();
      else folder.texts.delete(path);
      this.#changed.fire(folder.uri);
    }
  }
}

function openDocuments(folder: vscode.Uri): ReadonlyMap<string, vscode.TextDocument> {
  const found = new Map<string, vscode.TextDocument>();
  for (const document of vscode.workspace.textDocuments) {
    const path = document.isClosed ? undefined : pathIn(folder, document.uri);
    if (path !== undefined) found.set(path, document);
  }
  return found;
}

/** A document in another encoding shows other characters than the file holds as UTF-8; the file counts then. */
function isUtf8(document: vscode.TextDocument): boolean {
  return document.encoding === 'utf8' || document.encoding === 'utf8bom';
}

function toText(bytes: Uint8Array): Text {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), valid: true };
  } catch (error) {
    if (error instanceof TypeError)
      return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), valid: false };
    throw error;
  }
}
