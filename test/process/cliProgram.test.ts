import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { runProgram as run } from '../support/cliProgram.ts';
import { startTestRegistry, type TestRegistry } from '../support/localRegistry.ts';
import { skillMd } from '../support/publishCase.ts';
import { temporaryFolders } from '../support/temporaryFolder.ts';

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
      {
        onErr: (text, child) => {
          if (!text.includes('Checking whether')) return;
          child.kill('SIGINT');
          setTimeout(() => child.kill('SIGINT'), 200);
        },
      },
    );
    assert.equal(code, 3, err);
    const { outcome } = JSON.parse(out) as { outcome: { kind: string; message: string } };
    assert.equal(outcome.kind, 'unknown');
    assert.match(outcome.message, /Could not confirm whether one was published/);
  });

  it('ends when it is stopped although a proxy refuses every connection', async () => {
    let stop = (): unknown => undefined;
    let asked = 0;
    const proxy = createServer((socket) => {
      socket.once('data', () => {
        socket.destroy();
        asked += 1;
        if (asked === 300) stop();
      });
      socket.on('error', () => undefined);
    });
    await once(proxy.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    try {
      const { code, err } = await run(
        make({}),
        ['list', '--base-url', 'https://service.example', '--api-key-env', 'THE_KEY'],
        {
          env: {
            NODE_USE_ENV_PROXY: '1',
            HTTPS_PROXY: url,
            https_proxy: url,
            THE_KEY: 'a-key-of-this-test',
          },
          node: process.execPath,
          onStart: (child) => {
            stop = () => child.kill('SIGINT');
          },
        },
      );
      assert.equal(code, 130, err);
    } finally {
      proxy.close();
    }
  });
});
