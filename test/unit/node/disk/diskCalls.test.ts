import assert from 'node:assert/strict';
import { appendFileSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { directCalls, patientCalls } from '../../../../src/node/disk/diskCalls.ts';
import { temporaryFolders } from '../../../support/temporaryFolder.ts';

for (const [name, calls] of Object.entries({ directCalls, patientCalls }))
  describe(name, () => {
    const make = temporaryFolders();

    it('reads whole files, empty ones too', async () => {
      for (const size of [0, 1, 4095, 4096, 70_000]) {
        const text = 'x'.repeat(size);
        const file = path.join(make({ 'a.txt': text }), 'a.txt');
        const { content, before, after } = await calls.read(file, () => undefined);
        assert.equal(content.toString(), text);
        assert.deepEqual([Number(before.size), Number(after.size)], [size, size]);
      }
    });

    it('shows that a file grew or shrank while it was read', async () => {
      const folder = make({ 'a.txt': 'some text', 'b.txt': 'some text' });
      const grown = await calls.read(path.join(folder, 'a.txt'), () => {
        appendFileSync(path.join(folder, 'a.txt'), ' and more of it');
      });
      assert.ok(grown.after.size > grown.before.size && grown.content.length > grown.before.size);
      const shrunk = await calls.read(path.join(folder, 'b.txt'), () => {
        truncateSync(path.join(folder, 'b.txt'), 4);
      });
      assert.deepEqual([shrunk.content.toString(), shrunk.after.size], ['some', 4n]);
    });

    it('looks at what is there, and at nothing that is not', async () => {
      const folder = make({ 'a.txt': 'a' });
      assert.equal((await calls.lstatIfThere(path.join(folder, 'a.txt')))?.size, 1n);
      for (const missing of ['b.txt', 'a.txt/b'])
        assert.equal(await calls.lstatIfThere(path.join(folder, missing)), undefined);
    });
  });
