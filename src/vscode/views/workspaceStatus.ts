import * as vscode from 'vscode';
import { connectionKey, type Connection } from '../host/connection.ts';
import type { Connections } from '../host/connections.ts';
import type { KnownSkills } from '../host/knownSkills.ts';
import type { Ledgers } from '../host/ledgers.ts';
import type { Log } from '../host/log.ts';
import type { SkillFolders } from '../host/skillFolders.ts';
import type { UnsettledUploads } from '../host/unsettledUploads.ts';
import { rulesOf, targetOf } from '../host/validationSettings.ts';
import { folderState, type FolderState, type KnownSkill } from '../../core/publish/folderState.ts';
import { LedgerError, type LedgerEntry } from '../../core/publish/ledger.ts';
import { readFolder, type FolderReading } from './workspaceReading.ts';

/** A skill folder of the workspace and how it stands against the active connection. */
export interface FolderStatus {
  readonly folder: vscode.Uri;
  /** The active connection; `undefined` when none was chosen, then `state` says nothing. */
  readonly connection: Connection | undefined;
  /** `undefined` until the folder was read for the first time. */
  readonly reading: FolderReading | undefined;
  readonly entry: LedgerEntry | undefined;
  readonly known: KnownSkill | undefined;
  readonly state: FolderState | undefined;
}

export interface WorkspaceStatusOptions {
  readonly connections: Connections;
  readonly skillFolders: SkillFolders;
  readonly ledgers: Ledgers;
  readonly knownSkills: KnownSkills;
  readonly unsettledUploads: UnsettledUploads;
  readonly log: Log;
}

/** Milliseconds of quiet after a change of files before folders are read again. */
const quiet = 300;

/**
 * The states of all skill folders. Starts with the first `start`; from then on a folder is read again only after
 * something in it changed. Asks no registry: it knows the ledgers and what passed by anyway.
 */
export class WorkspaceStatus implements vscode.Disposable {
  readonly #options: WorkspaceStatusOptions;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #disposables: { dispose(): unknown }[] = [this.#changed];
  readonly #readings = new Map<string, { readonly reading: FolderReading; readonly generation: number }>();
  /** How often something in a folder changed: a reading that began before the last change is out of date. */
  readonly #generations = new Map<string, number>();
  #statuses: readonly FolderStatus[] | undefined;
  #running: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;
  #started = false;
  #ledgerFault: string | undefined;
  /** States changed. */
  readonly onDidChange = this.#changed.event;

  constructor(options: WorkspaceStatusOptions) {
    this.#options = options;
  }

  /** Statuses in the folders' order; `undefined` until they were found for the first time. */
  get statuses(): readonly FolderStatus[] | undefined {
    return this.#statuses;
  }

  /** Why a ledger cannot be used, of several the first; `undefined` when all can. */
  get ledgerFault(): string | undefined {
    return this.#ledgerFault;
  }

  of(folder: vscode.Uri): FolderStatus | undefined {
    return this.#statuses?.find((status) => status.folder.toString() === folder.toString());
  }

  /** Begins to look at the folders; does nothing the second time. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    const { connections, skillFolders, ledgers, knownSkills, unsettledUploads } = this.#options;
    const again = (): void => {
      this.#schedule(0);
    };
    const watcher = vscode.workspace.createFileSystemWatcher('**');
    const touch = (uri: vscode.Uri): void => {
      this.#touch(uri);
    };
    this.#disposables.push(
      watcher,
      watcher.onDidChange(touch),
      watcher.onDidCreate(touch),
      watcher.onDidDelete(touch),
      // Watchers can lose sight of a folder that was replaced as a whole; what is saved here is always seen.
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        touch(uri);
      }),
      connections.onDidChange(again),
      skillFolders.onDidChange(again),
      ledgers.onDidChange(again),
      knownSkills.onDidChange(again),
      unsettledUploads.onDidChange(again),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('skillPublisher.target') || event.affectsConfiguration('skillPublisher.rules'))
          this.readAll();
      }),
    );
    this.#schedule(0);
  }

  /** Reads every folder again; nothing to do before `start`, which reads them anyway. */
  readAll(): void {
    if (!this.#started) return;
    for (const { folder } of this.#statuses ?? []) this.#outdate(folder);
    this.#schedule(0);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#running?.abort();
    for (const disposable of this.#disposables) disposable.dispose();
  }

  /**
   * Marks the folders that a change on disk is about: those that hold the path or lie below it, and for ignore files
   * all beside it.
   */
  #touch(uri: vscode.Uri): void {
    const from = uri.path.endsWith('/.gitignore') ? uri.path.slice(0, uri.path.lastIndexOf('/')) : uri.path;
    const touched = (this.#statuses ?? []).filter(
      ({ folder }) => isIn(uri.path, folder.path) || isIn(folder.path, from),
    );
    if (touched.length === 0) return;
    for (const { folder } of touched) this.#outdate(folder);
    this.#schedule(quiet);
  }

  #outdate(folder: vscode.Uri): void {
    this.#generations.set(folder.toString(), this.#generation(folder) + 1);
  }

  #generation(folder: vscode.Uri): number {
    return this.#generations.get(folder.toString()) ?? 0;
  }

  #schedule(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      void this.#run().catch((error: unknown) => {
        this.#options.log.error('The skill folders could not be looked at.', error);
      });
    }, delay);
  }

  /** Reads what is stale, one folder after the other, and shows each. A newer run ends this one. */
  async #run(): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const { signal } = running;
    const folders = await this.#options.skillFolders.find();
    if (!(await this.#show(folders, signal))) return;
    for (const folder of folders) {
      const generation = this.#generation(folder);
      if (this.#readings.get(folder.toString())?.generation === generation) continue;
      const reading = await this.#read(folder, signal).catch((error: unknown) => {
        if (signal.aborted) return undefined;
        throw error;
      });
      if (!reading) return;
      this.#readings.set(folder.toString(), { reading, generation });
    }
    await this.#show(folders, signal);
  }

  async #read(folder: vscode.Uri, signal: AbortSignal): Promise<FolderReading> {
    const publishedName = await this.#options.ledgers.publishedName(folder);
    const workspaceRoot = vscode.workspace.getWorkspaceFolder(folder)?.uri.fsPath;
    return readFolder(folder, {
      workspaceRoot,
      publishedName,
      target: targetOf(folder),
      rules: rulesOf(folder),
      signal,
    });
  }

  /** False when a newer run took over. */
  async #show(folders: readonly vscode.Uri[], signal: AbortSignal): Promise<boolean> {
    const connection = this.#options.connections.active;
    const faults: string[] = [];
    const statuses: FolderStatus[] = [];
    for (const folder of folders) {
      let fault: string | undefined;
      const entry =
        connection &&
        (await this.#options.ledgers.entryOf(folder, connection).catch((error: unknown) => {
          fault = ledgerFaultOf(error);
          return undefined;
        }));
      // Published or pulled: whatever a watcher has told so far, the folder is read again.
      if (entry?.fingerprint !== this.of(folder)?.entry?.fingerprint) this.#outdate(folder);
      if (fault !== undefined) faults.push(fault);
      const unsettled = connection && (await this.#options.unsettledUploads.of(folder, connection));
      statuses.push(this.#status(folder, connection, entry, fault, unsettled?.time));
    }
    if (signal.aborted) return false;
    this.#ledgerFault = faults[0];
    this.#statuses = statuses;
    const alive = new Set(folders.map((folder) => folder.toString()));
    for (const key of this.#readings.keys()) if (!alive.has(key)) this.#readings.delete(key);
    this.#changed.fire();
    return true;
  }

  #status(
    folder: vscode.Uri,
    connection: Connection | undefined,
    entry: LedgerEntry | undefined,
    fault: string | undefined,
    unsettledSince: string | undefined,
  ): FolderStatus {
    const reading = this.#readings.get(folder.toString())?.reading;
    const { knownSkills } = this.#options;
    const known = connection && entry && knownSkills.get(connectionKey(connection), entry.skillId);
    const baseDeleted =
      connection && entry && knownSkills.isDeleted(connectionKey(connection), entry.skillId, entry.version);
    const state =
      !connection || !reading
        ? undefined
        : fault === undefined
          ? folderState({ ...reading, entry, known, baseDeleted, unsettledSince })
          : ({ kind: 'unknown', reason: fault } as const);
    return { folder, connection, reading, entry, known, state };
  }
}

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

function ledgerFaultOf(error: unknown): string {
  if (error instanceof LedgerError) return error.message;
  throw error;
}
