import assert from 'node:assert/strict';
import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolder, makeFolderSync } from '../../../../src/node/disk/makeFolder.ts';
import { temporaryFolders } from '../../../support/temporaryFolder.ts';

const both = [
  ['in turns', makeFolder],
  [
    'at once',
    async (folder: string): Promise<void> => {
      await Promise.resolve();
      makeFolderSync(folder);
    },
  ],
] as const;

for (const [how, makes] of both)
  describe(`making a folder ${how}`, () => {
    const make = temporaryFolders();

    it('makes those above it, and takes one that is there', async () => {
      const folder = path.join(make({}), 'a', 'b', 'c');
      await makes(folder);
      await makes(folder);
      assert.ok(statSync(folder).isDirectory());
    });

    it('takes a link to a folder, and ends at one that leads nowhere', async () => {
      const root = make({});
      mkdirSync(path.join(root, 'real'));
      symlinkSync(path.join(root, 'real'), path.join(root, 'link'));
      await makes(path.join(root, 'link', 'a'));
      assert.ok(statSync(path.join(root, 'real', 'a')).isDirectory());
      symlinkSync(path.join(root, 'none'), path.join(root, 'dangling'));
      await assert.rejects(makes(path.join(root, 'dangling', 'a')), { code: 'EEXIST' });
    });

    it('says what the system says where something else is in the way', async () => {
      const root = make({});
      writeFileSync(path.join(root, 'file'), '');
      await assert.rejects(makes(path.join(root, 'file')), { code: 'EEXIST' });
      await assert.rejects(makes(path.join(root, 'file', 'a', 'b')), { code: 'ENOTDIR' });
    });

    it('ends where the system calls a folder missing although the one above it is there', async function () {
      if (process.platform !== 'linux') this.skip();
      await assert.rejects(makes('/proc/none/a'), { code: 'ENOENT' });
    });
  });
