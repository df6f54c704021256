import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fingerprint } from '../../../../src/core/bundle/fingerprint.ts';
import { readSkillFolder } from '../../../support/readSkillFolder.ts';
import { recoverFolder, writeNewFolder } from '../../../../src/node/disk/writeFolder.ts';
import { note, times } from '../../../support/figures.ts';
import { pulledContent } from '../../../support/pulledContent.ts';
import { temporaryFolders } from '../../../support/temporaryFolder.ts';

const kills = times(10, 100);

/** Starts the program that replaces the folder forever, and kills it some milliseconds after the first time. */
function killWhileReplacing(folder: string, delay: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.resolve('out/program/pull.js'), folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (signal === 'SIGKILL') resolve();
      else reject(new Error(`ended by itself: ${String(code)}`));
    });
    child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), delay));
  });
}

describe('replacing a folder', function () {
  this.timeout(times(120_000, 3_600_000));
  const make = temporaryFolders();

  it(`is whole after ${kills} kills at random moments, with what is not part of the skill`, async () => {
    const parent = make();
    const folder = path.join(parent, 'killed');
    await writeNewFolder(folder, pulledContent(0));
    writeFileSync(path.join(folder, '.env'), 'A=b');
    mkdirSync(path.join(folder, 'node_modules'));
    writeFileSync(path.join(folder, 'node_modules', 'index.js'), 'kept');
    const whole = await Promise.all([0, 1].map((which) => fingerprint(pulledContent(which))));
    const seen = new Set<string>();
    for (let kill = 0; kill < kills; kill += 1) {
      // Spread over several replacements, which take some milliseconds each.
      await killWhileReplacing(folder, (kill * 7.3) % 40);
      if (existsSync(folder))
        assert.ok(
          whole.includes(await fingerprint((await readSkillFolder(folder)).files)),
          'never between, also before anything is cleared up',
        );
      await recoverFolder(folder);
      const found = await fingerprint((await readSkillFolder(folder)).files);
      assert.ok(whole.includes(found), `kill ${kill}: neither the old content nor the new one`);
      seen.add(found);
      note('kills', kill + 1);
      assert.equal(readFileSync(path.join(folder, '.env'), 'utf8'), 'A=b');
      assert.equal(readFileSync(path.join(folder, 'node_modules', 'index.js'), 'utf8'), 'kept');
      assert.deepEqual(readdirSync(parent), ['killed']);
    }
    if (kills >= 20) assert.equal(seen.size, 2, 'the kills met both contents');
  });
});
