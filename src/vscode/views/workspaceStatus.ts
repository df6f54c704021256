import * as vscode from 'vscode';
import { Disposables } from '../../core/text/disposables.ts';
import { countOf } from '../../core/workspace/report.ts';
import { type Connection, keyOfConnection } from '../host/connection.ts';
import type { Connections } from '../host/connections.ts';
import type { KnownSkills } from '../host/knownSkills.ts';
import type { Ledgers } from '../host/ledgers.ts';
import type { Log } from '../host/log.ts';
import type { Skills } from '../host/skills.ts';
import type { UnsettledUploads } from '../host/unsettledUploads.ts';
import { folderState, type FolderState, type KnownSkill } from '../../core/publish/folderState.ts';
import type { LedgerEntry } from '../../core/publish/ledgerEntry.ts';
import { LedgerError } from '../../core/publish/ledgerError.ts';
import { l10n } from '../../core/text/l10n.ts';

/** What is known of the content of a skill folder. */
interface FolderReading {
  /** `undefined` when the files that would travel cannot all be read; `unreadable` says why. */
  readonly fingerprint: string | undefined;
  readonly unreadable?: string | undefined;
  /** Fingerprint of the same content with LF line ends. */
  readonly contentKey?: string | undefined;
  readonly errors: number;
  readonly warnings: number;
}

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
  /** Place of the entry's version among those that exist, where all of them are known. */
  readonly ordinal?: number | undefined;
}

export interface WorkspaceStatusOptions {
  readonly connections: Connections;
  readonly skills: Pick<Skills, 'find' | 'found' | 'report' | 'refresh' | 'refreshAll' | 'onDidFind' | 'onDidJudge'>;
  readonly ledgers: Ledgers;
  readonly knownSkills: KnownSkills;
  readonly unsettledUploads: UnsettledUploads;
  readonly log: Log;
}

/** What is remembered of a folder: read from files, so it takes a moment. */
interface Memory {
  readonly entry: LedgerEntry | undefined;
  readonly fault: string | undefined;
  readonly unsettledSince: string | undefined;
}

/**
 * The states of all skill folders. Starts with the first `start`; asks no registry: it knows the ledgers, what the
 * workspace of skills reports, and what passed by anyway.
 */
export class WorkspaceStatus implements vscode.Disposable {
  readonly #own = new Disposables();
  readonly #options: WorkspaceStatusOptions;
  readonly #changed = this.#own.add(new vscode.EventEmitter<readonly vscode.Uri[] | undefined>());
  readonly #memories = new Map<string, Memory>();
  readonly #statuses = new Map<string, FolderStatus>();
  #listed = false;
  #running: AbortController | undefined;
  #started = false;
  #ledgerFault: string | undefined;
  /** States of these folders changed; `undefined`: any of them, and which folders there are. */
  readonly onDidChange = this.#changed.event;

  constructor(options: WorkspaceStatusOptions) {
    this.#options = options;
  }

  /** Statuses in the folders' order; `undefined` until they were found for the first time. */
  get statuses(): readonly FolderStatus[] | undefined {
    return this.#listed ? [...this.#statuses.values()] : undefined;
  }

  /** Why a ledger cannot be used, of several the first; `undefined` when all can. */
  get ledgerFault(): string | undefined {
    return this.#ledgerFault;
  }

  of(folder: vscode.Uri): FolderStatus | undefined {
    return this.#statuses.get(folder.toString());
  }

  /** Begins to look at the folders; does nothing the second time. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    const { connections, skills, ledgers, knownSkills, unsettledUploads } = this.#options;
    const again = (): void => {
      this.#remember();
    };
    this.#own.add(connections.onDidChange(again));
    this.#own.add(skills.onDidFind(again));
    this.#own.add(
      skills.onDidJudge((folders) => {
        this.#judged(folders);
      }),
    );
    this.#own.add(ledgers.onDidChange(again));
    this.#own.add(knownSkills.onDidChange(again));
    this.#own.add(unsettledUploads.onDidChange(again));
    this.#remember();
  }

  /** Reads every folder again; nothing to do before `start`, which reads them anyway. */
  readAll(): void {
    if (this.#started) this.#options.skills.refreshAll();
  }

  dispose(): void {
    this.#running?.abort();
    this.#own.dispose();
  }

  #judged(folders: readonly vscode.Uri[]): void {
    const shown = folders.filter((folder) => this.#statuses.has(folder.toString()));
    for (const folder of shown) this.#statuses.set(folder.toString(), this.#status(folder));
    if (shown.length > 0) this.#changed.fire(shown);
  }

  /** A newer run ends this one. */
  #remember(): void {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.#rememberAll(running.signal).catch((error: unknown) => {
      this.#options.log.error('The skill folders could not be looked at.', error);
    });
  }

  async #rememberAll(signal: AbortSignal): Promise<void> {
    const { skills, connections } = this.#options;
    const folders = await skills.find();
    const connection = connections.active;
    const memories = new Map<string, Memory>();
    for (const folder of folders) {
      memories.set(folder.toString(), await this.#memoryOf(folder, connection));
      if (signal.aborted) return;
    }
    for (const folder of folders) {
      const key = folder.toString();
      // Published or pulled: whatever a watcher has told so far, the folder is read again.
      if (this.#listed && this.#memories.get(key)?.entry?.fingerprint !== memories.get(key)?.entry?.fingerprint)
        skills.refresh(folder);
    }
    this.#memories.clear();
    for (const [key, memory] of memories) this.#memories.set(key, memory);
    this.#ledgerFault = [...memories.values()].find(({ fault }) => fault !== undefined)?.fault;
    this.#statuses.clear();
    for (const folder of folders) this.#statuses.set(folder.toString(), this.#status(folder));
    this.#listed = true;
    this.#changed.fire(undefined);
  }

  async #memoryOf(folder: vscode.Uri, connection: Connection | undefined): Promise<Memory> {
    if (!connection) return { entry: undefined, fault: undefined, unsettledSince: undefined };
    let fault: string | undefined;
    const entry = await this.#options.ledgers.entryOf(folder, connection).catch((error: unknown) => {
      fault = ledgerFaultOf(error);
      return undefined;
    });
    const unsettled = await this.#options.unsettledUploads.of(folder, connection);
    return { entry, fault, unsettledSince: unsettled?.time };
  }

  #status(folder: vscode.Uri): FolderStatus {
    const { connections, knownSkills } = this.#options;
    const connection = connections.active;
    const { entry, fault, unsettledSince } = this.#memories.get(folder.toString()) ?? {};
    const reading = this.#reading(folder);
    const known = connection && entry && knownSkills.get(keyOfConnection(connection), entry.skillId);
    const baseDeleted =
      connection && entry && knownSkills.isDeleted(keyOfConnection(connection), entry.skillId, entry.version);
    const state =
      !connection || !reading
        ? undefined
        : fault === undefined
          ? folderState({ ...reading, entry, known, baseDeleted, unsettledSince })
          : ({ kind: 'unknown', reason: fault } as const);
    const ordinal =
      connection && entry && knownSkills.versions.ordinalOf(keyOfConnection(connection), entry.skillId, entry.version);
    return { folder, connection, reading, entry, known, state, ordinal };
  }

  #reading(folder: vscode.Uri): FolderReading | undefined {
    const report = this.#options.skills.report(folder);
    if (!report) return undefined;
    const counts = { errors: countOf(report, 'error'), warnings: countOf(report, 'warning') };
    return folder.scheme === 'file'
      ? { fingerprint: report.fingerprint, unreadable: report.unreadable, contentKey: report.contentKey, ...counts }
      : { fingerprint: undefined, unreadable: l10n.t`Only skills on disk are compared.`, ...counts };
  }
}

function ledgerFaultOf(error: unknown): string {
  if (error instanceof LedgerError) return error.message;
  throw error;
}
