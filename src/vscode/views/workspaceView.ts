import * as vscode from 'vscode';
import { Disposables } from '../../core/text/disposables.ts';
import { hasUnpublishedChanges } from '../../core/publish/folderState.ts';
import { WorkspaceDecorations } from './workspaceDecorations.ts';
import { WorkspaceStatus, type WorkspaceStatusOptions } from './workspaceStatus.ts';
import { plural } from '../../core/text/size.ts';
import { l10n } from '../../core/text/l10n.ts';

const stateKey = 'skillPublisher.workspaceState';

/** How a folder stands, for lists in other places. */
export interface FolderGlance {
  /** One short phrase; empty while nothing is known. */
  readonly text: string;
  /** It holds something that its registry does not. */
  readonly changed: boolean;
}

/** Milliseconds a list waits for the folders to be read. */
const glancePatience = 1500;

/**
 * The skill folders of the workspace. A row is a folder's URI, so that menus hand it to commands as the explorer does.
 */
export class WorkspaceView implements vscode.TreeDataProvider<vscode.Uri>, vscode.Disposable {
  readonly #own = new Disposables();
  readonly #status: WorkspaceStatus;
  readonly #changed = this.#own.add(new vscode.EventEmitter<vscode.Uri[] | undefined>());
  readonly #tree: vscode.TreeView<vscode.Uri>;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(options: WorkspaceStatusOptions) {
    const status = this.#own.add(new WorkspaceStatus(options));
    this.#status = status;
    this.#tree = this.#own.add(vscode.window.createTreeView('skillPublisher.workspace', { treeDataProvider: this }));
    this.#own.add(new WorkspaceDecorations(status));
    this.#own.add(
      status.onDidChange((folders) => {
        this.#show(folders);
      }),
    );
    this.#own.add(
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.#show();
      }),
    );
  }

  async getTreeItem(folder: vscode.Uri): Promise<vscode.TreeItem> {
    const { toSkillItem } = await import('./workspaceItems.ts');
    const status = this.#status.of(folder);
    return toSkillItem(
      status ?? {
        folder,
        connection: undefined,
        reading: undefined,
        entry: undefined,
        known: undefined,
        state: undefined,
      },
    );
  }

  getChildren(parent?: vscode.Uri): vscode.Uri[] {
    this.#status.start();
    return parent ? [] : (this.#status.statuses ?? []).map(({ folder }) => folder);
  }

  /** The selected row, while the view is seen. */
  get selection(): readonly vscode.Uri[] {
    return this.#tree.visible ? this.#tree.selection : [];
  }

  /**
   * How the folders stand, by URI, as far as that is known within a moment: the first look at a large workspace takes
   * longer.
   */
  async glance(): Promise<ReadonlyMap<string, FolderGlance>> {
    this.#status.start();
    const isRead = (): boolean => this.#status.statuses?.every(({ reading }) => reading !== undefined) === true;
    if (!isRead()) await this.#change(isRead);
    const { describeState, problemText } = await import('./workspaceItems.ts');
    return new Map(
      (this.#status.statuses ?? []).map((status) => {
        const text = [describeState(status), problemText(status)].filter((part) => part !== '').join(' · ');
        return [
          status.folder.toString(),
          { text, changed: status.state !== undefined && hasUnpublishedChanges(status.state) },
        ];
      }),
    );
  }

  /** Reads every folder again, whatever a watcher has told of. */
  readAll(): void {
    this.#status.readAll();
  }

  dispose(): void {
    this.#own.dispose();
  }

  /** Waits for a change of the states after which it holds, and not for long. */
  #change(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const listener = this.#status.onDidChange(() => {
        if (holds()) done();
      });
      const timer = setTimeout(done, glancePatience);
      function done(): void {
        clearTimeout(timer);
        listener.dispose();
        resolve();
      }
    });
  }

  /** `changed`: the rows that are drawn again; `undefined`: all of them. */
  #show(changed?: readonly vscode.Uri[]): void {
    const statuses = this.#status.statuses ?? [];
    const unpublished = statuses.filter(({ state }) => state && hasUnpublishedChanges(state)).length;
    const tooltip = plural(unpublished, 'skill with unpublished changes', 'skills with unpublished changes');
    this.#tree.badge = unpublished === 0 ? undefined : { value: unpublished, tooltip };
    this.#tree.description = statuses[0]?.connection?.name ?? '';
    this.#tree.message = this.#message(statuses.length);
    void vscode.commands.executeCommand('setContext', stateKey, statuses.length === 0 ? 'empty' : 'ready');
    this.#changed.fire(changed && [...changed]);
  }

  #message(count: number): string {
    if (count === 0) return '';
    if (this.#status.ledgerFault !== undefined) return this.#status.ledgerFault;
    return vscode.workspace.isTrusted
      ? ''
      : l10n.t`Restricted Mode: skills are shown and checked; publishing and updating require a trusted workspace.`;
  }
}
