import * as vscode from 'vscode';
import { pathInWorkspace } from '../host/uris.ts';
import { Disposables } from '../../core/text/disposables.ts';
import type { Connection } from '../host/connection.ts';
import { keyOfConnection } from '../host/connection.ts';
import { toPublishedParts } from '../host/publishedAddress.ts';
import { isEntryNode, nodeId, type RegistryNode, type SkillNode } from '../host/registryNode.ts';
import type { RemoteSkill } from '../../core/registry/model.ts';
import { countText, missingText } from './registryDescription.ts';
import { isNarrowed, type RegistryFilter } from './registryFilter.ts';
import { type RowFacts, type VersionMark, toRegistryItem } from './registryItems.ts';
import { RegistryModel } from './registryModel.ts';
import { sortKey, sortOf, stateKey, viewId, type RegistryViewOptions } from './registryViewOptions.ts';
import { isKnownFailure, loggedText, stateOf, type FailedState } from './registryNotice.ts';

/** What the view shows when it has no rows; the `when` clauses of `viewsWelcome` name these. */
type RegistryViewState = 'none' | 'loading' | 'ready' | 'empty' | 'noMatch' | 'noKey' | FailedState;

/** What the registry view shows: skills of the active connection, their versions and the files in those, listed lazily. */
export class RegistryRows implements vscode.Disposable {
  readonly #own = new Disposables();
  readonly #options: RegistryViewOptions;
  readonly #model: RegistryModel;
  readonly #changed: vscode.EventEmitter<RegistryNode | undefined>;
  readonly #tree: vscode.TreeView<RegistryNode>;
  /** The rows as VS Code knows them: it recognizes a row by the object it was given. */
  readonly #rows = new Map<string, RegistryNode>();
  /** What the rows say of that. */
  #hadNoFiles = false;
  #marks: ReadonlyMap<string, readonly VersionMark[]> = new Map();

  /** The rows of `tree`; `changed` tells it which are drawn again, `undefined` for all. */
  constructor(
    options: RegistryViewOptions,
    tree: vscode.TreeView<RegistryNode>,
    changed: vscode.EventEmitter<RegistryNode | undefined>,
  ) {
    const { connections, log, published, globalState, ledgers, knownSkills } = options;
    this.#options = options;
    this.#tree = tree;
    this.#changed = changed;
    this.#model = new RegistryModel({
      registry: (connection) => connections.registry(connection),
      files: async (connection, skillId, ref) => (await published.load({ connection, skillId, ref })).files,
      knownName: (skillId) => this.#marks.get(skillId)?.[0]?.name,
      onFailure: (error) => {
        log.error(`Registry view: ${loggedText(error)}`, isKnownFailure(error) ? undefined : error);
      },
    });
    if (sortOf(globalState) === 'name') void this.#model.setFilter({ ...this.#model.filter, sort: 'name' });
    this.#own.add(
      connections.onDidChange(() => {
        this.#restart();
      }),
    );
    this.#own.add(
      ledgers.onDidChange(() => {
        this.#changed.fire(undefined);
      }),
    );
    this.#own.add(
      knownSkills.onDidChange(() => {
        const { active } = connections;
        if (!active) return;
        const closed = this.#noFiles !== this.#hadNoFiles;
        if (closed) this.#tellNoFiles();
        if (!this.#model.agree((skillId) => knownSkills.get(keyOfConnection(active), skillId)) && !closed) return;
        this.#describe();
        this.#changed.fire(undefined);
      }),
    );
  }

  get filter(): RegistryFilter {
    return this.#model.filter;
  }

  get sources(): readonly string[] {
    return this.#model.sources;
  }

  /** Lists again what is shown, the rows stay until the answer is there; with a row only what stands beside it. */
  async refresh(node?: RegistryNode): Promise<void> {
    // A notice stands below the row that is to be listed again, unless that or its skill is gone.
    const parent = node && this.getParent(node);
    const row = parent && this.#rows.get(nodeId(parent));
    if (row) {
      const learned = row.skill !== undefined && (await this.#model.recheck(row.skill.id));
      this.#describe();
      this.#changed.fire(learned ? undefined : row);
      return;
    }
    if (!this.#model.listed) this.#restart();
    else await this.#change(() => this.#model.refresh());
  }

  async setFilter(change: Partial<RegistryFilter>): Promise<void> {
    const filter = { ...this.#model.filter, ...change };
    if (change.sort) await this.#options.globalState.update(sortKey, change.sort);
    const done = this.#change(() => this.#model.setFilter(filter));
    // What is there already is filtered at once; the rest comes when it was listed.
    this.#describe();
    this.#changed.fire(undefined);
    await done;
  }

  async loadMore(skill: RemoteSkill | undefined): Promise<void> {
    await vscode.window.withProgress({ location: { viewId } }, () => this.#model.showMore(skill));
    this.#describe();
    this.#changed.fire(skill && this.#rows.get(nodeId(this.#skillNode(skill))));
  }

  /**
   * Puts in a skill that was just written, without listing the others again, and selects it where its row can be seen.
   * With `asked` it is made to be seen: the view opens, and a filter that hides the skill goes.
   */
  async show(connection: Connection, skill: RemoteSkill, asked = false): Promise<void> {
    if (!this.#isActive(connection)) return;
    this.update(skill);
    if (asked) await this.#change(() => this.#model.uncover(skill));
    else if (
      !this.#tree.visible ||
      !this.#model.rows().some((row) => row.kind === 'skill' && row.skill.id === skill.id)
    )
      return;
    await this.#tree
      .reveal(this.#skillNode(skill), { select: true, focus: false, expand: true })
      .then(undefined, (error: unknown) => {
        this.#options.log.error('The published skill could not be shown in the view.', error);
      });
  }

  /** Puts in a skill as it is now; its versions are listed again when they are shown. */
  update(skill: RemoteSkill): void {
    if (this.#model.listed === undefined) {
      this.#restart();
      return;
    }
    this.#model.put(skill);
    this.#describe();
    this.#changed.fire(undefined);
  }

  /** Takes a deleted skill out of the rows. */
  remove(skillId: string): void {
    this.#model.remove(skillId);
    this.#describe();
    this.#changed.fire(undefined);
  }

  getTreeItem(node: RegistryNode): vscode.TreeItem {
    return toRegistryItem(node, (skillId) => this.#factsOf(skillId));
  }

  getParent(node: RegistryNode): RegistryNode | undefined {
    if (node.kind === 'skill' || !node.skill) return undefined;
    if (node.kind === 'notice' && node.version)
      return { kind: 'version', connectionId: node.connectionId, skill: node.skill, version: node.version };
    if (!isEntryNode(node)) return this.#skillNode(node.skill);
    const { connectionId, skill, version, path } = node;
    return path.includes('/')
      ? { ...node, kind: 'folder', path: path.slice(0, path.lastIndexOf('/')) }
      : { kind: 'version', connectionId, skill, version };
  }

  async getChildren(node?: RegistryNode): Promise<RegistryNode[]> {
    const before = node?.skill && this.#factsOf(node.skill.id);
    const children = node ? await this.#model.children(node) : await this.#skills();
    if (!node) this.#rows.clear();
    for (const child of children) this.#rows.set(nodeId(child), child);
    if (node?.kind === 'skill') {
      // Listing its versions told the name of the skill and how many there are: its row says so.
      const now = this.#factsOf(node.skill.id);
      if (now.name !== before?.name || now.versionCount !== before?.versionCount) this.#changed.fire(node);
    }
    return children;
  }

  /** Files and folders can be dragged into an editor or a folder, as copies. */
  handleDrag(nodes: readonly RegistryNode[], transfer: vscode.DataTransfer): void {
    const uris = nodes
      .filter(isEntryNode)
      .map((node) =>
        toPublishedParts({ ...node, skillId: node.skill.id, ref: node.version.ref, name: node.version.name }),
      );
    if (uris.length > 0)
      transfer.set(
        'text/uri-list',
        new vscode.DataTransferItem(uris.map((parts) => vscode.Uri.from(parts).toString()).join('\r\n')),
      );
  }

  dispose(): void {
    this.#own.dispose();
  }

  /** When another connection, start or refresh overtakes a listing, its rows are what the caller gets. */
  async #skills(): Promise<RegistryNode[]> {
    const { connections } = this.#options;
    for (;;) {
      const connection = connections.active;
      if (connection?.id !== this.#model.connection?.id) this.#begin(connection);
      if (!connection) {
        this.#setState('none');
        return [];
      }
      if (!this.#model.listed && (await connections.lacksKey(connection))) {
        if (!this.#isActive(connection)) continue;
        this.#setState('noKey');
        return [];
      }
      if (!this.#model.listed) this.#setState('loading');
      try {
        if (!(await this.#model.load())) continue;
      } catch (error) {
        return this.#fail(error);
      }
      this.#marks = await this.#readMarks(connection);
      if (!this.#isActive(connection) || !this.#model.listed) continue;
      this.#describe();
      return this.#model.rows();
    }
  }

  async #readMarks(connection: Connection): Promise<ReadonlyMap<string, readonly VersionMark[]>> {
    const remembered = await this.#options.ledgers.publishedTo(connection);
    return new Map(
      [...remembered].map(([skillId, places]) => [
        skillId,
        places.map(
          ({ folder, entry }): VersionMark => ({
            folder: pathInWorkspace(folder),
            name: entry.name,
            ref: entry.version,
            author: entry.author,
            notes: entry.notes,
          }),
        ),
      ]),
    );
  }

  async #change(work: () => Promise<unknown>): Promise<void> {
    const applied = await vscode.window.withProgress({ location: { viewId } }, work);
    if (applied === false) return;
    this.#describe();
    this.#changed.fire(undefined);
  }

  /** Says in the title how many skills there are, and above the rows what is missing or hidden. */
  #describe(): void {
    const { connection, listed, filter, matching } = this.#model;
    if (!connection || !listed) return;
    this.#tree.description = `${connection.name} · ${countText(this.#model)}`;
    // A message hides the welcome content, so an empty registry has none.
    this.#tree.message = missingText(this.#model, this.#noFiles);
    this.#setState(
      listed.items.length === 0 && filter.source === undefined ? 'empty' : matching.length === 0 ? 'noMatch' : 'ready',
    );
    void vscode.commands.executeCommand('setContext', 'skillPublisher.registryFiltered', isNarrowed(filter));
    void vscode.commands.executeCommand('setContext', 'skillPublisher.registrySort', filter.sort);
  }

  /**
   * Nothing is there to show: the welcome content of the kind says what to do, for the others a row with the service's
   * own words.
   */
  #fail(error: unknown): RegistryNode[] {
    this.#options.log.error(`Registry view: ${loggedText(error)}`, isKnownFailure(error) ? undefined : error);
    const state = stateOf(error);
    this.#setState(state);
    return state === 'failed' ? [this.#model.notice(error)] : [];
  }

  #restart(): void {
    this.#begin(this.#options.connections.active);
    this.#changed.fire(undefined);
  }

  #begin(connection: Connection | undefined): void {
    this.#model.start(connection);
    this.#tree.message = '';
    this.#tree.description = connection?.name ?? '';
    void vscode.commands.executeCommand('setContext', 'skillPublisher.connectionKind', connection?.kind ?? '');
    this.#tellNoFiles();
  }

  #factsOf(skillId: string): RowFacts {
    const marks = this.#marks.get(skillId) ?? [];
    return {
      name: this.#model.nameOf(skillId) ?? marks[0]?.name,
      versionCount: this.#model.versionCount(skillId),
      ordinalOf: (ref) => this.#ordinalOf(skillId, ref),
      marks,
      noFiles: this.#noFiles,
    };
  }

  /** What needs the files of a version is off, in menus and in the palette. */
  #tellNoFiles(): void {
    this.#hadNoFiles = this.#noFiles;
    void vscode.commands.executeCommand('setContext', 'skillPublisher.noFiles', this.#hadNoFiles);
  }

  get #noFiles(): boolean {
    const { connection } = this.#model;
    return connection !== undefined && this.#options.knownSkills.hasNoFiles(keyOfConnection(connection));
  }

  #ordinalOf(skillId: string, ref: string): number | undefined {
    const { connection } = this.#model;
    return connection && this.#options.knownSkills.versions.ordinalOf(keyOfConnection(connection), skillId, ref);
  }

  #isActive(connection: Connection): boolean {
    return this.#options.connections.active?.id === connection.id;
  }

  #skillNode(skill: RemoteSkill): SkillNode {
    return { kind: 'skill', connectionId: this.#model.connection?.id ?? '', skill };
  }

  #setState(state: RegistryViewState): void {
    void vscode.commands.executeCommand('setContext', stateKey, state);
  }
}
