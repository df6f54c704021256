import { statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { archiveHashOf } from './archive.ts';
import { busyTimeoutMs, inodeOf, openDatabase, type OpenOptions } from './database.ts';
import { newIdSuffix } from './ids.ts';
import type { RegistryCounts } from './protocol.ts';
import {
  everyWorkspace,
  type NewSkill,
  type SkillQuery,
  type SkillRow,
  type Source,
  type VersionQuery,
  type VersionRow,
} from './rows.ts';
import { DamagedArchiveError, FullDiskError, isFull, ReplacedFileError } from './storageError.ts';
import { nowMicros } from './timestamp.ts';
import type { Upload } from './upload.ts';

const skillColumns = `
  skills.id, workspace, source, skills.name, label, created_at AS createdAt, updated_at AS updatedAt,
  (SELECT max(epoch) FROM versions WHERE skill_id = skills.id) AS latestEpoch,
  (SELECT id_suffix FROM versions WHERE skill_id = skills.id ORDER BY epoch DESC LIMIT 1) AS latestSuffix`;
const versionColumns = `
  epoch, id_suffix AS idSuffix, skill_id AS skillId, name, description, directory, archive_hash AS archiveHash`;

/** Bytes that an upload leaves free, so that something can be deleted afterward: some 50 KB for a version. */
const roomToDelete = 1_048_576;

type Parameter = string | number | null | Uint8Array;

/**
 * The registry's data: skills, their versions, and each archive once. Everything is synchronous; what a `transaction`
 * wrote is on disk when it returns.
 */
export class Store {
  readonly #file: string;
  readonly #database: DatabaseSync;
  readonly #inode: bigint | undefined;
  readonly #freeBytes: () => number;
  /** Milliseconds to wait for another process that writes. */
  readonly busyTimeout: number;
  readonly #statements = new Map<string, StatementSync>();

  /** Throws `DatabaseError`; see `openDatabase`. */
  constructor(file: string, options?: OpenOptions) {
    this.#file = file;
    this.#database = openDatabase(file, options);
    this.#inode = inodeOf(file);
    this.#freeBytes = options?.freeBytes ?? (() => freeBytesBeside(file));
    this.busyTimeout = options?.busyTimeout ?? busyTimeoutMs;
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  /**
   * Runs `write` alone among all processes on this file: all of it happens, or nothing when it throws. Throws
   * `ReplacedFileError` when the file was removed, or set aside by another process: what went into it would be lost.
   */
  transaction<Result>(write: () => Result): Result {
    const run = (): Result =>
      this.#isolated('BEGIN IMMEDIATE', () => {
        if (inodeOf(this.#file) !== this.#inode) throw new ReplacedFileError(this.#file);
        return write();
      });
    try {
      return run();
    } catch (error) {
      // The log keeps the size of the largest upload: that may be all the room there is.
      if (!isFull(error) || !this.#emptyLog()) throw error;
      return run();
    }
  }

  /** True when the log was written to the file whole and now has no bytes. */
  #emptyLog(): boolean {
    try {
      return this.#get('PRAGMA wal_checkpoint(TRUNCATE)')?.['busy'] === 0;
    } catch (error) {
      if (isFull(error)) return false;
      throw error;
    }
  }

  /** Runs `read` on the data as they are now, whatever other processes write meanwhile. */
  snapshot<Result>(read: () => Result): Result {
    return this.#isolated('BEGIN', read);
  }

  /** Runs `work` without waiting for other processes: `SQLITE_BUSY` is thrown at once. */
  withoutWaiting<Result>(work: () => Result): Result {
    this.#database.exec('PRAGMA busy_timeout = 0');
    try {
      return work();
    } finally {
      this.#database.exec(`PRAGMA busy_timeout = ${this.busyTimeout}`);
    }
  }

  #isolated<Result>(begin: string, work: () => Result): Result {
    this.#database.exec(begin);
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk rolls back by itself.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /** Newest first. */
  listSkills(query: SkillQuery): readonly SkillRow[] {
    const conditions = ['workspace = ?', 'created_at < ?'];
    if (query.source !== undefined) conditions.push('source = ?');
    if (!query.withoutVersions) conditions.push('EXISTS (SELECT 1 FROM versions WHERE skill_id = skills.id)');
    const one =
      `SELECT * FROM (SELECT ${skillColumns} FROM skills WHERE ${conditions.join(' AND ')} ORDER BY ` +
      'created_at DESC LIMIT ?)';
    const parameters = (workspace: string) => [
      workspace,
      query.before ?? Number.MAX_SAFE_INTEGER,
      ...(query.source === undefined ? [] : [query.source]),
      query.limit,
    ];
    // Two searches that each stop at the limit, instead of one that sorts all skills of both workspaces.
    const rows = this.#all(
      `${one} UNION ALL ${one} ORDER BY createdAt DESC LIMIT ?`,
      ...parameters(query.workspace),
      ...parameters(everyWorkspace),
      query.limit,
    );
    return rows as unknown as SkillRow[];
  }

  findSkill(workspace: string, id: string): SkillRow | undefined {
    const row = this.#get(
      `SELECT ${skillColumns} FROM skills WHERE id = ? AND workspace IN (?, '${everyWorkspace}')`,
      id,
      workspace,
    );
    return row as SkillRow | undefined;
  }

  /** In whatever workspace. */
  hasSkill(id: string): boolean {
    return this.#get('SELECT 1 FROM skills WHERE id = ?', id) !== undefined;
  }

  /** Skills of this very workspace and source with this slug, oldest first. */
  findSkillsByName(workspace: string, source: Source, name: string): readonly SkillRow[] {
    const sql =
      `SELECT ${skillColumns} FROM skills WHERE workspace = ? AND name = ? AND source = ? ORDER BY ` + 'created_at';
    return this.#all(sql, workspace, name, source) as unknown as SkillRow[];
  }

  isLabelTaken(workspace: string, label: string): boolean {
    return this.#get('SELECT 1 FROM skills WHERE workspace = ? AND label = ?', workspace, label) !== undefined;
  }

  /**
   * To be called inside a `transaction`, as all that write. The skill has no version until `insertVersion`. Times are
   * given by imports only.
   */
  insertSkill(skill: NewSkill, name: string, createdAt: number = this.#tick()): void {
    this.#advanceClock(createdAt);
    this.#run(
      'INSERT INTO skills (created_at, id, workspace, source, name, label, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      createdAt,
      skill.id,
      skill.workspace,
      skill.source,
      name,
      skill.label ?? null,
      createdAt,
    );
  }

  insertVersion(
    skillId: string,
    upload: Upload,
    epoch: number = this.#tick(),
    idSuffix: string = newIdSuffix(),
  ): VersionRow {
    const archiveHash = archiveHashOf(upload.archive);
    this.#needRoom(upload.archive.length);
    // Bytes that were damaged on disk are mended by uploading them again.
    this.#run(
      'INSERT INTO archives (hash, bytes) VALUES (?, ?) ON CONFLICT (hash) DO UPDATE SET bytes = ' +
        'excluded.bytes WHERE archives.bytes IS NOT excluded.bytes',
      archiveHash,
      upload.archive,
    );
    const { name, description, directory } = upload;
    this.#run(
      'INSERT INTO versions (epoch, id_suffix, skill_id, name, description, directory, archive_hash) VALUES ' +
        '(?, ?, ?, ?, ?, ?, ?)',
      epoch,
      idSuffix,
      skillId,
      name,
      description,
      directory,
      archiveHash,
    );
    this.touchSkill(skillId, epoch);
    return { epoch, idSuffix, skillId, name, description, directory, archiveHash };
  }

  /**
   * Bytes are written twice, to the log and to the file, which first fills what is free in it. What the log still holds
   * has to go into the file as well.
   */
  #needRoom(bytes: number): void {
    const free = this.#number(
      'SELECT freelist_count * page_size AS number FROM pragma_freelist_count, pragma_page_size',
    );
    const log = statSync(`${this.#file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    if (this.#freeBytes() < log + bytes + Math.max(0, bytes - free) + roomToDelete) throw new FullDiskError();
  }

  listVersions(query: VersionQuery): readonly VersionRow[] {
    const newestFirst = query.order === 'newestFirst';
    const sql = `SELECT ${versionColumns} FROM versions WHERE skill_id = ? AND epoch ${newestFirst ? '<' : '>'} ?
      ORDER BY epoch ${newestFirst ? 'DESC' : 'ASC'} LIMIT ?`;
    const after = query.after ?? (newestFirst ? Number.MAX_SAFE_INTEGER : 0);
    return this.#all(sql, query.skillId, after, query.limit) as unknown as VersionRow[];
  }

  findVersion(skillId: string, by: { readonly epoch: number } | { readonly idSuffix: string }): VersionRow | undefined {
    const column = 'epoch' in by ? 'epoch' : 'id_suffix';
    const value = 'epoch' in by ? by.epoch : by.idSuffix;
    return this.#get(`SELECT ${versionColumns} FROM versions WHERE skill_id = ? AND ${column} = ?`, skillId, value) as
      | VersionRow
      | undefined;
  }

  /** Whether a version of the skill has this very content. */
  hasContent(skillId: string, archive: Uint8Array): boolean {
    return (
      this.#get('SELECT 1 FROM versions WHERE skill_id = ? AND archive_hash = ?', skillId, archiveHashOf(archive)) !==
      undefined
    );
  }

  countVersions(skillId: string): number {
    return this.#number('SELECT count(*) AS number FROM versions WHERE skill_id = ?', skillId);
  }

  touchSkill(skillId: string, updatedAt: number = this.#tick()): void {
    this.#advanceClock(updatedAt);
    this.#run('UPDATE skills SET updated_at = max(updated_at, ?) WHERE id = ?', updatedAt, skillId);
  }

  deleteVersion(version: VersionRow): void {
    this.#run('DELETE FROM versions WHERE epoch = ?', version.epoch);
    this.touchSkill(version.skillId);
    this.#dropArchives([version.archiveHash]);
  }

  /** With all its versions. */
  deleteSkill(skillId: string): void {
    const rows = this.#all('SELECT DISTINCT archive_hash AS hash FROM versions WHERE skill_id = ?', skillId);
    this.#run('DELETE FROM skills WHERE id = ?', skillId);
    this.#dropArchives(rows.map((row) => String(row['hash'])));
  }

  /**
   * The archive as uploaded. Throws `DamagedArchiveError` when its bytes no longer have the hash they were stored
   * under.
   */
  readArchive(hash: string): Uint8Array {
    const bytes = this.#get('SELECT bytes FROM archives WHERE hash = ?', hash)?.['bytes'];
    if (bytes instanceof Uint8Array && archiveHashOf(bytes) === hash) return bytes;
    throw new DamagedArchiveError(hash);
  }

  counts(): RegistryCounts {
    return {
      skills: this.#number('SELECT count(*) AS number FROM skills'),
      versions: this.#number('SELECT count(*) AS number FROM versions'),
      archiveBytes: this.#number('SELECT coalesce(sum(length(bytes)), 0) AS number FROM archives'),
    };
  }

  /** Deletes everything; answers with what there was. The file gives its space back. */
  reset(): RegistryCounts {
    const counts = this.transaction(() => {
      const before = this.counts();
      for (const table of ['versions', 'skills', 'archives']) this.#run(`DELETE FROM ${table}`);
      return before;
    });
    this.#database.exec('VACUUM');
    return counts;
  }

  /** Every skill of every workspace, oldest first. */
  allSkills(): readonly SkillRow[] {
    return this.#all(`SELECT ${skillColumns} FROM skills ORDER BY created_at`) as unknown as SkillRow[];
  }

  /** The next moment: unique and later than all before it, whatever the wall clock does. */
  #tick(): number {
    return this.#number('UPDATE clock SET last = max(last + 1, ?) RETURNING last AS number', nowMicros());
  }

  #advanceClock(micros: number): void {
    this.#run('UPDATE clock SET last = max(last, ?)', micros);
  }

  #dropArchives(hashes: readonly string[]): void {
    for (const hash of hashes) {
      this.#run(
        'DELETE FROM archives WHERE hash = ? AND NOT EXISTS (SELECT 1 FROM versions WHERE archive_hash = hash)',
        hash,
      );
    }
  }

  #get(sql: string, ...parameters: readonly Parameter[]) {
    return this.#prepare(sql).get(...parameters) as Record<string, unknown> | undefined;
  }

  #all(sql: string, ...parameters: readonly Parameter[]) {
    return this.#prepare(sql).all(...parameters);
  }

  #run(sql: string, ...parameters: readonly Parameter[]): void {
    this.#prepare(sql).run(...parameters);
  }

  #number(sql: string, ...parameters: readonly Parameter[]): number {
    return Number(this.#get(sql, ...parameters)?.['number']);
  }

  #prepare(sql: string): StatementSync {
    const statement = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function freeBytesBeside(file: string): number {
  const { bavail, bsize } = statfsSync(path.dirname(file));
  return bavail * bsize;
}
