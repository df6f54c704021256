import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { Disposables } from '../../core/text/disposables.ts';
import type { Registry } from '../../core/registry/registry.ts';
import type { Client, LocalRegistryPort } from './client.ts';
import {
  anthropicConnection,
  localConnection,
  parseConnections,
  type Connection,
  type ParsedConnections,
  keyOfConnection,
} from './connection.ts';
import type { KnownSkills } from './knownSkills.ts';
import type { Log } from './log.ts';

interface ConnectionsOptions {
  readonly secrets: vscode.SecretStorage;
  /** Remembers the active connection for this workspace, and for new ones. */
  readonly workspaceState: vscode.Memento;
  readonly globalState: vscode.Memento;
  readonly local: LocalRegistryPort;
  /** Told what the answers say. */
  readonly knownSkills: KnownSkills;
  readonly log: Log;
}

const activeKey = 'activeConnection';

/** Knows the connections, which of them is active, and their keys. Sends nothing by itself. */
export class Connections implements vscode.Disposable {
  readonly #own = new Disposables();
  readonly #options: ConnectionsOptions;
  readonly #clients = new Map<string, Promise<Client>>();
  /** The setting as it was when it was first looked at, or changed after that. */
  #known: readonly Connection[] | undefined;
  #refusals: readonly string[] = [];
  readonly #changed = this.#own.add(new vscode.EventEmitter<void>());
  /**
   * Another connection is active, or the active one has another key, address or name. Of the others nothing is told.
   */
  readonly onDidChange = this.#changed.event;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
    this.#own.add(
      options.secrets.onDidChange(({ key }) => {
        this.#forgetKey(key);
      }),
    );
    this.#own.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('skillPublisher.connections')) this.#readAgain();
      }),
    );
  }

  /** The built-in connections, then those of the setting. */
  list(): readonly Connection[] {
    const { connections, refusals } = readSetting();
    for (const refusal of refusals) if (!this.#refusals.includes(refusal)) this.#options.log.warn(refusal);
    this.#refusals = refusals;
    const all = [anthropicConnection, localConnection, ...connections];
    this.#known ??= all;
    return all;
  }

  /** One sentence for each entry of the setting that cannot be used. */
  get refusals(): readonly string[] {
    return readSetting().refusals;
  }

  /** The connection in use; `undefined` until the user has chosen one. */
  get active(): Connection | undefined {
    const id = this.#activeId;
    return this.list().find((connection) => connection.id === id);
  }

  get #activeId(): string | undefined {
    const { workspaceState, globalState } = this.#options;
    return workspaceState.get(activeKey) ?? globalState.get(activeKey);
  }

  async activate(connection: Connection): Promise<void> {
    await this.#options.workspaceState.update(activeKey, connection.id);
    await this.#options.globalState.update(activeKey, connection.id);
    this.#changed.fire();
  }

  /** The stored key; `undefined` when there is none or the secret storage does not answer. */
  async apiKey(connection: Connection): Promise<string | undefined> {
    try {
      const key = await this.#options.secrets.get(secretName(connection));
      if (key !== undefined && key !== '') this.#options.log.keepOut(key);
      return key === '' ? undefined : key;
    } catch (error) {
      this.#options.log.error('The secret storage of this computer cannot be read.', error);
      return undefined;
    }
  }

  /** Throws when the secret storage refuses. */
  async storeApiKey(connection: Connection, key: string): Promise<void> {
    this.#options.log.keepOut(key);
    await this.#options.secrets.store(secretName(connection), key);
    this.#forgetClients(secretName(connection));
  }

  async deleteApiKey(connection: Connection): Promise<void> {
    await this.#options.secrets.delete(secretName(connection));
    this.#forgetClients(secretName(connection));
  }

  /** Whether it has to be given an API key before it can be used. */
  async lacksKey(connection: Connection): Promise<boolean> {
    const { endpoint, profile } = connection;
    return endpoint !== undefined && profile === undefined && (await this.apiKey(connection)) === undefined;
  }

  /**
   * A client for the connection; the same one until its key or address changes. Throws `RegistryError` of kind `auth`
   * when it has no key, or its profile cannot be used.
   */
  async registry(connection: Connection): Promise<Registry> {
    return (await this.#client(connection)).registry;
  }

  /** What signs requests of the connection, and so must not be in a skill. Rejects with `RegistryError`. */
  async secrets(connection: Connection): Promise<readonly string[]> {
    return (await this.#client(connection)).secrets();
  }

  /** The client, when one was made because the user asked for something; `undefined` before. */
  current(connection: Connection): Promise<Registry> | undefined {
    return this.#clients.has(connection.id) ? this.registry(connection) : undefined;
  }

  /** Forgets the client, for example when the local registry had to be started again. */
  forget(connection: Connection): void {
    this.#clients.delete(connection.id);
  }

  dispose(): void {
    this.#own.dispose();
  }

  #client(connection: Connection): Promise<Client> {
    const known = this.#clients.get(connection.id);
    if (known) return known;
    const made = import('./client.ts').then(({ openClient }) =>
      openClient(connection, { ...this.#options, connections: this }),
    );
    this.#clients.set(connection.id, made);
    made.catch(() => {
      if (this.#clients.get(connection.id) === made) this.forget(connection);
    });
    return made;
  }

  /** A key came, changed or went, here or in another window. */
  #forgetKey(secret: string): void {
    this.#forgetClients(secret);
    if (this.active && secretName(this.active) === secret) this.#changed.fire();
  }

  #forgetClients(secret: string): void {
    for (const connection of this.list()) if (secretName(connection) === secret) this.forget(connection);
  }

  /** The setting changed: clients of other addresses are forgotten. */
  #readAgain(): void {
    if (!this.#known) return;
    const before = new Map(this.#known.map((connection) => [connection.id, connection]));
    const now = new Map(this.list().map((connection) => [connection.id, connection]));
    this.#known = [...now.values()];
    const changed = new Set(
      [...before.keys(), ...now.keys()].filter((id) => !isDeepStrictEqual(before.get(id), now.get(id))),
    );
    for (const id of changed) this.#clients.delete(id);
    const id = this.#activeId;
    if (id !== undefined && changed.has(id)) this.#changed.fire();
  }
}

/** Only the user's own value: a workspace must never say where a key goes (`reliability.md` D5, K1). */
function readSetting(): ParsedConnections {
  return parseConnections(vscode.workspace.getConfiguration('skillPublisher').inspect('connections')?.globalValue);
}

/** Keys are bound to base URL and workspace: a changed address never gets the old key. */
function secretName(connection: Connection): string {
  return `apiKey:${keyOfConnection(connection)}`;
}
