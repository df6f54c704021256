import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { runProgram, type Ended, type RunOptions } from '../support/cliProgram.ts';
import { startTestRegistry, type TestRegistry } from '../support/localRegistry.ts';
import { skillMd } from '../support/publishCase.ts';
import { temporaryFolders } from '../support/temporaryFolder.ts';

type Fate = 'pass' | 'late' | 'lose' | 'hold';

interface Gateway {
  readonly url: string;
  /** What becomes of the uploads to come. */
  fate: Fate;
  /** Called when an upload has been taken whole. */
  onTaken: () => void;
  /** Hands on what it still holds. */
  deliver(): Promise<void>;
  close(): void;
}

/** Takes each upload whole, then breaks the connection, and hands the upload on when told to. */
async function startGateway(registry: TestRegistry): Promise<Gateway> {
  const held: (() => Promise<unknown>)[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method = 'GET', url = '/' } = request;
      const headers = Object.entries(request.headers).filter(
        ([name, value]) => typeof value === 'string' && !['host', 'connection', 'content-length'].includes(name),
      ) as [string, string][];
      const handOn = (): Promise<Response> =>
        fetch(registry.url + url, { method, headers, ...(method === 'GET' ? {} : { body: Buffer.concat(parts) }) });
      if (method === 'POST' && gateway.fate !== 'pass') {
        if (gateway.fate === 'late') held.push(handOn);
        gateway.onTaken();
        if (gateway.fate !== 'hold') request.socket.destroy();
        return;
      }
      void handOn().then(async (answer) => {
        response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
        response.end(Buffer.from(await answer.arrayBuffer()));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const gateway: Gateway = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fate: 'pass',
    onTaken: () => undefined,
    deliver: async () => {
      await Promise.all(held.splice(0).map((handOn) => handOn()));
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return gateway;
}

describe('an upload that arrives late', function () {
  this.timeout(150_000);
  const make = temporaryFolders();
  let registry: TestRegistry;
  let gateway: Gateway;
  let folder: string;
  beforeEach(async () => {
    registry = await startTestRegistry();
    gateway = await startGateway(registry);
    folder = make({ 'skills/one/SKILL.md': skillMd('one') });
  });
  afterEach(async () => {
    gateway.close();
    await registry.close();
  });
  const state = (): string => path.join(folder, 'state');
  const keptFile = (): string => path.join(state(), 'skill-publisher', 'attempts.json');
  const kept = (): string => readFileSync(keptFile(), 'utf8');
  const posts = (): number => registry.requests.filter(({ method }) => method === 'POST').length;
  const publish = (args: readonly string[] = [], onErr?: RunOptions['onErr']): Promise<Ended> =>
    runProgram(folder, ['publish', 'skills/one', '--base-url', gateway.url, '--yes', ...args], {
      env: { XDG_STATE_HOME: state() },
      ...(onErr ? { onErr } : {}),
    });

  it('is found by the next run, which sends nothing: two runs, one skill', async () => {
    gateway.fate = 'late';
    const first = await publish(['--new']);
    assert.equal(first.code, 3, first.err);
    assert.match(first.err, /not seen after 10 s; a late delivery is possible/);
    assert.ok(kept().includes('"fingerprint"') && !kept().includes('local-registry'), 'the key is not kept');
    gateway.fate = 'pass';
    // It arrives while the second run looks for it.
    let delivered: Promise<void> | undefined;
    const second = await publish(['--new'], (text) => {
      if (text.includes('Looking for it')) delivered ??= gateway.deliver();
    });
    await delivered;
    assert.equal(second.code, 0, second.err);
    assert.match(second.out, /^skill_\w+\tskver_\w+\n$/);
    assert.equal(posts(), 1);
    assert.equal(kept().trim(), '{}');
    assert.ok(
      readFileSync(path.join(folder, '.skill-publisher.json'), 'utf8').includes(second.out.split('\t')[0] ?? '-'),
    );
  });

  it('is found, and noted later, while the publish history cannot be written', async () => {
    gateway.fate = 'late';
    assert.equal((await publish(['--new'])).code, 3);
    gateway.fate = 'pass';
    await gateway.deliver();
    const inTheWay = path.join(folder, '..skill-publisher.json.tmp-999999999-000000000000');
    mkdirSync(inTheWay);
    const second = await publish();
    assert.match(second.err, /It reached .+\nThe publish history could not be updated \(.+\)\. The next publish/);
    assert.deepEqual([second.code, kept().includes('"name": "one"')], [0, true], second.err);
    rmdirSync(inTheWay);
    const third = await publish();
    assert.deepEqual([third.code, third.out, kept().trim(), posts()], [0, second.out, '{}', 1], third.err);
    assert.ok(
      readFileSync(path.join(folder, '.skill-publisher.json'), 'utf8').includes(/\S+/.exec(third.out)?.[0] ?? '-'),
    );
  });

  it('that is lost is sent again by the next run, once half a minute is over', async () => {
    gateway.fate = 'lose';
    assert.equal((await publish()).code, 3);
    gateway.fate = 'pass';
    // Unit tests hold how long a young one is looked for.
    const sent = /"time": "([^"]+)"/.exec(kept())?.[1] ?? assert.fail(kept());
    writeFileSync(keptFile(), kept().replace(sent, new Date(Date.parse(sent) - 40_000).toISOString()));
    const second = await publish();
    assert.equal(second.code, 0, second.err);
    assert.match(second.err, /was not seen/);
    assert.deepEqual([posts(), kept().trim()], [1, '{}']);
  });

  it('is remembered when the program is killed while it sends, and found after that', async () => {
    gateway.fate = 'hold';
    const killed = await runProgram(folder, ['publish', 'skills/one', '--base-url', gateway.url, '--yes'], {
      env: { XDG_STATE_HOME: state() },
      onStart: (child) => {
        gateway.onTaken = () => child.kill('SIGKILL');
      },
    });
    assert.equal(killed.code, null);
    gateway.fate = 'late';
    gateway.onTaken = () => undefined;
    assert.ok(kept().includes('"name": "one"'));
    // Changed since: the earlier upload is looked for all the same, and what is there now goes out as its next version.
    writeFileSync(path.join(folder, 'skills/one/SKILL.md'), skillMd('one', 'Changed.'));
    const dry = await publish(['--dry-run']);
    assert.match(dry.err, /has no known outcome\. A publish looks for it first/);
    assert.ok(kept().includes('"name": "one"'), 'a dry run changes nothing');
  });

  it('stops the next run while the registry does not answer, with 3 and one object', async () => {
    gateway.fate = 'lose';
    await publish();
    gateway.fate = 'pass';
    registry.fault('status=403@GET');
    const second = await publish(['--format', 'json']);
    assert.equal(second.code, 3, second.err);
    assert.deepEqual((JSON.parse(second.out) as { error: { kind: string } }).error.kind, 'unsettled');
    assert.equal(posts(), 0);
    registry.clearFaults();
    const third = await publish(['--send-again']);
    assert.deepEqual([third.code, posts()], [0, 1], third.err);
  });
});
