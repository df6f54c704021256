import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { LocalRegistryHost } from '../../../../src/vscode/host/localRegistry.ts';

/** Built beside the tests by `esbuild.mjs`. */
const WORKER = path.resolve('out/program/localRegistry.js');

async function list(address: { readonly url: string; readonly token: string }): Promise<Response> {
  return fetch(`${address.url}/v1/skills`, {
    headers: { 'x-api-key': address.token, 'anthropic-version': '2023-06-01' },
  });
}

describe('LocalRegistryHost', () => {
  let folder: string;
  let hosts: LocalRegistryHost[];
  let crashes: string[];
  let notices: string[];
  const start = (workerPath = WORKER): LocalRegistryHost => {
    const host = new LocalRegistryHost({
      workerPath,
      databasePath: path.join(folder, 'storage', 'registry.sqlite'),
      onCrash: (message) => {
        crashes.push(message);
      },
      onNotice: (message) => {
        notices.push(message);
      },
    });
    hosts.push(host);
    return host;
  };

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'registry-host-'));
    [hosts, crashes, notices] = [[], [], []];
  });
  afterEach(async () => {
    await Promise.all(hosts.map((host) => host.close()));
    rmSync(folder, { recursive: true, force: true });
  });

  it('does nothing before it is asked', () => {
    start();
    assert.deepEqual(readdirSync(folder), []);
  });

  it('starts once for callers at the same time', async () => {
    const host = start();
    const [first, second] = await Promise.all([host.ensureStarted(), host.ensureStarted()]);
    assert.equal(first.url, second.url);
    assert.equal((await list(first)).status, 200);
  });

  it('accepts its own token and no other', async () => {
    const address = await start().ensureStarted();
    assert.equal((await list({ ...address, token: 'guessed' })).status, 401);
  });

  it('shares the file between windows, each with its own port and token', async () => {
    const [one, two] = [start(), start()];
    const [first, second] = [await one.ensureStarted(), await two.ensureStarted()];
    assert.notEqual(first.url, second.url);
    assert.notEqual(first.token, second.token);
    const body = new FormData();
    body.append('files[]', new Blob(['---\nname: shared\ndescription: d\n---\n']), 'shared/SKILL.md');
    const headers = { 'x-api-key': first.token, 'anthropic-version': '2023-06-01' };
    assert.equal((await fetch(`${first.url}/v1/skills`, { method: 'POST', headers, body })).status, 200);
    assert.equal((await two.counts()).skills, 1);
    const exported = path.join(folder, 'exported');
    assert.equal((await two.exportTo(exported)).versions, 1);
    assert.equal(readdirSync(exported).length, 1);
    assert.deepEqual(await two.reset(), { skills: 1, versions: 1, archiveBytes: readArchiveBytes(exported) });
    assert.equal((await one.counts()).skills, 0);
  });

  it('tells once what is wrong with a file that was removed', async () => {
    const host = start();
    const { url, token } = await host.ensureStarted();
    rmSync(host.databasePath);
    for (let times = 0; times < 2; times += 1) {
      const body = new FormData();
      body.append('files[]', new Blob(['---\nname: one\ndescription: d\n---\n']), 'one/SKILL.md');
      const headers = { 'x-api-key': token, 'anthropic-version': '2023-06-01' };
      assert.equal((await fetch(`${url}/v1/skills`, { method: 'POST', headers, body })).status, 503);
    }
    await assert.rejects(host.reset(), { name: 'LocalRegistryError', message: /was removed or replaced/ });
    assert.equal(notices.length, 1);
    assert.match(notices[0] ?? '', /was removed or replaced while the registry ran/);
  });

  it('starts also when much is written to its output, which nobody looks at', async () => {
    const stub = path.join(folder, 'talkative.js');
    writeFileSync(
      stub,
      `
      const { parentPort } = require('node:worker_threads');
      parentPort.on('message', () => process.exit(0));
      const text = 'x'.repeat(1_000_000);
      // Each is done when the other side has read it.
      process.stdout.write(text, () =>
        process.stderr.write(text, () => parentPort.postMessage({ type: 'listening', url: 'http://127.0.0.1:1' })));
    `,
    );
    assert.equal((await start(stub).ensureStarted()).url, 'http://127.0.0.1:1');
  });

  it('tells of a crash and starts again with the next use', async () => {
    // A worker that answers and dies when it is told to by a file.
    const stub = path.join(folder, 'stub.js');
    const trigger = path.join(folder, 'die');
    writeFileSync(
      stub,
      `
      const { parentPort } = require('node:worker_threads');
      const { existsSync, unlinkSync } = require('node:fs');
      parentPort.on('message', () => process.exit(0));
      parentPort.postMessage({ type: 'listening', url: 'http://127.0.0.1:1' });
      setInterval(() => {
        if (!existsSync(${JSON.stringify(trigger)})) return;
        unlinkSync(${JSON.stringify(trigger)});
        throw new Error('out of ideas');
      }, 5);
    `,
    );
    const crashed = new Promise<string>((resolve) => {
      crashes = Object.assign([], {
        push: (message: string) => {
          resolve(message);
          return 1;
        },
      });
    });
    const host = start(stub);
    const before = await host.ensureStarted();
    writeFileSync(trigger, '');
    assert.match(await crashed, /stopped unexpectedly: out of ideas\. It restarts/);
    const after = await host.ensureStarted();
    assert.notEqual(before.token, after.token);
    assert.ok(!existsSync(trigger));
  });

  it('says why it cannot start, and tries again when asked again', async () => {
    const host = start();
    writeFileSync(path.join(folder, 'storage'), 'a file where the folder should be');
    await assert.rejects(host.ensureStarted(), { name: 'LocalRegistryError', message: /could not be created/ });
    rmSync(path.join(folder, 'storage'));
    assert.equal((await list(await host.ensureStarted())).status, 200);
    assert.deepEqual(crashes, []);
  });

  it('starts nothing after it was closed', async () => {
    const host = start();
    const address = await host.ensureStarted();
    await host.close();
    await assert.rejects(list(address));
    await assert.rejects(host.ensureStarted(), /closed with its window/);
    assert.deepEqual(crashes, []);
  });
});

function readArchiveBytes(folder: string): number {
  const skill = readdirSync(folder)[0] ?? '';
  const zip = readdirSync(path.join(folder, skill)).find((name) => name.endsWith('.zip')) ?? '';
  return statSync(path.join(folder, skill, zip)).size;
}
