import path from 'node:path';
import * as vscode from 'vscode';
import { isSystemError } from '../../node/disk/systemError.ts';
import { isFolder } from './files.ts';

/** Folders that never hold the user's own skills. */
const alwaysExcluded = [
  '**/node_modules/**',
  '**/.git/**',
  '**/.venv/**',
  '**/dist/**',
  '**/out/**',
  '**/.*.tmp-*-*/**',
  '**/.*.old-*-*/**',
];
const maxFolders = 2000;
/** Milliseconds of quiet before created paths are looked at, and how many are. */
const quiet = 300;
const maxLooks = 200;
const contextKey = 'skillPublisher.skillFolders';

/** The skill folders of the workspace: every folder with a SKILL.md. Searched on first use, then kept by a watcher. */
export class SkillFolders implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #disposables: { dispose(): unknown }[] = [this.#changed];
  #found: Promise<readonly vscode.Uri[]> | undefined;
  #watching = false;
  /** What the last search found. */
  #known: readonly vscode.Uri[] = [];
  readonly #createdPaths: vscode.Uri[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** A skill folder came, went, or the setting `skillPublisher.exclude` changed. */
  readonly onDidChange = this.#changed.event;

  /** Folder URIs in alphabetic order, at most 2,000. */
  find(): Promise<readonly vscode.Uri[]> {
    this.#watch();
    return this.#found ?? this.#search(recover().then(search));
  }

  /** Searches anew, for commands that act on all skills: a watcher tells of new folders only after a moment. */
  findAgain(): Promise<readonly vscode.Uri[]> {
    this.#watch();
    return this.#search(search());
  }

  /** The innermost skill folder that holds `uri` (or is it); `undefined` when there is none. */
  async holding(uri: vscode.Uri): Promise<vscode.Uri | undefined> {
    const folders = await this.find();
    return [...folders]
      .filter(
        (folder) =>
          uri.scheme === folder.scheme && (uri.path === folder.path || uri.path.startsWith(`${folder.path}/`)),
      )
      .sort((a, b) => b.path.length - a.path.length)[0];
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  /** A search that fails is not remembered: whoever asks next searches again. */
  #search(found: Promise<readonly vscode.Uri[]>): Promise<readonly vscode.Uri[]> {
    this.#found = found;
    found
      .then((folders) => {
        if (this.#found === found) this.#known = folders;
      })
      .catch(() => undefined);
    found.catch(() => {
      if (this.#found === found) this.#found = undefined;
    });
    return found;
  }

  #watch(): void {
    if (this.#watching) return;
    this.#watching = true;
    // Of a folder that comes or goes as a whole, only the folder is reported, not the SKILL.md in it.
    const watcher = vscode.workspace.createFileSystemWatcher('**', false, true, false);
    this.#disposables.push(
      watcher,
      watcher.onDidCreate((uri) => {
        this.#created(uri);
      }),
      watcher.onDidDelete((uri) => {
        if (this.#known.some((folder) => holds(uri, folder) || uri.path === `${folder.path}/SKILL.md`)) this.#reset();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.#reset();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('skillPublisher.exclude')) this.#reset();
      }),
      {
        dispose: () => {
          clearTimeout(this.#timer);
        },
      },
    );
  }

  #created(uri: vscode.Uri): void {
    const segments = uri.path.split('/');
    if (segments.some((segment) => unfinishedName.test(segment))) return;
    if (segments.at(-1) === 'SKILL.md') {
      this.#reset();
      return;
    }
    this.#createdPaths.push(uri);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      void this.#lookAtCreated(this.#createdPaths.splice(0));
    }, quiet);
  }

  /** Searches again when one of the paths is a folder, or when they are too many to look at. */
  async #lookAtCreated(uris: readonly vscode.Uri[]): Promise<void> {
    const folders = uris.length > maxLooks ? [true] : await Promise.all(uris.map(isFolder));
    if (folders.includes(true)) this.#reset();
  }

  #reset(): void {
    void this.#search(search()).catch(() => undefined);
    this.#changed.fire();
  }
}

/** A folder's name while it is written (`disk/staging.ts`), with the name it will have. */
const unfinishedName = /^\.(.+)\.(?:tmp|old)-\d+-[0-9a-f]{12}$/;

/**
 * Brings back skill folders whose replacement was killed half-way, and removes what it left, once when the folders are
 * searched first.
 */
async function recover(): Promise<void> {
  if (!vscode.workspace.isTrusted) return;
  const files = await vscode.workspace.findFiles('**/.*-*-*/SKILL.md', '**/node_modules/**', maxFolders);
  const targets = files.flatMap((file) => {
    const folder = vscode.Uri.joinPath(file, '..');
    const name = unfinishedName.exec(nameOf(folder))?.[1];
    return name === undefined || folder.scheme !== 'file' ? [] : [path.join(path.dirname(folder.fsPath), name)];
  });
  if (targets.length === 0) return;
  const { recoverFolder } = await import('../../node/disk/writeFolder.ts');
  for (const target of new Set(targets)) {
    try {
      await recoverFolder(target);
    } catch (error) {
      // What cannot be cleared up stays; it is no skill folder by its name.
      if (!isSystemError(error)) throw error;
    }
  }
}

function holds(outer: vscode.Uri, inner: vscode.Uri): boolean {
  return inner.path === outer.path || inner.path.startsWith(`${outer.path}/`);
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? '';
}

async function search(): Promise<readonly vscode.Uri[]> {
  const own = vscode.workspace.getConfiguration('skillPublisher').get<unknown>('exclude');
  const globs = [
    ...alwaysExcluded,
    ...(Array.isArray(own) ? own.filter((glob): glob is string => typeof glob === 'string') : []),
  ];
  const files = await vscode.workspace.findFiles('**/SKILL.md', `{${globs.join(',')}}`, maxFolders);
  const folders = files.map((file) => vscode.Uri.joinPath(file, '..')).sort((a, b) => (a.path < b.path ? -1 : 1));
  // For the `in` clauses of explorer menus.
  void vscode.commands.executeCommand(
    'setContext',
    contextKey,
    folders.map((folder) => folder.fsPath),
  );
  return folders;
}
