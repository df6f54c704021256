import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { recoverFolder } from '../../src/node/disk/writeFolder.ts';
import { temporaryFolders } from '../support/temporaryFolder.ts';

describe('replaceFolder', () => {
  const make = temporaryFolders();

  it('is whole after a kill at any moment: as it was or as it should be', async () => {
    const folder = make();
    const target = path.join(folder, 's');
    mkdirSync(target);
    for (let index = 0; index < 40; index += 1) writeFileSync(path.join(target, `f${index}`), '0');
    const source = path.resolve('src/node/disk/writeFolder.ts');
    const script = `import(${JSON.stringify(source)}).then(async ({ replaceFolder }) => {
      for (let round = 1; ; round += 1) {
        const content = new TextEncoder().encode(String(round));
        await replaceFolder(${JSON.stringify(target)}, Array.from({ length: 40 }, (_, index) => ({ path: 'f' + index, mode: 0o644, content })));
        if (round === 1) process.stdout.write('x');
      }
    })`;
    for (let kill = 0; kill < 8; kill += 1) {
      const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await new Promise((resolve) => child.stdout.once('data', resolve));
      await new Promise((resolve) => setTimeout(resolve, kill * 3));
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
      await recoverFolder(target);
      const found = readdirSync(target).map((name) => readFileSync(path.join(target, name), 'utf8'));
      assert.equal(found.length, 40);
      assert.equal(new Set(found).size, 1, 'old and new files are mixed');
      assert.deepEqual(readdirSync(folder), ['s']);
    }
  });
});
