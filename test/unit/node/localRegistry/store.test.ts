import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Store } from '../../../../src/node/localRegistry/store.ts';
import { fromFiles } from '../../../../src/node/localRegistry/upload.ts';
import { skillFiles, startTestRegistry, type TestRegistry } from '../../../support/localRegistry.ts';
import { Caller, filePart, skillMd } from '../../../support/localRegistryCaller.ts';

describe('Store', () => {
  let folder: string;
  let file: string;
  let store: Store;
  const upload = (text: string) => fromFiles(skillFiles('one', { 'a.txt': text }), 'ga');

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'registry-store-'));
    file = path.join(folder, 'registry.sqlite');
    store = new Store(file);
  });
  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function insert(id: string, ...texts: readonly string[]): void {
    store.transaction(() => {
      store.insertSkill({ id, workspace: 'w', source: 'custom', label: undefined }, 'one');
      for (const text of texts) store.insertVersion(id, upload(text));
    });
  }

  it('keeps equal archives once and drops the last with its last version', () => {
    insert('skill_1', 'x', 'x');
    const one = store.counts();
    insert('skill_2', 'x');
    assert.deepEqual(store.counts(), { skills: 2, versions: 3, archiveBytes: one.archiveBytes });
    store.transaction(() => {
      store.deleteSkill('skill_1');
    });
    assert.equal(store.counts().archiveBytes, one.archiveBytes);
    store.transaction(() => {
      store.deleteSkill('skill_2');
    });
    assert.deepEqual(store.counts(), { skills: 0, versions: 0, archiveBytes: 0 });
  });

  it('undoes all of a transaction that throws', () => {
    assert.throws(
      () =>
        store.transaction(() => {
          store.insertSkill({ id: 'skill_1', workspace: 'w', source: 'custom', label: undefined }, 'one');
          throw new Error('in the middle');
        }),
      /in the middle/,
    );
    assert.equal(store.counts().skills, 0);
  });

  it('gives out times that rise although the clock goes back, over all who have the file open', () => {
    insert('skill_1', '1');
    const future = new DatabaseSync(file);
    future.exec('UPDATE clock SET last = 2000000000000000');
    future.close();
    insert('skill_2', '2');
    const other = new Store(file);
    other.transaction(() => {
      other.insertVersion('skill_2', upload('3'));
    });
    other.close();
    const times = store
      .listVersions({ skillId: 'skill_2', order: 'oldestFirst', after: undefined, limit: 9 })
      .map((version) => version.epoch);
    assert.deepEqual(times, [2_000_000_000_000_002, 2_000_000_000_000_003]);
  });

  it('does not hand out an archive that has changed on disk', () => {
    insert('skill_1', 'x');
    const vandal = new DatabaseSync(file);
    vandal.exec("UPDATE archives SET bytes = x'504b0304'");
    vandal.close();
    const hash =
      store.listVersions({ skillId: 'skill_1', order: 'oldestFirst', after: undefined, limit: 1 })[0]?.archiveHash ??
      '';
    assert.throws(() => store.readArchive(hash), /is damaged/);
  });

  it('reset empties the file and gives its space back', () => {
    insert('skill_1', 'x', 'y');
    const counts = store.counts();
    assert.deepEqual(store.reset(), counts);
    assert.deepEqual(store.counts(), { skills: 0, versions: 0, archiveBytes: 0 });
    insert('skill_1', 'x');
  });
});

describe('a disk that is full', () => {
  let registry: TestRegistry;
  before(async () => {
    registry = await startTestRegistry({ maxPages: 60 });
  });
  after(async () => {
    await registry.close();
  });

  it('answers 500 in the envelope, stores no half of it, and serves on', async () => {
    const ga = new Caller(registry, 'ga');
    const { id, latest } = await ga.create('one');
    for (const path of ['/v1/skills', `/v1/skills/${id}/versions`]) {
      const answer = await ga.post(path, [skillMd('one'), filePart('one/data.bin', randomBytes(300_000))]);
      assert.equal(answer.status, 500);
      assert.match(
        answer.message ?? '',
        /^The registry could not store this, because its disk is full\. Delete versions/,
      );
      assert.match(JSON.stringify(answer.json), /"type":"api_error"/);
    }
    assert.equal(registry.internalErrors.length, 2);
    assert.deepEqual([registry.store.counts().skills, registry.store.counts().versions], [1, 1]);
    assert.equal((await ga.get(`/v1/skills/${id}`)).json['latest_version_id'], latest);
    assert.equal((await ga.post('/v1/skills', [skillMd('two')])).status, 200);
  });
});

/** A disk of 8 MiB, where this machine lets us have one. */
describe('a small disk', () => {
  let folder: string;
  let store: Store;
  before(function () {
    folder = mkdtempSync(path.join(os.tmpdir(), 'registry-disk-'));
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'none', folder]).status !== 0) this.skip();
    store = new Store(path.join(folder, 'registry.sqlite'));
  });
  after(() => {
    (store as Store | undefined)?.close();
    spawnSync('umount', [folder]);
    rmSync(folder, { recursive: true });
  });

  it('that is full always has room to delete, and then for as much again', () => {
    insertUntilFull(store, 1_400_000);
    const skills = store.allSkills();
    assert.ok(skills.length >= 3);
    for (const { id } of skills) {
      store.transaction(() => {
        store.deleteSkill(id);
      });
      insertOne(store, 1_400_000);
    }
    assert.equal(store.counts().versions, skills.length);
    for (const { id } of store.allSkills())
      store.transaction(() => {
        store.deleteSkill(id);
      });
    assert.equal(store.counts().versions, 0);
  });
});

describe('a disk that gets full', () => {
  it('keeps room to delete: what would take it is refused before it is written', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'registry-disk-'));
    const file = path.join(folder, 'registry.sqlite');
    const used = (): number => ['', '-wal'].reduce((sum, suffix) => sum + statSync(file + suffix).size, 0);
    const store: Store = new Store(file, { freeBytes: () => 6_000_000 - used() });
    try {
      insertUntilFull(store, 1_000_000);
      assert.ok(store.counts().versions >= 2);
      const [skill] = store.allSkills();
      store.transaction(() => {
        store.deleteSkill(skill?.id ?? '');
      });
      insertOne(store, 1_000_000);
      assert.ok(used() < 6_000_000);
    } finally {
      store.close();
      rmSync(folder, { recursive: true });
    }
  });
});

let inserted = 0;

function insertOne(store: Store, size: number): void {
  inserted += 1;
  const id = `skill_${inserted}`;
  const { archive, ...rest } = fromFiles(skillFiles('one'), 'ga');
  store.transaction(() => {
    store.insertSkill({ id, workspace: 'w', source: 'custom', label: undefined }, `n${inserted}`);
    store.insertVersion(id, { ...rest, archive: Buffer.concat([archive, randomBytes(size)]) });
  });
}

function insertUntilFull(store: Store, size: number): void {
  assert.throws(
    () => {
      for (let times = 0; times < 20; times += 1) insertOne(store, size);
    },
    { name: 'FullDiskError' },
  );
}

describe('a file that another process has locked', () => {
  let registry: TestRegistry;
  before(async () => {
    registry = await startTestRegistry({ busyTimeout: 50 });
  });
  after(async () => {
    await registry.close();
  });

  it('answers 503 once the wait is over, stores nothing, and serves on', async () => {
    const ga = new Caller(registry, 'ga');
    const other = new DatabaseSync(registry.database);
    other.exec('BEGIN IMMEDIATE');
    const answer = await ga.post('/v1/skills', [skillMd('one')]);
    assert.equal(answer.status, 503);
    assert.match(answer.message ?? '', /locked by another process/);
    assert.equal((await ga.get('/v1/skills')).status, 200);
    other.exec('ROLLBACK');
    other.close();
    assert.equal((await ga.post('/v1/skills', [skillMd('one')])).status, 200);
    assert.equal(registry.store.counts().skills, 1);
  });
});

describe('a file that another process locks for a while', () => {
  let registry: TestRegistry;
  before(async () => {
    registry = await startTestRegistry({ busyTimeout: 10_000 });
  });
  after(async () => {
    await registry.close();
  });

  it('is read meanwhile, and what waits is written afterward', async () => {
    const ga = new Caller(registry, 'ga');
    const { id } = await ga.create('one');
    const other = new DatabaseSync(registry.database);
    other.exec('BEGIN IMMEDIATE');
    const writes = Promise.all([
      ga.post('/v1/skills', [skillMd('two')]),
      ga.post(`/v1/skills/${id}/versions`, [skillMd('one', 'more')]),
    ]);
    // Answered while the file is locked: this thread could not free it otherwise.
    for (let times = 0; times < 5; times += 1) assert.equal((await ga.get('/v1/skills')).status, 200);
    assert.equal(registry.store.counts().versions, 1);
    other.exec('ROLLBACK');
    other.close();
    assert.deepEqual(
      (await writes).map((answer) => answer.status),
      [200, 200],
    );
    assert.equal(registry.store.counts().versions, 3);
  });
});
