import * as vscode from 'vscode';
import type { Connection } from '../host/connection.ts';
import type { Connections } from '../host/connections.ts';
import { toDateTime } from '../host/labels.ts';
import { LocalRegistryError } from '../host/localRegistry.ts';
import type { Log } from '../host/log.ts';
import { RegistryError, type RegistryErrorKind } from '../registry/errors.ts';
import type { RemoteSkill } from '../registry/model.ts';
import { toTreeItem } from './registryItems.ts';
import { RegistryListing } from './registryListing.ts';
import type { RegistryNode } from '../host/registryNode.ts';

/** What the view shows when it has no rows; the `when` clauses of `viewsWelcome` name these. */
export type RegistryViewState = 'none' | 'loading' | 'ready' | 'empty' | 'noKey' | 'failed' | RegistryErrorKind;

const stateKey = 'skillPublisher.registryState';

/**
 * The registry view: skills of the active connection and their versions, listed lazily. A failed refresh keeps the rows that were there and
 * says so; an answer that arrives after the connection changed is dropped.
 */
export class RegistryView implements vscode.TreeDataProvider<RegistryNode>, vscode.Disposable {
  readonly #connections: Connections;
  readonly #log: Log;
  readonly #changed = new vscode.EventEmitter<RegistryNode | undefined>();
  readonly #tree: vscode.TreeView<RegistryNode>;
  readonly #disposables: readonly { dispose(): unknown }[];
  #connection: Connection | undefined;
  #listing: RegistryListing | undefined;
  #loadedAt: string | undefined;
  #generation = 0;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(connections: Connections, log: Log) {
    this.#connections = connections;
    this.#log = log;
    this.#tree = vscode.window.createTreeView('skillPublisher.registry', { treeDataProvider: this, showCollapseAll: true });
    this.#disposables = [this.#changed, this.#tree, connections.onDidChange(() => { this.#restart(); })];
    this.#setState('loading');
  }

  /** Lists again what is shown; the rows stay until the answer is there. */
  async refresh(): Promise<void> {
    const connection = this.#connections.active;
    if (!connection || !this.#listing) {
      this.#restart();
      return;
    }
    const generation = ++this.#generation;
    try {
      const listing = new RegistryListing(await this.#connections.registry(connection));
      await vscode.window.withProgress({ location: { viewId: 'skillPublisher.registry' } }, () => listing.loadSkills());
      if (generation !== this.#generation) return;
      this.#accept(listing);
      this.#changed.fire(undefined);
    } catch (error) {
      if (generation === this.#generation) this.#fail(error);
    }
  }

  async loadMore(skill: RemoteSkill | undefined): Promise<void> {
    const listing = this.#listing;
    if (!listing) return;
    await vscode.window.withProgress({ location: { viewId: 'skillPublisher.registry' } }, () =>
      skill ? listing.loadMoreVersions(skill.id) : listing.loadMoreSkills(),
    );
    if (listing === this.#listing) this.#changed.fire(skill && this.#skillNode(skill));
  }

  /** Shows a skill that was just written, without listing the others again, and selects it. */
  async show(connection: Connection, skill: RemoteSkill): Promise<void> {
    if (connection.id !== this.#connections.active?.id) return;
    if (this.#listing?.skills === undefined) {
      this.#restart();
    } else {
      this.#listing.put(skill);
      this.#setState('ready');
      this.#changed.fire(undefined);
    }
    await this.#tree.reveal(this.#skillNode(skill), { select: true, focus: false, expand: true }).then(undefined, (error: unknown) => {
      this.#log.error('The published skill could not be shown in the view.', error);
    });
  }

  /** Takes a deleted skill out of the rows. */
  remove(skillId: string): void {
    this.#listing?.remove(skillId);
    if (this.#listing?.skills?.items.length === 0) this.#setState('empty');
    this.#changed.fire(undefined);
  }

  getTreeItem(node: RegistryNode): vscode.TreeItem {
    return toTreeItem(node);
  }

  getParent(node: RegistryNode): RegistryNode | undefined {
    return node.kind === 'skill' || !node.skill ? undefined : this.#skillNode(node.skill);
  }

  async getChildren(node?: RegistryNode): Promise<RegistryNode[]> {
    const generation = this.#generation;
    try {
      const children = node ? await this.#versionsOf(node) : await this.#skills();
      return generation === this.#generation ? children : [];
    } catch (error) {
      if (generation === this.#generation) this.#fail(error);
      return [];
    }
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  async #skills(): Promise<RegistryNode[]> {
    const connection = this.#connections.active;
    this.#connection = connection;
    if (!connection) {
      this.#setState('none');
      return [];
    }
    this.#tree.description = connection.name;
    const generation = this.#generation;
    if (!this.#listing) {
      if (connection.endpoint && (await this.#connections.apiKey(connection)) === undefined) {
        this.#setState('noKey');
        return [];
      }
      this.#setState('loading');
      const listing = new RegistryListing(await this.#connections.registry(connection));
      await listing.loadSkills();
      if (generation !== this.#generation) return [];
      this.#accept(listing);
    }
    const skills = this.#listing?.skills;
    if (!skills) return [];
    const rows: RegistryNode[] = skills.items.map((skill) => ({ kind: 'skill', connectionId: connection.id, skill }));
    if (skills.nextPage !== undefined) rows.push({ kind: 'more', connectionId: connection.id, skill: undefined });
    return rows;
  }

  async #versionsOf(node: RegistryNode): Promise<RegistryNode[]> {
    if (node.kind !== 'skill' || !this.#listing) return [];
    const { connectionId, skill } = node;
    const { items, nextPage } = await this.#listing.loadVersions(skill.id);
    const rows: RegistryNode[] = items.map((version) => ({ kind: 'version', connectionId, skill, version }));
    if (nextPage !== undefined) rows.push({ kind: 'more', connectionId, skill });
    return rows;
  }

  #accept(listing: RegistryListing): void {
    this.#listing = listing;
    this.#loadedAt = new Date().toISOString();
    const unreadable = listing.skills?.unreadable ?? 0;
    this.#tree.message = unreadable === 0 ? '' : `${unreadable} entries of the answer could not be read and are not shown.`;
    this.#setState(listing.skills?.items.length === 0 ? 'empty' : 'ready');
  }

  #fail(error: unknown): void {
    const kind = error instanceof RegistryError ? error.kind : 'failed';
    const known = error instanceof RegistryError || error instanceof LocalRegistryError;
    const message = known ? error.message : 'The registry could not be listed. The log has the details.';
    this.#log.error(`Registry view: ${message}`, known ? undefined : error);
    const kept = this.#listing !== undefined;
    this.#tree.message = kept && this.#loadedAt !== undefined ? `${message} Shown as of ${toDateTime(this.#loadedAt)}.` : message;
    if (!kept) this.#setState(kind);
  }

  #restart(): void {
    this.#generation += 1;
    this.#listing = undefined;
    this.#tree.message = '';
    this.#tree.description = this.#connections.active?.name ?? '';
    this.#changed.fire(undefined);
  }

  #skillNode(skill: RemoteSkill): RegistryNode {
    return { kind: 'skill', connectionId: this.#connection?.id ?? '', skill };
  }

  #setState(state: RegistryViewState): void {
    void vscode.commands.executeCommand('setContext', stateKey, state);
  }
}
