import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withFileLock } from '../../src/node/disk/fileLock.ts';
import { temporaryFolders } from '../support/temporaryFolder.ts';

describe('file lock', function () {
  this.timeout(60_000);
  const make = temporaryFolders();
  const past = new Date(Date.now() - 60_000);

  /** What a killed process left, in each form a lock has or had. */
  const left: Readonly<Record<string, (lock: string) => void>> = {
    'no lock': () => undefined,
    'a lock file of an earlier version': (lock) => {
      writeFileSync(lock, '');
      utimesSync(lock, past, past);
    },
    'the lock of a killed process': (lock) => {
      mkdirSync(lock);
      writeFileSync(path.join(lock, `${past.getTime()} .x.lock.tmp-1-0123456789ab`), '');
    },
    'a lock whose owner was killed while it left': (lock) => {
      mkdirSync(lock);
    },
    'a lock from a clock that was ahead': (lock) => {
      mkdirSync(lock);
      writeFileSync(path.join(lock, `${Date.now() + 3_600_000} .x.lock.tmp-1-0123456789ab`), '');
    },
  };

  for (const [what, leave] of Object.entries(left)) {
    for (const contenders of [2, 8]) {
      it(`loses nothing of ${contenders} at once, in 20 rounds, after ${what}`, async () => {
        const folder = make();
        const file = path.join(folder, 'counter');
        writeFileSync(file, '0');
        let [inside, most] = [0, 0];
        const count = (): Promise<void> =>
          withFileLock(file, async () => {
            most = Math.max(most, (inside += 1));
            const value = Number(readFileSync(file, 'utf8'));
            await new Promise((resolve) => setImmediate(resolve));
            writeFileSync(file, String(value + 1));
            inside -= 1;
          });
        for (let round = 0; round < 20; round += 1) {
          leave(`${file}.lock`);
          await Promise.all(Array.from({ length: contenders }, count));
        }
        assert.deepEqual([readFileSync(file, 'utf8'), most], [String(20 * contenders), 1]);
        assert.deepEqual(readdirSync(folder), ['counter']);
      });
    }
  }

  it('removes only its own: that of the one who took it over stays', async () => {
    const file = path.join(make(), 'x');
    await withFileLock(file, () => {
      const [own = ''] = readdirSync(`${file}.lock`);
      const [since = ''] = own.split(' ');
      assert.ok(Math.abs(Number(since) - Date.now()) < 10_000);
      writeFileSync(path.join(`${file}.lock`, `${Date.now()} other`), '');
      return Promise.resolve();
    });
    assert.deepEqual(
      readdirSync(`${file}.lock`).map((entry) => entry.split(' ')[1]),
      ['other'],
    );
  });

  it('stops waiting when it is told to, and after its deadline says what to do', async () => {
    const folder = make();
    const file = path.join(folder, 'x');
    await withFileLock(file, async () => {
      const controller = new AbortController();
      const waiting = withFileLock(file, () => assert.fail('it ran'), { signal: controller.signal });
      controller.abort();
      await assert.rejects(waiting, { name: 'AbortError' });
      await assert.rejects(
        withFileLock(file, () => assert.fail('it ran'), { deadline: 0 }),
        {
          name: 'FileLockError',
          code: 'ELOCKED',
          message: /^x has been in use by another process .* remove x\.lock\.$/,
        },
      );
      assert.deepEqual(readdirSync(folder), ['x.lock']);
    });
    await assert.rejects(withFileLock(file, () => Promise.resolve(), { signal: AbortSignal.abort() }));
    assert.deepEqual(readdirSync(folder), []);
  });

  it('is free again after work that fails, and is not made where there is no folder', async () => {
    const folder = make();
    await assert.rejects(
      withFileLock(path.join(folder, 'x'), () => Promise.reject(new Error('mine'))),
      /mine/,
    );
    assert.ok(!existsSync(path.join(folder, 'x.lock')));
    await assert.rejects(
      withFileLock(path.join(folder, 'none', 'x'), () => Promise.resolve()),
      { code: 'ENOENT' },
    );
  });
});
