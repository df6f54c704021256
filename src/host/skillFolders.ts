import * as vscode from 'vscode';

/** Folders that never hold the user's own skills. */
const alwaysExcluded = ['**/node_modules/**', '**/.git/**', '**/.venv/**', '**/dist/**', '**/out/**'];
const maxFolders = 2000;
const contextKey = 'skillPublisher.skillFolders';

/** The skill folders of the workspace: every folder with a SKILL.md. Searched on first use, then kept by a watcher. */
export class SkillFolders implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #disposables: { dispose(): unknown }[] = [this.#changed];
  #found: Promise<readonly vscode.Uri[]> | undefined;
  /** A skill folder came, went, or the setting `skillPublisher.exclude` changed. */
  readonly onDidChange = this.#changed.event;

  /** Folder URIs in alphabetic order, at most 2,000. */
  find(): Promise<readonly vscode.Uri[]> {
    this.#watch();
    this.#found ??= search();
    return this.#found;
  }

  /** The innermost skill folder that holds `uri` (or is it); `undefined` when there is none. */
  async holding(uri: vscode.Uri): Promise<vscode.Uri | undefined> {
    const folders = await this.find();
    return [...folders]
      .filter((folder) => uri.scheme === folder.scheme && (uri.path === folder.path || uri.path.startsWith(`${folder.path}/`)))
      .sort((a, b) => b.path.length - a.path.length)[0];
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #watch(): void {
    if (this.#found) return;
    const watcher = vscode.workspace.createFileSystemWatcher('**/SKILL.md', false, true, false);
    const reset = (): void => {
      this.#found = search();
      this.#changed.fire();
    };
    this.#disposables.push(
      watcher,
      watcher.onDidCreate(reset),
      watcher.onDidDelete(reset),
      vscode.workspace.onDidChangeWorkspaceFolders(reset),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('skillPublisher.exclude')) reset();
      }),
    );
  }
}

async function search(): Promise<readonly vscode.Uri[]> {
  const own = vscode.workspace.getConfiguration('skillPublisher').get<unknown>('exclude');
  const globs = [...alwaysExcluded, ...(Array.isArray(own) ? own.filter((glob): glob is string => typeof glob === 'string') : [])];
  const files = await vscode.workspace.findFiles('**/SKILL.md', `{${globs.join(',')}}`, maxFolders);
  const folders = files.map((file) => vscode.Uri.joinPath(file, '..')).sort((a, b) => (a.path < b.path ? -1 : 1));
  // For the `in` clauses of explorer menus.
  void vscode.commands.executeCommand('setContext', contextKey, folders.map((folder) => folder.fsPath));
  return folders;
}
