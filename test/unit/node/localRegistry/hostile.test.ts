import assert from 'node:assert/strict';
import { connect } from 'node:net';
import fc from 'fast-check';
import { writeArchive } from '../../../../src/node/localRegistry/archive.ts';
import { startTestRegistry, type TestRegistry } from '../../../support/localRegistry.ts';
import {
  Caller,
  filePart,
  formBody,
  send,
  skillMd,
  skillMdText,
  type Answer,
} from '../../../support/localRegistryCaller.ts';

const FORM = 'multipart/form-data; boundary=----local-registry-test';

/** Sends these bytes and returns all that comes back until the server ends the connection. */
function raw(port: number, ...chunks: readonly (string | Uint8Array)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('close', () => {
      resolve(answer);
    });
    socket.on('error', (error) => {
      if (answer === '') reject(error);
    });
    for (const chunk of chunks) socket.write(chunk);
  });
}

describe('local registry, hostile requests', () => {
  let registry: TestRegistry;
  let ga: Caller;
  before(async () => {
    registry = await startTestRegistry();
  });
  after(async () => {
    await registry.close();
  });
  beforeEach(() => {
    ga = new Caller(registry, 'ga');
  });
  afterEach(() => {
    assert.deepEqual(registry.store.counts(), { skills: 0, versions: 0, archiveBytes: 0 });
    assert.deepEqual(registry.internalErrors, []);
  });

  const upload = (body: Uint8Array, contentType = FORM): Promise<Answer> =>
    ga.call('POST', '/v1/skills', { body, headers: { 'content-type': contentType } });

  const refusedBodies: Readonly<Record<string, () => Promise<Answer>>> = {
    'an empty body': () => upload(Buffer.alloc(0)),
    JSON: () => upload(Buffer.from('{"files":[]}'), 'application/json'),
    'no content type': () => ga.call('POST', '/v1/skills', { body: formBody([skillMd('one')]) }),
    'a form without boundary': () => upload(formBody([skillMd('one')]), 'multipart/form-data'),
    'another boundary': () => upload(formBody([skillMd('one')]), 'multipart/form-data; boundary=other'),
    'a url-encoded form': () => upload(Buffer.from('a=b'), 'application/x-www-form-urlencoded'),
    'a preamble': () => upload(Buffer.concat([Buffer.from('hello\r\n'), formBody([skillMd('one')])])),
    'no closing boundary': () => upload(formBody([skillMd('one')]).subarray(0, -6)),
    'a part without headers': () =>
      upload(Buffer.from('------local-registry-test\r\nhello\r\n------local-registry-test--')),
    'a part without name': () =>
      upload(
        Buffer.from(
          '------local-registry-test\r\nContent-Disposition: form-data\r\n\r\nx\r\n------local-registry-test--',
        ),
      ),
    'two dispositions': () =>
      upload(
        Buffer.from(
          '------local-registry-test\r\nContent-Disposition: form-data; name="a"\r\nContent-Disposition: ' +
            'form-data; name="b"\r\n\r\nx\r\n------local-registry-test--',
        ),
      ),
    'two names': () =>
      upload(
        Buffer.from(
          '------local-registry-test\r\nContent-Disposition: form-data; name="a"; ' +
            'name="b"\r\n\r\nx\r\n------local-registry-test--',
        ),
      ),
    'an open quote': () =>
      upload(
        Buffer.from(
          '------local-registry-test\r\nContent-Disposition: form-data; name="a\r\n\r\nx\r\n------local-registry-test--',
        ),
      ),
    'headers of a part without end': () =>
      upload(
        Buffer.from(`------local-registry-test\r\nX: ${'x'.repeat(9000)}\r\n\r\nx\r\n------local-registry-test--`),
      ),
    'a file name that is not UTF-8': () =>
      upload(
        Buffer.from(
          '------local-registry-test\r\nContent-Disposition: form-data; name="files[]"; ' +
            'filename="one/\xe9"\r\n\r\nx\r\n------local-registry-test--',
          'latin1',
        ),
      ),
    '10,000 files': () =>
      upload(
        formBody([skillMd('one'), ...Array.from({ length: 10_000 }, (_, index) => filePart(`one/${index}`, 'x'))]),
      ),
    '10,000 fields': () =>
      upload(
        formBody([
          ...Array.from({ length: 10_000 }, (_, index) => ({ name: `f${index}`, content: 'x' })),
          skillMd('one'),
        ]),
      ),
    'a field of 1 MB': () =>
      upload(formBody([{ name: 'display_name', content: 'x'.repeat(1_000_000) }, skillMd('one')])),
    'a label that is not UTF-8': () =>
      upload(formBody([{ name: 'display_name', content: Buffer.from([0xff]) }, skillMd('one')])),
    'a path twice': () => upload(formBody([skillMd('one'), filePart('one/a', '1'), filePart('one/a', '2')])),
    'paths equal up to case': () => upload(formBody([skillMd('one'), filePart('one/a', '1'), filePart('one/A', '2')])),
    'a file and a folder of one name': () =>
      upload(formBody([skillMd('one'), filePart('one/a', '1'), filePart('one/a/b', '2')])),
    'a path of 9 KB': () => upload(formBody([skillMd('one'), filePart(`one/${'x'.repeat(9000)}`, '1')])),
    'a name with a line break': () => upload(formBody([skillMd('one'), filePart('one/a%0D%0Ab', '1')])),
    'a file called __proto__': () => upload(formBody([skillMd('one'), filePart('one/__proto__', '1')])),
    'an absolute path': () => upload(formBody([skillMd('one'), filePart('/one/x', '1')])),
    'a zip that is none': () => upload(formBody([filePart('one.zip', 'PK?')])),
    'an empty zip': () => upload(formBody([filePart('one.zip', writeArchive([]))])),
    'a web page called zip': () => upload(formBody([filePart('one.zip', '<!doctype html>')])),
    'a zip with a path out of it': () => upload(formBody([filePart('one.zip', zipOf('one/../../x'))])),
    'a zip cut in half': () => upload(formBody([filePart('one.zip', zipOf('one/x').subarray(0, 100))])),
    'a zip of one file that unpacks to 200 MB': () =>
      upload(
        formBody([
          filePart(
            'one.zip',
            writeArchive([
              { path: 'one/SKILL.md', content: Buffer.from(skillMdText('one')), mode: 0o644 },
              { path: 'one/zeros', content: Buffer.alloc(200_000_000), mode: 0o644 },
            ]),
          ),
        ]),
      ),
  };
  for (const [name, request] of Object.entries(refusedBodies)) {
    it(`refuses ${name}`, async () => {
      const answer = await request();
      assert.equal(answer.status, 400, `${answer.status} ${answer.message ?? ''}`);
      assert.match(
        JSON.stringify(answer.json),
        /^\{"type":"error","error":\{"type":"invalid_request_error","message":"[^"]/,
      );
    });
  }

  // No mutation of so few bytes makes this a valid upload, as its name and its folder are none.
  const capitals = Buffer.from(
    '---\nname: NAME IN CAPITALS\ndescription: d\nmetadata: { a: "1", b: [x] }\n---\nbody\n',
  );
  const mutations = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 });
  const mutate = (bytes: Uint8Array, changes: readonly (readonly [number, number])[], cut: number): Buffer => {
    const mutated = Buffer.from(bytes.subarray(0, bytes.length - cut));
    for (const [position, byte] of changes) mutated[position % mutated.length] = byte;
    return mutated;
  };
  const FORM_REFUSAL = /^There was an error parsing the body|^files\[\]|^The headers of a part|^Part exceeded/;

  /** `wrap` makes a body of the mutated bytes. Returns what was said, once for each run. */
  async function refusalsOf(bytes: Uint8Array, wrap: (mutated: Buffer) => Buffer): Promise<readonly string[]> {
    const messages: string[] = [];
    await fc.assert(
      fc.asyncProperty(mutations, fc.oneof(fc.constant(0), fc.nat(40)), async (changes, cut) => {
        const answer = await upload(wrap(mutate(bytes, changes, cut)));
        assert.equal(answer.status, 400, answer.message);
        messages.push(answer.message ?? '');
      }),
      { numRuns: 200, seed: 7 },
    );
    return messages;
  }

  it('answers mutated forms with 400, never with 5xx, and stores nothing of them', async () => {
    const body = formBody([filePart('CAPITALS/SKILL.md', capitals), filePart('CAPITALS/a', 'x')]);
    const messages = await refusalsOf(body, (mutated) => mutated);
    assert.ok(messages.filter((message) => FORM_REFUSAL.test(message)).length > 50);
  }).timeout(60_000);

  it('answers mutated archives with 400: each comes to the archive reader', async () => {
    const zip = writeArchive([
      { path: 'CAPITALS/SKILL.md', content: capitals, mode: 0o644 },
      { path: 'CAPITALS/a', content: Buffer.from('x'), mode: 0o644 },
    ]);
    const messages = await refusalsOf(zip, (mutated) => formBody([filePart('one.zip', mutated)]));
    assert.deepEqual(
      messages.filter((message) => FORM_REFUSAL.test(message)),
      [],
    );
    assert.ok(messages.filter((message) => message.startsWith('Zip file')).length > 100);
    assert.ok(new Set(messages).size > 10, [...new Set(messages)].join('\n'));
  }).timeout(60_000);

  it('answers a mutated SKILL.md with 400: each comes to the front matter', async () => {
    const messages = await refusalsOf(capitals, (mutated) => formBody([filePart('CAPITALS/SKILL.md', mutated)]));
    assert.deepEqual(
      messages.filter((message) => FORM_REFUSAL.test(message)),
      [],
    );
    assert.ok(messages.filter((message) => message.includes('SKILL.md')).length > 190);
    assert.ok(new Set(messages).size > 3, [...new Set(messages)].join('\n'));
  }).timeout(60_000);

  it('does not hold a body it refuses: 64 MB of it leave the memory where it was', async () => {
    const before = process.memoryUsage().arrayBuffers;
    let peak = before;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().arrayBuffers);
    }, 5);
    const block = Buffer.alloc(1 << 20);
    const answer = await raw(
      registry.port,
      `POST /v1/skills HTTP/1.1\r\nhost: 127.0.0.1\r\nx-api-key: k\r\nanthropic-version: ` +
        `2023-06-01\r\ncontent-type: ${FORM}\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n`,
      ...Array.from({ length: 60 }, () => Buffer.concat([Buffer.from('100000\r\n'), block, Buffer.from('\r\n')])),
      '0\r\n\r\n',
    );
    clearInterval(watch);
    assert.match(answer, /^HTTP\/1\.1 413 /);
    assert.ok(peak - before < 190_000_000, `${peak - before}`);
  });

  it('answers 413 at once to a length no client should send', async () => {
    const answer = await raw(
      registry.port,
      `POST /v1/skills HTTP/1.1\r\nhost: 127.0.0.1\r\nx-api-key: k\r\nanthropic-version: ` +
        `2023-06-01\r\ncontent-type: ${FORM}\r\ncontent-length: 99999999999\r\n\r\n`,
    );
    assert.match(answer, /^HTTP\/1\.1 413 /);
  });

  it('refuses huge headers in the envelope', async () => {
    const answer = await raw(
      registry.port,
      `GET /v1/skills HTTP/1.1\r\nhost: 127.0.0.1\r\nx-api-key: ${'k'.repeat(20_000)}\r\n\r\n`,
    );
    assert.match(answer, /^HTTP\/1\.1 431 [\s\S]*request-id: req_[\s\S]*\{"type":"error"/);
  });

  it('refuses what is not HTTP in the envelope', async () => {
    assert.match(await raw(registry.port, '\x16\x03\x01hello\r\n\r\n'), /^HTTP\/1\.1 400 [\s\S]*\{"type":"error"/);
  });

  const outside: readonly (readonly [name: string, status: number, head: string])[] = [
    ['an expectation it cannot meet', 417, 'GET /v1/skills HTTP/1.1\r\nhost: 127.0.0.1\r\nexpect: foo'],
    ['a Host whose port is none', 403, 'GET /v1/skills HTTP/1.1\r\nhost: localhost:99999'],
    ['no Host', 403, 'GET /v1/skills HTTP/1.1'],
    ['the whole server as target', 400, 'OPTIONS * HTTP/1.1\r\nhost: 127.0.0.1'],
  ];
  for (const [name, status, head] of outside) {
    it(`refuses ${name} in the envelope`, async () => {
      const answer = await raw(
        registry.port,
        `${head}\r\nx-api-key: k\r\nanthropic-version: 2023-06-01\r\nconnection: close\r\n\r\n`,
      );
      assert.match(
        answer,
        new RegExp(
          `^HTTP/1\\.1 ${status} [\\s\\S]*request-id: ` +
            `(req_01\\w{22})\r\n[\\s\\S]*\\{"type":"error",[\\s\\S]*"request_id":"\\1"`,
        ),
      );
    });
  }

  const foreign: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['a foreign Host (DNS rebinding)', { host: 'evil.example' }],
    ['a Host that only begins like ours', { host: '127.0.0.1.evil.example' }],
    ['a foreign Origin', { origin: 'https://evil.example' }],
    ['Origin null', { origin: 'null' }],
    ['another port of this machine as Origin', { origin: 'http://127.0.0.1:1' }],
    ['a browser that says same-site: another port of this machine', { 'sec-fetch-site': 'same-site' }],
    ['a browser that says cross-site', { 'sec-fetch-site': 'cross-site' }],
  ];
  for (const [name, headers] of foreign) {
    it(`refuses ${name}, before it looks at anything else`, async () => {
      for (const method of ['GET', 'POST', 'OPTIONS']) {
        const answer = await send(registry.port, method, '/v1/skills', {
          'x-api-key': 'k',
          'anthropic-version': '2023-06-01',
          ...headers,
        });
        assert.equal(answer.status, 403);
        assert.match(JSON.stringify(answer.json), /"type":"permission_error"/);
        assert.equal(answer.headers['access-control-allow-origin'], undefined);
      }
    });
  }

  it('answers to localhost and to its own origin', async () => {
    for (const headers of [
      { host: `localhost:${registry.port}` },
      { host: `[::1]:${registry.port}` },
      { origin: registry.url },
    ]) {
      assert.equal(
        (
          await send(registry.port, 'GET', '/v1/skills', {
            'x-api-key': 'k',
            'anthropic-version': '2023-06-01',
            ...headers,
          })
        ).status,
        200,
      );
    }
  });

  function zipOf(path: string): Buffer {
    return writeArchive([
      { path: 'one/SKILL.md', content: Buffer.from(skillMdText('one')), mode: 0o644 },
      { path, content: Buffer.from('x'), mode: 0o644 },
    ]);
  }
});

describe('local registry, slow clients', () => {
  let slow: TestRegistry;
  before(async () => {
    slow = await startTestRegistry({ deadlines: { headers: 200, request: 400, answer: 300 } });
  });
  after(async () => {
    await slow.close();
  });

  it('gives up on headers that do not come to an end', async () => {
    assert.match(
      await raw(slow.port, 'GET /v1/skills HTTP/1.1\r\nhost: 127.0.0.1\r\n'),
      /^HTTP\/1\.1 408 [\s\S]*\{"type":"error"/,
    );
  });

  it('gives up on a body that does not come to an end', async () => {
    const answer = await raw(
      slow.port,
      `POST /v1/skills HTTP/1.1\r\nhost: 127.0.0.1\r\nx-api-key: k\r\nanthropic-version: ` +
        `2023-06-01\r\ncontent-type: ${FORM}\r\ncontent-length: 1000\r\n\r\nx`,
    );
    assert.match(answer, /^HTTP\/1\.1 408 /);
  });
});
