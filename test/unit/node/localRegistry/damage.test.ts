import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { exportSkills } from '../../../../src/node/localRegistry/transfer.ts';
import { startTestRegistry, type TestRegistry } from '../../../support/localRegistry.ts';
import { Caller, skillMd } from '../../../support/localRegistryCaller.ts';

describe('a local registry whose archives changed on disk', () => {
  let registry: TestRegistry;
  let ga: Caller;
  beforeEach(async () => {
    registry = await startTestRegistry();
    ga = new Caller(registry, 'ga');
  });
  afterEach(async () => {
    await registry.close();
  });

  /** The archives of this skill. */
  function damage(name: string): void {
    const vandal = new DatabaseSync(registry.database);
    vandal.exec(
      `UPDATE archives SET bytes = x'504b0304' WHERE hash IN (SELECT archive_hash FROM versions WHERE name = '${name}')`,
    );
    vandal.close();
  }

  it('says so on a download, and is mended by uploading the same files again', async () => {
    const { id, latest } = await ga.create('one');
    const content = `/v1/skills/${id}/versions/${latest}/content`;
    const before = await ga.get(content);
    damage('one');
    const answer = await ga.get(content);
    assert.equal(answer.status, 500);
    assert.match(
      answer.message ?? '',
      /^The stored archive \w+… is damaged\. Upload the same files again to repair it, or delete the version\.$/,
    );
    assert.equal((await ga.post('/v1/skills', [skillMd('one')])).status, 200);
    const after = await ga.get(content);
    assert.equal(after.status, 200);
    assert.ok(after.bytes.equals(before.bytes));
  });

  it('exports what is whole and names each version that is not', async () => {
    const { id, latest } = await ga.create('one');
    await ga.create('two');
    damage('one');
    const folder = path.join(path.dirname(registry.database), 'out');
    const { skills, versions, refused } = exportSkills(registry.store, folder);
    assert.deepEqual({ skills, versions, refused: refused.length }, { skills: 1, versions: 1, refused: 1 });
    const epoch = registry.store.findVersion(id, { idSuffix: latest.slice('skver_'.length) })?.epoch;
    assert.match(
      refused[0] ?? '',
      new RegExp(`^one ${id}, version ${String(epoch)}: The stored archive .* is damaged`),
    );
    assert.deepEqual(
      readdirSync(folder).map((name) => name.slice(0, 4)),
      ['two-'],
    );
  });

  it('says that the whole file is damaged and what to do, and tells its owner', async () => {
    await ga.create('one');
    const checkpoint = new DatabaseSync(registry.database);
    checkpoint.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    checkpoint.close();
    const bytes = readFileSync(registry.database);
    writeFileSync(registry.database, Buffer.concat([bytes.subarray(0, 4096), Buffer.alloc(bytes.length - 4096, 0xa5)]));
    // A write of another process, after which the server reads the pages anew.
    const other = new DatabaseSync(registry.database);
    other.exec('CREATE TABLE later (x)');
    other.close();
    for (const answer of [await ga.get('/v1/skills'), await ga.post('/v1/skills', [skillMd('two')])]) {
      assert.equal(answer.status, 500);
      assert.match(answer.message ?? '', /^The registry’s file is damaged\. Restart the registry/);
    }
    assert.equal(registry.internalErrors.length, 2);
  });
});
