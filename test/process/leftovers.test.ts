import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolders } from '../support/temporaryFolder.ts';

const program = path.resolve('test/process/leftoversProgram.ts');
const flags = ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'];

interface Started {
  readonly child: ChildProcess;
  /** The process that the program started, in a group of its own. */
  readonly inner: number;
  readonly temporary: string;
}

describe('what runs a VS Code', function () {
  this.timeout(60_000);
  const make = temporaryFolders();

  /** Starts the program below a shell, as npm does, and waits until it has made everything. */
  async function start(command: string, args: readonly string[]): Promise<Started> {
    const temporary = make();
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, TMPDIR: temporary, NODE_DISABLE_COMPILE_CACHE: '1' },
    });
    for await (const line of createInterface({ input: child.stdout })) {
      const inner = Number(/^ready (\d+)$/.exec(line)?.[1]);
      if (!Number.isNaN(inner)) return { child, inner, temporary };
    }
    throw new Error('the program ended too early');
  }

  /** Fails by the limit of the test. */
  async function nothingIsLeftOf({ inner, temporary }: Started): Promise<void> {
    while (isRunning(inner) || readdirSync(temporary).length > 0) await sleep(20);
  }

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const) {
    it(`leaves nothing behind after ${signal}`, async () => {
      const started = await start(process.execPath, [...flags, program]);
      assert.ok(readdirSync(started.temporary).length > 0 && isRunning(started.inner));
      started.child.kill(signal);
      await nothingIsLeftOf(started);
    });
  }

  it('leaves nothing behind when the shell that started it is stopped', async function () {
    if (!existsSync('/bin/sh')) this.skip();
    const command = [process.execPath, ...flags, program].map((word) => `'${word}'`).join(' ');
    const started = await start('/bin/sh', ['-c', `${command}; true`]);
    assert.ok(isRunning(started.inner));
    started.child.kill('SIGTERM');
    await nothingIsLeftOf(started);
  });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
