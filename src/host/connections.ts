import * as vscode from 'vscode';
import { RegistryClient } from '../registry/client.ts';
import { RegistryError } from '../registry/errors.ts';
import type { Registry } from '../registry/registry.ts';
import { anthropicConnection, connectionKey, localConnection, parseConnections, type Connection } from './connection.ts';
import type { KnownSkills } from './knownSkills.ts';
import type { Log } from './log.ts';
import { ObservedRegistry } from './observedRegistry.ts';

/** The embedded registry, started on first use. */
export interface LocalRegistryPort {
  ensureStarted(): Promise<{ readonly url: string; readonly token: string }>;
}

export interface ConnectionsOptions {
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
  readonly #options: ConnectionsOptions;
  readonly #registries = new Map<string, Promise<Registry>>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #disposables: readonly { dispose(): unknown }[];
  /** Another connection is active, or the active one has another key or address. */
  readonly onDidChange = this.#changed.event;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
    this.#disposables = [
      this.#changed,
      options.secrets.onDidChange(({ key }) => {
        if (key.startsWith('apiKey:')) this.#reset();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('skillPublisher.connections')) this.#reset();
      }),
    ];
  }

  /** The built-in connections, then those of the setting. */
  list(): readonly Connection[] {
    // Only the user's own value: a workspace must never say where a key goes (`reliability.md` D5, K1).
    const setting = vscode.workspace.getConfiguration('skillPublisher').inspect('connections');
    const { connections, refusals } = parseConnections(setting?.globalValue);
    for (const refusal of refusals) this.#options.log.warn(refusal);
    return [anthropicConnection, localConnection, ...connections];
  }

  /** The connection in use; `undefined` until the user has chosen one. */
  get active(): Connection | undefined {
    const { workspaceState, globalState } = this.#options;
    const id = workspaceState.get(activeKey) ?? globalState.get(activeKey);
    return this.list().find((connection) => connection.id === id);
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
    this.#reset();
  }

  async deleteApiKey(connection: Connection): Promise<void> {
    await this.#options.secrets.delete(secretName(connection));
    this.#reset();
  }

  /** A client for the connection; the same one until its key or address changes. Throws `RegistryError` of kind `auth` when it has no key. */
  registry(connection: Connection): Promise<Registry> {
    const known = this.#registries.get(connection.id);
    if (known) return known;
    const made = this.#connect(connection).then((registry): Registry => new ObservedRegistry(registry, this.#options.knownSkills, connectionKey(connection)));
    this.#registries.set(connection.id, made);
    made.catch(() => {
      if (this.#registries.get(connection.id) === made) this.#registries.delete(connection.id);
    });
    return made;
  }

  /** The client, when one was made because the user asked for something; `undefined` before. */
  current(connection: Connection): Promise<Registry> | undefined {
    return this.#registries.get(connection.id);
  }

  /** Forgets the client, for example when the local registry had to be started again. */
  forget(connection: Connection): void {
    this.#registries.delete(connection.id);
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  async #connect(connection: Connection): Promise<Registry> {
    if (!connection.endpoint) {
      const { url, token } = await this.#options.local.ensureStarted();
      this.#options.log.keepOut(token);
      return new RegistryClient({ baseUrl: url, apiKey: token, dialect: 'ga' });
    }
    const apiKey = await this.apiKey(connection);
    if (apiKey === undefined) {
      throw new RegistryError('auth', `There is no API key for ${connection.name} yet. Set one with “Skills: Set API Key”.`, { outcome: 'notSent' });
    }
    return new RegistryClient({ ...connection.endpoint, apiKey });
  }

  #reset(): void {
    this.#registries.clear();
    this.#changed.fire();
  }
}

/** Keys are bound to base URL and workspace: a changed address never gets the old key. */
function secretName(connection: Connection): string {
  return `apiKey:${connectionKey(connection)}`;
}
