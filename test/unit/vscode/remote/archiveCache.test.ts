import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ArchiveCache } from '../../../../src/vscode/remote/archiveCache.ts';

describe('ArchiveCache', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'archives-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const files = (): string[] => readdirSync(folder).sort();

  it('gives back what was put in, also to another window', async () => {
    await new ArchiveCache(folder, 1000).put('key', Buffer.from('bytes'));
    assert.equal(Buffer.from((await new ArchiveCache(folder, 1000).get('key')) ?? []).toString(), 'bytes');
    assert.equal(await new ArchiveCache(folder, 1000).get('other'), undefined);
    assert.equal(await new ArchiveCache(folder, 1000).size('key'), 5);
    assert.equal(await new ArchiveCache(folder, 1000).size('other'), undefined);
  });

  it('throws away what was changed on disk', async () => {
    const cache = new ArchiveCache(folder, 1000);
    await cache.put('key', Buffer.from('bytes'));
    const file = path.join(folder, files()[0] ?? '');
    const content = readFileSync(file);
    content[content.length - 1] = 0;
    writeFileSync(file, content);
    assert.equal(await cache.get('key'), undefined);
    assert.deepEqual(files(), []);
  });

  it('removes the least recently used over its limit, and what a crash left', async () => {
    const cache = new ArchiveCache(folder, 3 * (100 + 32));
    writeFileSync(path.join(folder, 'left.tmp'), 'x');
    utimesSync(path.join(folder, 'left.tmp'), 1, 1);
    for (const [index, key] of ['a', 'b', 'c'].entries()) {
      const before = new Set(files());
      await cache.put(key, Buffer.alloc(100, index));
      const made = files().find((file) => !before.has(file)) ?? '';
      utimesSync(path.join(folder, made), 1000 + index, 1000 + index);
    }
    assert.ok(await cache.get('a'));
    await cache.put('d', Buffer.alloc(100, 9));
    assert.deepEqual(await Promise.all(['a', 'b', 'c', 'd'].map(async (key) => (await cache.get(key)) !== undefined)), [
      true,
      false,
      true,
      true,
    ]);
    assert.ok(files().reduce((sum, file) => sum + statSync(path.join(folder, file)).size, 0) <= 3 * 132);
    assert.ok(files().every((file) => file.endsWith('.archive')));
  });

  it('does not keep what alone is over the limit', async () => {
    await new ArchiveCache(folder, 10).put('key', Buffer.alloc(100));
    assert.deepEqual(files(), []);
  });
});
