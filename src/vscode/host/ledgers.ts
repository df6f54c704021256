import * as vscode from 'vscode';
import { Disposables } from '../../core/text/disposables.ts';
import type { Ledger, LedgerEntry, LedgerFile } from '../../core/publish/ledger.ts';
import { LedgerError, ledgerFileName } from '../../core/publish/ledgerError.ts';
import { type Connection, keyOfConnection } from './connection.ts';
import { ledgerFile, ledgerPlace, readLedger } from './ledgerFile.ts';

const load = () => import('../../core/publish/ledger.ts');

/**
 * The ledgers of the workspace, kept in memory until a file changes. Methods reject with `LedgerError` when the ledger
 * is damaged or cannot be read.
 */
export class Ledgers implements vscode.Disposable {
  readonly #own = new Disposables();
  readonly #changed = this.#own.add(new vscode.EventEmitter<void>());
  readonly #read = new Map<string, Promise<Ledger>>();
  #watching = false;
  /** A ledger was written, by this window or by somebody else. */
  readonly onDidChange = this.#changed.event;

  /** What is remembered of a skill folder; `undefined` when it was not published there, or is not on disk. */
  async entryOf(folder: vscode.Uri, connection: Connection): Promise<LedgerEntry | undefined> {
    if (folder.scheme !== 'file') return undefined;
    const place = ledgerPlace(folder);
    const { findInLedger } = await load();
    return findInLedger(await this.#ledger(place.root), place.folder, keyOfConnection(connection));
  }

  /** The same where many folders are asked about: an entry that cannot be read is none, and stops no other. */
  async readableEntryOf(folder: vscode.Uri, connection: Connection): Promise<LedgerEntry | undefined> {
    if (folder.scheme !== 'file') return undefined;
    const place = ledgerPlace(folder);
    return (await this.#ledger(place.root)).get(place.folder)?.get(keyOfConnection(connection));
  }

  /**
   * The name a folder was published under, on any connection; `undefined` also when the ledger is damaged, for a name
   * is only looked up to judge by.
   */
  async publishedName(folder: vscode.Uri): Promise<string | undefined> {
    if (folder.scheme !== 'file') return undefined;
    const place = ledgerPlace(folder);
    try {
      const entries = (await this.#ledger(place.root)).get(place.folder);
      return entries && [...entries.values()][0]?.name;
    } catch (error) {
      if (error instanceof LedgerError) return undefined;
      throw error;
    }
  }

  /** The folders of the workspace that were published as a skill, as far as the ledgers know; they may be gone. */
  async foldersOf(skillId: string, connection: Connection): Promise<readonly vscode.Uri[]> {
    const found: vscode.Uri[] = [];
    for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
      if (uri.scheme !== 'file') continue;
      for (const [folder, entries] of await this.#ledger(uri.fsPath)) {
        if (entries.get(keyOfConnection(connection))?.skillId === skillId)
          found.push(folder === '.' ? uri : vscode.Uri.joinPath(uri, folder));
      }
    }
    return found;
  }

  /**
   * Everything that is remembered of a connection, by skill id. What a damaged ledger holds is left out: rows are only
   * marked by it.
   */
  async publishedTo(
    connection: Connection,
  ): Promise<ReadonlyMap<string, readonly { readonly folder: vscode.Uri; readonly entry: LedgerEntry }[]>> {
    const found = new Map<string, { folder: vscode.Uri; entry: LedgerEntry }[]>();
    for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
      if (uri.scheme !== 'file') continue;
      const ledger = await this.#ledger(uri.fsPath).catch((error: unknown): Ledger => {
        if (error instanceof LedgerError) return new Map();
        throw error;
      });
      for (const [folder, entries] of ledger) {
        const entry = entries.get(keyOfConnection(connection));
        if (entry)
          found.set(entry.skillId, [
            ...(found.get(entry.skillId) ?? []),
            { folder: folder === '.' ? uri : vscode.Uri.joinPath(uri, folder), entry },
          ]);
      }
    }
    return found;
  }

  /** Remembers what a folder on disk holds now. */
  async record(folder: vscode.Uri, connection: Connection, entry: LedgerEntry): Promise<void> {
    const { recordInLedger } = await load();
    await recordInLedger(this.file(folder), ledgerPlace(folder).folder, keyOfConnection(connection), entry);
  }

  /** The same with an entry made of the one that is there; `undefined`: it stays. */
  async change(
    folder: vscode.Uri,
    connection: Connection,
    change: (before: LedgerEntry | undefined) => LedgerEntry | undefined,
  ): Promise<void> {
    const { changeInLedger } = await load();
    await changeInLedger(this.file(folder), ledgerPlace(folder).folder, keyOfConnection(connection), change);
  }

  /** The ledger of a folder on disk as a file; what is written through it is known here at once. */
  file(folder: vscode.Uri): LedgerFile {
    const { root } = ledgerPlace(folder);
    const file = ledgerFile(root);
    return {
      read: () => file.read(),
      exclusive: (work) => file.exclusive(work),
      write: async (text) => {
        await file.write(text);
        this.#forget(root);
      },
    };
  }

  /** Reads all ledgers again: not every change is told of. */
  forgetAll(): void {
    this.#read.clear();
    this.#changed.fire();
  }

  dispose(): void {
    this.#own.dispose();
  }

  #ledger(root: string): Promise<Ledger> {
    this.#watch();
    const known = this.#read.get(root);
    if (known) return known;
    const reading = readLedger(root);
    this.#read.set(root, reading);
    reading.catch(() => {
      if (this.#read.get(root) === reading) this.#read.delete(root);
    });
    return reading;
  }

  #watch(): void {
    if (this.#watching) return;
    this.#watching = true;
    const watcher = this.#own.add(vscode.workspace.createFileSystemWatcher(`**/${ledgerFileName}`));
    const forget = (uri: vscode.Uri): void => {
      this.#forget(vscode.Uri.joinPath(uri, '..').fsPath);
    };
    this.#own.add(watcher.onDidChange(forget));
    this.#own.add(watcher.onDidCreate(forget));
    this.#own.add(watcher.onDidDelete(forget));
  }

  #forget(root: string): void {
    this.#read.delete(root);
    this.#changed.fire();
  }
}
