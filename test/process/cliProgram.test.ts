import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { startTestRegistry, type TestRegistry } from '../support/localRegistry.ts';
import { skillMd } from '../support/publishCase.ts';
import { temporaryFolders } from '../support/temporaryFolder.ts';

const program = path.resolve('dist/cli.js');

/** The Node of this machine: people run the command line on theirs. The one the tests run on where there is no other. */
function ownNode(): string {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '' && !folder.split(path.sep).includes('node_modules'));
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file)) ?? process.execPath;
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function run(cwd: string, args: readonly string[]): Promise<Ended> {
  const child = spawn(ownNode(), [program, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => { out += chunk.toString(); });
  child.stderr.on('data', (chunk: Buffer) => { err += chunk.toString(); });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => { resolve({ code, out, err }); });
  });
}

describe('command line as a program', function () {
  this.timeout(60_000);
  const make = temporaryFolders();
  let registry: TestRegistry;
  beforeEach(async () => { registry = await startTestRegistry(); });
  afterEach(() => registry.close());

  it("runs on this machine's own Node: validate, pack, list, publish", async () => {
    const folder = make({ 'skills/one/SKILL.md': skillMd('one'), 'skills/two/SKILL.md': skillMd('two') });
    const at = ['--base-url', registry.url];
    for (const args of [
      ['validate', 'skills/one', 'skills/two'], ['pack', 'skills/one'], ['list', ...at], ['publish', 'skills/one', ...at, '--dry-run'], ['publish', 'skills/one', ...at, '--yes'],
    ]) {
      const { code, out, err } = await run(folder, args);
      assert.equal(code, 0, `${args.join(' ')}\n${out}${err}`);
    }
    assert.ok(existsSync(path.join(folder, 'one.zip')));
  });
});
