/**
 * The database, step by step: entry N brings a file from schema N to N + 1. Only ever append.
 *
 * Times are microseconds since 1970. `clock` holds the last one given out, so that every one is unique and later than
 * all before, over all processes that share the file. A version's `epoch` is its time and its number in beta.
 */
export const schemaMigrations: readonly string[] = [
  `
  CREATE TABLE clock (last INTEGER NOT NULL);
  INSERT INTO clock VALUES (0);

  CREATE TABLE archives (
    hash TEXT PRIMARY KEY,           -- SHA-256 of bytes, hex
    bytes BLOB NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE skills (
    created_at INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    workspace TEXT NOT NULL,         -- '*' for skills that every workspace sees
    source TEXT NOT NULL,
    name TEXT NOT NULL,
    label TEXT,                      -- as given at creation; NULL when none was
    updated_at INTEGER NOT NULL
  );
  CREATE INDEX skills_by_workspace ON skills (workspace, created_at);
  CREATE INDEX skills_by_source ON skills (workspace, source, created_at);
  CREATE INDEX skills_by_label ON skills (workspace, label);
  CREATE INDEX skills_by_name ON skills (workspace, name);

  CREATE TABLE versions (
    epoch INTEGER PRIMARY KEY,
    id_suffix TEXT NOT NULL UNIQUE,  -- skver_<suffix> in GA, skill_version_<suffix> in beta
    skill_id TEXT NOT NULL REFERENCES skills (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    directory TEXT NOT NULL,
    archive_hash TEXT NOT NULL REFERENCES archives (hash)
  );
  CREATE INDEX versions_by_skill ON versions (skill_id, epoch, id_suffix);
  CREATE INDEX versions_by_archive ON versions (archive_hash);
  `,
];
