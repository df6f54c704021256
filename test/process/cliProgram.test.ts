import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { startTestRegistry, type TestRegistry } from '../support/localRegistry.ts';
import { skillMd } from '../support/publishCase.ts';
import { temporaryFolders } from '../support/temporaryFolder.ts';

const program = path.resolve('dist/cli.js');

/**
 * The Node of this machine: people run the command line on theirs. The one the tests run on where there is no other.
 */
function ownNode(): string {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const folders = (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .filter((folder) => folder !== '' && !folder.split(path.sep).includes('node_modules'));
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file)) ?? process.execPath;
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function run(cwd: string, args: readonly string[], onErr?: (err: string, child: ChildProcess) => void): Promise<Ended> {
  const child = spawn(ownNode(), [program, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
    onErr?.(chunk.toString(), child);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, out, err });
    });
  });
}

describe('command line as a program', function () {
  this.timeout(60_000);
  const make = temporaryFolders();
  let registry: TestRegistry;
  beforeEach(async () => {
    registry = await startTestRegistry();
  });
  afterEach(() => registry.close());

  it("runs on this machine's own Node: validate, pack, list, publish", async () => {
    const folder = make({ 'skills/one/SKILL.md': skillMd('one'), 'skills/two/SKILL.md': skillMd('two') });
    const at = ['--base-url', registry.url];
    for (const args of [
      ['validate', 'skills/one', 'skills/two'],
      ['pack', 'skills/one'],
      ['list', ...at],
      ['publish', 'skills/one', ...at, '--dry-run'],
      ['publish', 'skills/one', ...at, '--yes'],
    ]) {
      const { code, out, err } = await run(folder, args);
      assert.equal(code, 0, `${args.join(' ')}\n${out}${err}`);
    }
    assert.ok(existsSync(path.join(folder, 'one.zip')));
  });

  it('says that it is not known when it is interrupted twice while it looks what became of the upload', async () => {
    const folder = make({ 'skills/one/SKILL.md': skillMd('one') });
    registry.fault('latency=1000@GET');
    registry.fault('reset-after@POST#1');
    const { code, out, err } = await run(
      folder,
      ['publish', 'skills/one', '--base-url', registry.url, '--yes', '--format', 'json'],
      (text, child) => {
        if (!text.includes('Looking')) return;
        child.kill('SIGINT');
        setTimeout(() => child.kill('SIGINT'), 200);
      },
    );
    assert.equal(code, 3, err);
    const { outcome } = JSON.parse(out) as { outcome: { kind: string; message: string } };
    assert.equal(outcome.kind, 'unknown');
    assert.match(outcome.message, /It is not known whether one was published/);
  });
});
