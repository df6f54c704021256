import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Store } from '../../../../src/node/localRegistry/store.ts';
import { startTestRegistry, type TestRegistry } from '../../../support/localRegistry.ts';
import { Caller, skillMd } from '../../../support/localRegistryCaller.ts';

describe('a local registry whose file is no longer the one it opened', () => {
  let registry: TestRegistry;
  let ga: Caller;
  beforeEach(async () => {
    registry = await startTestRegistry();
    ga = new Caller(registry, 'ga');
  });
  afterEach(async () => {
    await registry.close();
  });

  async function refusesToWrite(): Promise<void> {
    for (const answer of [await ga.post('/v1/skills', [skillMd('two')]), await ga.delete('/v1/skills/skill_01')]) {
      assert.equal(answer.status, 503);
      assert.match(
        answer.message ?? '',
        /was removed or replaced while the registry ran, so nothing more is stored\. Restart the registry/,
      );
    }
    assert.throws(() => registry.store.reset(), { name: 'ReplacedFileError' });
  }

  it('does not answer 200 for what goes into a removed file', async () => {
    await ga.create('one');
    rmSync(registry.database);
    await refusesToWrite();
  });

  it('does not answer 200 for what goes into a file that another process set aside as damaged', async () => {
    await ga.create('one');
    const checkpoint = new DatabaseSync(registry.database);
    checkpoint.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    checkpoint.close();
    const bytes = readFileSync(registry.database);
    writeFileSync(
      registry.database,
      Buffer.concat([bytes.subarray(0, 4096), Buffer.alloc(4096, 0xa5), bytes.subarray(8192)]),
    );
    const notices: string[] = [];
    const other = new Store(registry.database, {
      onNotice: (message) => {
        notices.push(message);
      },
    });
    await refusesToWrite();
    assert.equal(notices.length, 1);
    assert.equal(other.counts().skills, 0);
    other.close();
  });
});
