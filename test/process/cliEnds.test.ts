import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { runProgram as run } from '../support/cliProgram.ts';
import { startTestRegistry } from '../support/localRegistry.ts';
import { skillMd } from '../support/publishCase.ts';
import { temporaryFolders } from '../support/temporaryFolder.ts';

describe('end of the command line', function () {
  this.timeout(60_000);
  const make = temporaryFolders();

  for (const [signal, expected] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    it(`comes with ${signal} at once while a service does not answer, with ${expected}`, async () => {
      let ask = (): unknown => undefined;
      const silent = createServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => ask());
      });
      await once(silent.listen(0, '127.0.0.1'), 'listening');
      try {
        const { code, err } = await run(
          make({}),
          ['list', '--base-url', `http://127.0.0.1:${(silent.address() as AddressInfo).port}`],
          {
            onStart: (child) => {
              ask = () => child.kill(signal);
            },
          },
        );
        assert.equal(code, expected, err);
        assert.doesNotMatch(err, /bug|did not answer/);
      } finally {
        silent.close();
      }
    });

  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    for (const command of ['validate', 'pack'])
      it(`comes with ${signal} at once while ${command} is in a check that does not end`, async () => {
        const { code, out } = await run(make({ 'a/SKILL.md': skillMd('a', 'ENDLESS') }), [command, 'a'], {
          program: 'out/program/plantedCli.js',
          onErr: (err, child) => err.includes('without an end') && child.kill(signal),
        });
        assert.deepEqual([code, out], [null, '']);
      });

  it('tells the truth when nobody reads the results, and comes only when everything is done', async () => {
    const registry = await startTestRegistry();
    try {
      const folder = make({ 'a/SKILL.md': skillMd('a'), 'b/SKILL.md': skillMd('b'), 'bad/SKILL.md': 'bad' });
      const unread = { onStart: (child: ChildProcess) => child.stdout?.destroy() };
      assert.equal((await run(folder, ['validate', 'bad'], unread)).code, 1);
      const at = ['--base-url', registry.url];
      assert.equal((await run(folder, ['plan', 'a', 'b', '--out', 'plan', ...at], unread)).code, 0);
      const { code, err } = await run(folder, ['publish', '--plan', 'plan', '--yes', ...at], unread);
      assert.equal(code, 0, err);
      assert.equal(registry.requests.filter(({ method }) => method === 'POST').length, 2);
    } finally {
      await registry.close();
    }
  });

  it('says that the results could not be written, and is 2 then, whatever they were', async function () {
    if (process.platform !== 'linux') this.skip();
    const full = openSync('/dev/full', 'w');
    const folder = make({ 'a/SKILL.md': skillMd('a'), 'bad/SKILL.md': 'bad' });
    const told = /^The output could not be written \(ENOSPC: no space left on device, write\)\.$/m;
    try {
      for (const args of [
        ['validate', 'a'],
        ['validate', 'bad'],
        ['validate', 'bad', '--format', 'sarif'],
        ['listing', 'a'],
        ['explain', 'file/scaffold'],
        ['--help'],
      ]) {
        const { code, err } = await run(folder, args, { stdout: full });
        assert.match(err, told, args.join(' '));
        assert.equal(code, 2, args.join(' '));
      }
    } finally {
      closeSync(full);
    }
  });

  it('by an error outside of every command is told as a bug, with 2', async () => {
    const folder = make({});
    const { code, err } = await run(folder, ['registry', '--port', '0', '--database', 'x.sqlite'], {
      program: 'out/program/plantedCli.js',
      env: { PLANTED_CRASH: '1' },
      node: process.execPath,
    });
    assert.equal(code, 2);
    assert.match(err, /This is a bug in skill-publisher[^]*TypeError: planted, with ‹redacted›\n/);
  });
});
