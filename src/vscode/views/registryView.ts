import * as vscode from 'vscode';
import { Disposables } from '../../core/text/disposables.ts';
import type { RemoteSkill } from '../../core/registry/model.ts';
import type { Connection } from '../host/connection.ts';
import type { RegistryNode } from '../host/registryNode.ts';
import type { RegistryFilter } from './registryFilter.ts';
import type { RegistryRows } from './registryRows.ts';
import { sortOf, stateKey, viewId, type RegistryViewOptions } from './registryViewOptions.ts';

/** The registry view. Its rows are loaded when the view is seen for the first time, or a command works on them. */
export class RegistryView
  implements vscode.TreeDataProvider<RegistryNode>, vscode.TreeDragAndDropController<RegistryNode>, vscode.Disposable
{
  readonly #own = new Disposables();
  readonly #options: RegistryViewOptions;
  readonly #changed = this.#own.add(new vscode.EventEmitter<RegistryNode | undefined>());
  readonly #tree: vscode.TreeView<RegistryNode>;
  #loading: Promise<RegistryRows> | undefined;
  #rows: RegistryRows | undefined;
  readonly onDidChangeTreeData = this.#changed.event;
  readonly dropMimeTypes = [];
  readonly dragMimeTypes = ['text/uri-list'];

  constructor(options: RegistryViewOptions) {
    this.#options = options;
    this.#tree = this.#own.add(
      vscode.window.createTreeView(viewId, {
        treeDataProvider: this,
        dragAndDropController: this,
        showCollapseAll: true,
        canSelectMany: true,
      }),
    );
    void vscode.commands.executeCommand('setContext', stateKey, 'loading');
  }

  get filter(): RegistryFilter {
    return this.#rows?.filter ?? { text: '', source: undefined, sort: sortOf(this.#options.globalState) };
  }

  get sources(): readonly string[] {
    return this.#rows?.sources ?? ['custom', 'anthropic'];
  }

  /** The selected rows. Commands started from the keyboard work on these. */
  get selection(): readonly RegistryNode[] {
    return this.#tree.selection;
  }

  /** Lists again what is shown, the rows stay until the answer is there; with a row only what stands beside it. */
  async refresh(node?: RegistryNode): Promise<void> {
    await (await this.#load()).refresh(node);
  }

  async setFilter(change: Partial<RegistryFilter>): Promise<void> {
    await (await this.#load()).setFilter(change);
  }

  async loadMore(skill: RemoteSkill | undefined): Promise<void> {
    await (await this.#load()).loadMore(skill);
  }

  /**
   * Puts in a skill that was just written, without listing the others again, and selects it where its row can be seen.
   * With `asked` it is made to be seen: the view opens, and a filter that hides the skill goes.
   */
  async show(connection: Connection, skill: RemoteSkill, asked = false): Promise<void> {
    await (await this.#load()).show(connection, skill, asked);
  }

  /** Puts in a skill as it is now; its versions are listed again when they are shown. */
  update(skill: RemoteSkill): void {
    this.#rows?.update(skill);
  }

  /** Takes a deleted skill out of the rows. */
  remove(skillId: string): void {
    this.#rows?.remove(skillId);
  }

  async getTreeItem(node: RegistryNode): Promise<vscode.TreeItem> {
    return (await this.#load()).getTreeItem(node);
  }

  async getParent(node: RegistryNode): Promise<RegistryNode | undefined> {
    return (await this.#load()).getParent(node);
  }

  async getChildren(node?: RegistryNode): Promise<RegistryNode[]> {
    return (await this.#load()).getChildren(node);
  }

  /** Files and folders can be dragged into an editor or a folder, as copies. */
  handleDrag(nodes: readonly RegistryNode[], transfer: vscode.DataTransfer): void {
    this.#rows?.handleDrag(nodes, transfer);
  }

  dispose(): void {
    this.#own.dispose();
  }

  #load(): Promise<RegistryRows> {
    this.#loading ??= this.#open();
    return this.#loading;
  }

  async #open(): Promise<RegistryRows> {
    // The client is what the first rows wait for.
    if (this.#options.connections.active) void import('../../core/registry/sdk.ts');
    const { RegistryRows } = await import('./registryRows.ts');
    this.#rows = this.#own.add(new RegistryRows(this.#options, this.#tree, this.#changed));
    return this.#rows;
  }
}
