import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { Store } from '../../src/node/localRegistry/store.ts';
import { formBody, send, skillMd, type Answer } from '../support/localRegistryCaller.ts';

/** Built beside the tests by `esbuild.mjs`: `skill-publisher registry`. */
const PROGRAM = path.resolve('out/program/registry.js');
/** The whole command line tool. */
const CLI = path.resolve('out/program/cli.js');
const HEADERS = {
  'x-api-key': 'k',
  'anthropic-version': '2023-06-01',
  'content-type': 'multipart/form-data; boundary=----local-registry-test',
};

interface Running {
  readonly child: ChildProcess;
  readonly port: number;
}

describe('local registry as a process', function () {
  this.timeout(60_000);
  let folder: string;
  let database: string;
  const children: ChildProcess[] = [];

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'registry-process-'));
    database = path.join(folder, 'registry.sqlite');
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  function start(...args: readonly string[]): Promise<Running> {
    return listening(
      spawn(process.execPath, [PROGRAM, '--database', database, '--port', '0', '--quiet', ...args], {
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
  }

  function listening(child: ChildProcess & { readonly stdout: Readable }): Promise<Running> {
    children.push(child);
    return new Promise((resolve, reject) => {
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        const port = /Local registry: http:\/\/127\.0\.0\.1:(\d+)\n/.exec(output)?.[1];
        if (port !== undefined) resolve({ child, port: Number(port) });
      });
      child.once('exit', (code) => {
        reject(new Error(`ended with ${String(code)}`));
      });
    });
  }

  function isRunning(child: ChildProcess): boolean {
    return child.exitCode === null && child.signalCode === null;
  }

  function ended(child: ChildProcess): Promise<number | null> {
    return new Promise((resolve) => {
      child.once('exit', resolve);
    });
  }

  function upload(port: number, url: string, name: string, text: string): Promise<Answer> {
    return send(port, 'POST', url, HEADERS, formBody([skillMd(name, text)]));
  }

  it('serves on when the reader of its log has left', async () => {
    const child = spawn(process.execPath, [CLI, 'registry', '--database', database, '--port', '0'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { port } = await listening(child);
    child.stderr.destroy();
    // The first writes into the closed pipe; the second shows that this was survived.
    for (let count = 0; count < 2; count += 1)
      assert.equal((await send(port, 'GET', '/v1/skills', HEADERS)).status, 200);
    assert.ok(isRunning(child));
  });

  it('keeps whatever was answered with 200 when it is killed at once, and nothing half', async () => {
    const acknowledged: string[] = [];
    let skillId: string | undefined;
    let refusedAnswers = 0;
    for (let round = 0; round < 8; round += 1) {
      const { child, port } = await start();
      skillId ??= String((await upload(port, '/v1/skills', 'one', 'first')).json['id']);
      const killAfter = 1 + ((round * 5) % 13);
      for (let count = 0; isRunning(child); count += 1) {
        // Sent, then killed: sometimes before the answer, sometimes right on it.
        const pending = upload(port, `/v1/skills/${skillId}/versions`, 'one', `${round}-${count}`).catch(
          () => undefined,
        );
        if (count === killAfter && round % 2 === 0) child.kill('SIGKILL');
        const answer = await pending;
        if (answer?.status === 200) acknowledged.push(String(answer.json['id']));
        else refusedAnswers += 1;
        if (count === killAfter) {
          const end = ended(child);
          child.kill('SIGKILL');
          if (isRunning(child)) await end;
        }
      }
    }
    const store = new Store(database, {
      onNotice: (message) => {
        assert.fail(message);
      },
    });
    const versions = store.listVersions({
      skillId: skillId ?? '',
      order: 'oldestFirst',
      after: undefined,
      limit: 1000,
    });
    const kept = new Set(versions.map((version) => `skver_${version.idSuffix}`));
    assert.ok(acknowledged.length > 30, `${acknowledged.length}`);
    assert.deepEqual(
      acknowledged.filter((id) => !kept.has(id)),
      [],
    );
    // Committed and not answered is possible, once per kill at most; half a version is not.
    assert.ok(versions.length - 1 - acknowledged.length <= refusedAnswers);
    for (const version of versions) assert.ok(store.readArchive(version.archiveHash).length > 0);
    store.close();
  });

  it('serves one file from two processes at the same time', async () => {
    const [one, two] = await Promise.all([start(), start()]);
    const created = await upload(one.port, '/v1/skills', 'shared', 'first');
    const id = String(created.json['id']);
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        upload(
          (index % 2 === 0 ? one : two).port,
          index % 3 === 0 ? '/v1/skills' : `/v1/skills/${id}/versions`,
          'shared',
          String(index),
        ),
      ),
    );
    assert.deepEqual(
      answers.map((answer) => answer.status),
      answers.map(() => 200),
    );
    const list = async (port: number, url: string) => (await send(port, 'GET', url, HEADERS)).json;
    for (const url of [`/v1/skills/${id}/versions?limit=1000`, '/v1/skills?limit=1000']) {
      const [seenByOne, seenByTwo] = [await list(one.port, url), await list(two.port, url)];
      assert.deepEqual(seenByOne, seenByTwo);
      const data = seenByOne['data'] as readonly { readonly created_at: string }[];
      assert.equal(data.length, url.includes('versions') ? 41 : 21);
      assert.equal(new Set(data.map((item) => item.created_at)).size, data.length);
    }
  });

  it('stops on SIGTERM with 0, after the request that is running', async () => {
    const { child, port } = await start('--fault', 'latency=300@POST');
    const pending = upload(port, '/v1/skills', 'one', 'text');
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
    const end = ended(child);
    child.kill('SIGTERM');
    assert.equal((await pending).status, 200);
    assert.equal(await end, 0);
    assert.deepEqual(readdirSync(folder), ['registry.sqlite']);
  });
});
