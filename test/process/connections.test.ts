import assert from 'node:assert/strict';
import { randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import os from 'node:os';
import { writeArchive } from '../../src/node/localRegistry/archive.ts';
import { limitConnections } from '../../src/node/localRegistry/connections.ts';
import { startTestRegistry, type TestRegistry } from '../support/localRegistry.ts';
import { Caller, filePart, send, skillMdText } from '../support/localRegistryCaller.ts';

const HEAD = 'host: 127.0.0.1\r\nx-api-key: k\r\nanthropic-version: 2023-06-01';

async function opened(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

describe('local registry, many and idle clients', () => {
  let registry: TestRegistry;
  const sockets: Socket[] = [];
  before(async () => {
    registry = await startTestRegistry({ deadlines: { headers: 10_000, request: 10_000, answer: 200 } });
  });
  after(async () => {
    await registry.close();
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });

  it('listens on loopback only', async () => {
    const foreign = Object.values(os.networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .find(({ family, internal }) => family === 'IPv4' && !internal);
    // Also without a network there is another address of this machine: all of 127.0.0.0/8 is loopback, and only one of
    // it is listened on.
    for (const host of ['127.0.0.2', ...(foreign === undefined ? [] : [foreign.address])]) {
      const socket = connect({ port: registry.port, host, timeout: 2000 });
      sockets.push(socket);
      socket.on('timeout', () => {
        socket.destroy(new Error('ETIMEDOUT'));
      });
      await assert.rejects(once(socket, 'connect'), /ECONNREFUSED|EADDRNOTAVAIL|ENETUNREACH|ETIMEDOUT/);
    }
  });

  it('lets nobody be locked out by connections on which nothing is asked', async () => {
    for (let count = 0; count < 300; count += 1) sockets.push(await opened(registry.port));
    assert.equal((await new Caller(registry, 'ga').get('/v1/skills')).status, 200);
  });

  it('answers 503 to an upload beside those that fill its memory, and goes on when they are gone', async () => {
    const body = Buffer.alloc(29_000_000);
    for (let count = 0; count < 5; count += 1) {
      const socket = await opened(registry.port);
      sockets.push(socket);
      socket.write(
        `POST /v1/skills HTTP/1.1\r\n${HEAD}\r\ncontent-type: multipart/form-data; ` +
          `boundary=x\r\ncontent-length: 29000100\r\n\r\n`,
      );
      await new Promise((resolve) => {
        socket.write(body, resolve);
      });
    }
    const ga = new Caller(registry, 'ga');
    const large = [filePart('one/SKILL.md', skillMdText('one')), filePart('one/large', body.subarray(0, 25_000_000))];
    const refused = await ga.post('/v1/skills', large);
    assert.deepEqual([refused.status, refused.json['type']], [503, 'error'], refused.message);
    for (const socket of sockets.splice(0)) socket.destroy();
    while (registry.requests.filter(({ method, status }) => method === 'POST' && status === undefined).length < 5)
      await new Promise((resolve) => {
        setTimeout(resolve, 5);
      });
    assert.equal((await ga.post('/v1/skills', large)).status, 200);
  });

  it('gives up on a client that does not read its answer', async () => {
    const ga = new Caller(registry, 'ga');
    const archive = writeArchive([
      { path: 'two/SKILL.md', content: Buffer.from(skillMdText('two')), mode: 0o644 },
      { path: 'two/noise', content: randomFillSync(Buffer.alloc(25_000_000)), mode: 0o644 },
    ]);
    const { json } = await ga.post('/v1/skills', [filePart('two.zip', archive)]);
    const path = `/v1/skills/${String(json['id'])}/versions/${String(json['latest_version_id'])}/content`;
    const socket = await opened(registry.port);
    sockets.push(socket);
    socket.pause();
    socket.write(`GET ${path} HTTP/1.1\r\n${HEAD}\r\nanthropic-workspace-id: ${ga.workspace}\r\n\r\n`);
    while (!registry.requests.some((entry) => entry.path === path))
      await new Promise((resolve) => {
        setTimeout(resolve, 5);
      });
    assert.equal(registry.requests.find((entry) => entry.path === path)?.status, undefined);
  });
});

describe('limitConnections', () => {
  let server: Server;
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  it('ends what is idle for the longest time, never what is being answered, and lets in no more than the maximum', async () => {
    server = createServer((incoming, outgoing) => {
      if (incoming.url === '/now') outgoing.end('now');
      else
        incoming.on('data', () => {
          outgoing.end('later');
        });
    });
    limitConnections(server, 16);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const busy: Socket[] = [];
    for (let count = 0; count < 14; count += 1) {
      const socket = await opened(port);
      socket.write('POST /later HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\n\r\n');
      await once(server, 'request');
      busy.push(socket);
    }
    for (let count = 0; count < 20; count += 1) {
      const socket = await opened(port);
      socket.write('POST /');
    }
    assert.equal((await send(port, 'GET', '/now', {})).bytes.toString(), 'now');
    for (const socket of busy) {
      socket.write('x');
      assert.match(String((await once(socket, 'data'))[0]), /later/);
    }
    assert.equal(server.maxConnections, 16);
  });
});
