import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '../../../../src/node/localRegistry/database.ts';
import { schemaMigrations } from '../../../../src/node/localRegistry/schema.ts';
import { seedFolders } from '../../../../src/node/localRegistry/seed.ts';
import { Store } from '../../../../src/node/localRegistry/store.ts';
import { fromFiles } from '../../../../src/node/localRegistry/upload.ts';
import { skillFiles } from '../../../support/localRegistry.ts';

describe('openDatabase', () => {
  let folder: string;
  let file: string;
  let notices: string[];
  const onNotice = (message: string): void => {
    notices.push(message);
  };

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'registry-database-'));
    file = path.join(folder, 'sub', 'registry.sqlite');
    notices = [];
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function publishOne(): void {
    const store = new Store(file);
    store.transaction(() => {
      store.insertSkill({ id: 'skill_1', workspace: 'w', source: 'custom', label: undefined }, 'one');
      store.insertVersion('skill_1', fromFiles(skillFiles('one', { 'data.txt': 'x'.repeat(50_000) }), 'ga'));
    });
    store.close();
  }

  it('makes the folder and a file only its owner reads, in WAL mode with full sync', () => {
    const database = openDatabase(file);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.deepEqual({ ...database.prepare('PRAGMA journal_mode').get() }, { journal_mode: 'wal' });
    assert.deepEqual({ ...database.prepare('PRAGMA synchronous').get() }, { synchronous: 2 });
    database.close();
  });

  it('lets nobody else read the log beside the file, nor an empty file it was given', () => {
    for (const given of [false, true]) {
      rmSync(path.dirname(file), { recursive: true, force: true });
      if (given) {
        mkdirSync(path.dirname(file));
        writeFileSync(file, '', { mode: 0o644 });
      }
      const database = openDatabase(file);
      const modes = ['', '-wal', '-shm'].map((suffix) => statSync(file + suffix).mode & 0o777);
      database.close();
      assert.deepEqual(modes, [0o600, 0o600, 0o600]);
    }
  });

  it('keeps what was written', () => {
    publishOne();
    const store = new Store(file, { onNotice });
    assert.equal(store.counts().versions, 1);
    store.close();
    assert.deepEqual(notices, []);
  });

  it('brings an older file to the newest schema, once', () => {
    publishOne();
    const migrations = [...schemaMigrations, 'ALTER TABLE skills ADD COLUMN stars INTEGER NOT NULL DEFAULT 3'];
    for (let times = 0; times < 2; times += 1) {
      const database = openDatabase(file, { migrations });
      assert.deepEqual({ ...database.prepare('SELECT id, stars FROM skills').get() }, { id: 'skill_1', stars: 3 });
      database.close();
    }
  });

  it('undoes a migration that fails half way, and says so', () => {
    publishOne();
    const migrations = [...schemaMigrations, 'ALTER TABLE skills ADD COLUMN stars INTEGER; SELECT nonsense'];
    assert.throws(() => openDatabase(file, { migrations }), { name: 'DatabaseError' });
    const database = openDatabase(file);
    assert.throws(() => database.prepare('SELECT stars FROM skills'), /no such column/);
    database.close();
  });

  it('refuses a file of a newer version and leaves it as it is', () => {
    openDatabase(file, { migrations: [...schemaMigrations, 'SELECT 1'] }).close();
    assert.throws(() => openDatabase(file), /was written by a newer version of Skill Publisher/);
    assert.deepEqual(readdirSync(path.dirname(file)), ['registry.sqlite']);
  });

  it('refuses the database of another program and leaves it as it is', () => {
    openDatabase(file).close();
    const other = path.join(folder, 'other.sqlite');
    const foreign = new DatabaseSync(other);
    foreign.exec('CREATE TABLE mine (x)');
    foreign.close();
    const before = readFileSync(other);
    assert.throws(() => openDatabase(other), /is a database of another program/);
    assert.ok(readFileSync(other).equals(before));
  });

  it('refuses a text named by mistake and leaves it as it is', () => {
    const text = path.join(folder, 'README.md');
    writeFileSync(text, '# A text that is long enough to be read as a header, which it is not.\n'.repeat(20));
    assert.throws(() => openDatabase(text), /is not a database/);
    assert.deepEqual(readdirSync(folder), ['README.md']);
  });

  const damages: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
    'overwritten with text': () => Buffer.from('garbage '.repeat(100)),
    'full of zeros': (bytes) => Buffer.alloc(bytes.length),
    'with a page overwritten': (bytes) =>
      Buffer.concat([bytes.subarray(0, 4096), Buffer.alloc(4096, 0xa5), bytes.subarray(8192)]),
    'cut off': (bytes) => bytes.subarray(0, bytes.length - 20_000),
  };
  for (const [name, damage] of Object.entries(damages)) {
    it(`sets a file aside that is ${name}, says where, and begins a new one`, () => {
      publishOne();
      const damaged = damage(readFileSync(file));
      writeFileSync(file, damaged);
      const store = new Store(file, { onNotice });
      assert.equal(store.counts().skills, 0);
      store.close();
      const kept = readdirSync(path.dirname(file)).find((entry) => entry.includes('.damaged-')) ?? '';
      assert.ok(readFileSync(path.join(path.dirname(file), kept)).equals(damaged));
      assert.equal(notices.length, 1);
      assert.ok(notices[0]?.includes(kept));
    });
  }

  it('says what is wrong with a folder that cannot be made', () => {
    writeFileSync(path.join(folder, 'sub'), '');
    assert.throws(() => openDatabase(file), {
      name: 'DatabaseError',
      message: /The folder of .* could not be created/,
    });
  });

  it('says what is wrong with a file that cannot be made', () => {
    assert.throws(() => openDatabase(path.join(folder, `${'x'.repeat(300)}.sqlite`)), {
      name: 'DatabaseError',
      message: /could not be opened: ENAMETOOLONG/,
    });
  });

  it('opens one file twice at the same time', () => {
    const [one, two] = [new Store(file), new Store(file)];
    assert.ok(existsSync(file));
    assert.deepEqual(seedFolders(one, folder).published, []);
    assert.deepEqual(two.counts(), one.counts());
    one.close();
    two.close();
  });
});
