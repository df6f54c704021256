import { chmodSync, closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { makeFolderSync } from '../disk/makeFolder.ts';
import type { DatabaseSync } from 'node:sqlite';
import { schemaMigrations } from './schema.ts';
import { messageOf } from '../../core/text/message.ts';
import { l10n } from '../../core/text/l10n.ts';

/** Why a database could not be opened. `message` is fit to show: what is wrong and what to do. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
}

/** Marks a file as ours ("SKPL"), so that no foreign database is ever changed. */
const applicationId = 0x534b504c;
const sqliteMagic = 'SQLite format 3\0';
const databaseName = /\.(?:db|sqlite3?)$/i;
export const busyTimeoutMs = 5000;
/** SQLite result codes: `SQLITE_CORRUPT`, `SQLITE_NOTADB`. */
const damageCodes: readonly number[] = [11, 26];

const sqliteBusy = 5;

export interface OpenOptions {
  /** Told once when a damaged file was set aside. */
  readonly onNotice?: (message: string) => void;
  /** For tests of migrations. */
  readonly migrations?: readonly string[];
  /** Pages the file may grow to; for tests of a full disk. */
  readonly maxPages?: number | undefined;
  /** Bytes that are free on the disk; for tests of a full disk. */
  readonly freeBytes?: (() => number) | undefined;
  /** Milliseconds to wait for another process that writes. */
  readonly busyTimeout?: number | undefined;
}

/**
 * Opens or makes the registry's SQLite file: write-ahead log, every commit on disk before it counts. A damaged file is
 * renamed to `<file>.damaged-<time>` and a new one begun. Throws `DatabaseError` for everything that needs the user: a
 * foreign file, one of a newer version, no permission, a Node without SQLite.
 */
export function openDatabase(file: string, options: OpenOptions = {}): DatabaseSync {
  try {
    makeFolderSync(path.dirname(file));
  } catch (cause) {
    throw new DatabaseError(l10n.t`The folder of ${file} could not be created: ${messageOf(cause)}`, { cause });
  }
  let inode: bigint | undefined;
  try {
    inode = inodeOf(file);
    return openChecked(file, options);
  } catch (error) {
    const damage = damageOf(error);
    if (damage === undefined) throw toDatabaseError(file, error);
    if (!looksLikeDatabase(file))
      throw new DatabaseError(
        l10n.t`${file} is not a database. Choose another file for the local registry, or move this one away.`,
      );
    // Another process may have set it aside in the meantime and begun a new file under this name.
    if (inodeOf(file) === inode) setAside(file, damage, options);
    try {
      return openChecked(file, options);
    } catch (second) {
      throw toDatabaseError(file, second);
    }
  }
}

/** Only its owner may read the file, and so its log, which gets the rights that the file has when it is opened. */
function makeOwnersFile(file: string): void {
  try {
    // Never opened when it is there: closing it again would give up the locks that this process holds on it.
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    if (statSync(file, { throwIfNoEntry: false })?.size === 0) chmodSync(file, 0o600);
  }
}

function openChecked(file: string, options: OpenOptions): DatabaseSync {
  makeOwnersFile(file);
  const database = new (loadSqlite())(file);
  try {
    const busyTimeout = options.busyTimeout ?? busyTimeoutMs;
    database.exec(`PRAGMA busy_timeout = ${busyTimeout}`);
    // Not by its size: another process may be making the file at this moment, and has got as far as its first page.
    const isNew = isEmpty(database);
    if (!isNew && pragma(database, 'application_id') !== applicationId) {
      throw new DatabaseError(
        l10n.t`${file} is a database of another program. Choose another file for the local registry.`,
      );
    }
    if (!isNew) checkPages(database);
    useWriteAheadLog(database, busyTimeout);
    database.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
    migrate(database, file, options.migrations ?? schemaMigrations);
    if (options.maxPages !== undefined) database.exec(`PRAGMA max_page_count = ${options.maxPages}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function isEmpty(database: DatabaseSync): boolean {
  if (pragma(database, 'page_count') === 0) return true;
  const row = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get();
  return row?.['tables'] === 0 && pragma(database, 'application_id') === 0;
}

/**
 * SQLite does not wait for its busy timeout where two processes switch a new file to the log at the same moment; so
 * this does.
 */
function useWriteAheadLog(database: DatabaseSync, timeout: number): void {
  const deadline = Date.now() + timeout;
  for (;;) {
    try {
      database.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      const code = sqliteCodeOf(error);
      if (code === undefined || (code & 0xff) !== sqliteBusy || Date.now() >= deadline) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}

class DamagedError extends Error {
  override readonly name = 'DamagedError';
}

/** All pages, however many: some 2 s per GB, which is far more than skills take. */
function checkPages(database: DatabaseSync): void {
  const row = database.prepare('PRAGMA quick_check(1)').get();
  const result = Object.values(row ?? {})[0];
  if (result !== 'ok') throw new DamagedError(String(result));
}

function migrate(database: DatabaseSync, file: string, migrations: readonly string[]): void {
  // Locked first: two processes may open a new file at the same moment.
  database.exec('BEGIN IMMEDIATE');
  try {
    const version = pragma(database, 'user_version');
    if (version > migrations.length) {
      throw new DatabaseError(
        l10n.t`${file} was written by a newer version of Skill Publisher (schema ${version}, this one knows ${migrations.length}). Update it, or choose another file.`,
      );
    }
    for (const sql of migrations.slice(version)) database.exec(sql);
    if (version < migrations.length) {
      database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}`);
    }
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function pragma(database: DatabaseSync, name: 'page_count' | 'application_id' | 'user_version'): number {
  return Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
}

/** By its first bytes or by its name: a text somebody named by mistake must not be renamed. */
function looksLikeDatabase(file: string): boolean {
  return (
    databaseName.test(file) || readFileSync(file).subarray(0, sqliteMagic.length).toString('latin1') === sqliteMagic
  );
}

function setAside(file: string, damage: string, options: OpenOptions): void {
  const kept = `${file}.damaged-${new Date().toISOString().replace(/[:.]/g, '-')}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, kept + suffix);
  }
  options.onNotice?.(
    l10n.t`The local registry’s file was damaged (${damage}). It was kept as ${kept}, and a new, empty registry was created.`,
  );
}

/** What SQLite says about a damaged file; `undefined` for every other error. */
function damageOf(error: unknown): string | undefined {
  if (error instanceof DamagedError) return error.message;
  const code = sqliteCodeOf(error);
  return code !== undefined && damageCodes.includes(code & 0xff) ? messageOf(error) : undefined;
}

/** SQLite's (extended) result code of an error of node:sqlite; `undefined` for every other error. */
export function sqliteCodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'ERR_SQLITE_ERROR') return undefined;
  return 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : undefined;
}

function toDatabaseError(file: string, error: unknown): unknown {
  if (error instanceof DatabaseError) return error;
  if (sqliteCodeOf(error) === undefined && !(error instanceof Error && 'syscall' in error)) return error;
  return new DatabaseError(l10n.t`The local registry’s file ${file} could not be opened: ${messageOf(error)}.`, {
    cause: error,
  });
}

/** Which file has this name; `undefined` when there is none. */
export function inodeOf(file: string): bigint | undefined {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino;
}

/**
 * Loaded on first use: the CLI runs on older Nodes too, and this module announces itself with a warning nobody can act
 * on.
 */
function loadSqlite(): typeof DatabaseSync {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  try {
    const sqlite = process.getBuiltinModule('node:sqlite') as
      | { readonly DatabaseSync: typeof DatabaseSync }
      | undefined;
    if (sqlite !== undefined) return sqlite.DatabaseSync;
  } finally {
    process.emitWarning = emitWarning;
  }
  throw new DatabaseError(l10n.t`The local registry needs Node.js 22.13 or newer; this is ${process.version}.`);
}
