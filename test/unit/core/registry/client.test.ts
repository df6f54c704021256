import assert from 'node:assert/strict';
import { RegistryClient, type ClientOptions } from '../../../../src/core/registry/client.ts';
import { RegistryError } from '../../../../src/core/registry/errors.ts';
import type { Upload } from '../../../../src/core/registry/model.ts';
import { requestBodyLength } from '../../../../src/core/registry/upload.ts';
import { boundaryOf, parseMultipart } from '../../../../src/node/localRegistry/multipart.ts';
import {
  errorAnswer,
  json,
  startScriptedServer,
  type Answer,
  type ScriptedServer,
} from '../../../support/scriptedServer.ts';

const apiKey = ['sk', 'ant', 'canary', 'k'.repeat(30)].join('-');
const upload: Upload = { fileName: 'my-skill.zip', bytes: new Uint8Array(200_000).fill(7) };
const skill = {
  type: 'skill',
  id: 'skill_01',
  display_name: 'A',
  latest_version_id: 'skver_01',
  source: { type: 'custom' },
  created_at: 'x',
  updated_at: 'x',
};
const betaSkill = {
  type: 'skill',
  id: 'skill_01',
  display_title: 'A',
  latest_version: '1759178010641129',
  source: 'custom',
  created_at: 'x',
  updated_at: 'x',
};
const version = {
  type: 'skill_version',
  id: 'skver_01',
  skill_id: 'skill_01',
  name: 'a',
  description: 'd',
  created_at: 'x',
};
const page = (...data: readonly unknown[]) => ({ data, next_page: null });

describe('RegistryClient', () => {
  let server: ScriptedServer | undefined;
  let waits: number[] = [];

  async function connect(answers: readonly Answer[], options: Partial<ClientOptions> = {}): Promise<RegistryClient> {
    server = await startScriptedServer(...answers);
    waits = [];
    const delay = (milliseconds: number): Promise<void> => {
      waits.push(milliseconds);
      return Promise.resolve();
    };
    return new RegistryClient({
      baseUrl: server.url,
      credential: { kind: 'key', key: apiKey },
      dialect: 'ga',
      delay,
      ...options,
    });
  }

  async function failure(pending: Promise<unknown>): Promise<RegistryError> {
    const error = await pending.then(
      () => assert.fail('did not fail'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof RegistryError, String(error));
    assert.ok(
      !JSON.stringify([error.message, error.details.serverMessage, error.stack]).includes(apiKey),
      'the key leaked',
    );
    return error;
  }

  /** Waits are longer by up to a half, by chance. */
  function assertAbout(actual: readonly number[], wanted: readonly number[]): void {
    assert.equal(actual.length, wanted.length, actual.join());
    for (const [index, least] of wanted.entries()) {
      const wait = actual[index] ?? 0;
      assert.ok(wait >= least && wait <= 1.5 * least, actual.join());
    }
  }

  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  it('sends the key as Authorization only, and nothing the environment adds', async () => {
    process.env['ANTHROPIC_CUSTOM_HEADERS'] = 'x-evil: 1\nx-api-key: other';
    process.env['ANTHROPIC_BASE_URL'] = 'http://127.0.0.1:1';
    try {
      const client = await connect([json(200, page(skill))]);
      await client.listSkills({ limit: 50, source: 'custom' });
      const seen = server?.requests[0];
      assert.equal(seen?.url, '/v1/skills?limit=50&source=custom');
      assert.equal(seen.headers.authorization, `Bearer ${apiKey}`);
      assert.equal(seen.headers['x-evil'], undefined);
      assert.equal(seen.headers['x-api-key'], undefined);
      assert.equal(seen.headers['anthropic-beta'], undefined);
      assert.equal(seen.headers['anthropic-workspace-id'], undefined);
    } finally {
      delete process.env['ANTHROPIC_CUSTOM_HEADERS'];
      delete process.env['ANTHROPIC_BASE_URL'];
    }
  });

  it('sends the beta header and the workspace when the endpoint has them', async () => {
    const client = await connect([json(200, { ...page(betaSkill), has_more: false })], {
      dialect: 'skills-2025-10-02',
      workspaceId: 'wrkspc_1',
    });
    await client.listSkills({ limit: 1000 });
    assert.equal(server?.requests[0]?.url, '/v1/skills?limit=100');
    assert.equal(server.requests[0].headers['anthropic-beta'], 'skills-2025-10-02');
    assert.equal(server.requests[0].headers['anthropic-workspace-id'], 'wrkspc_1');
  });

  describe('dialect auto', () => {
    it('speaks beta after an answer in beta shapes', async () => {
      const client = await connect([json(200, { ...page(betaSkill), has_more: false }), json(200, betaSkill)], {
        dialect: 'auto',
      });
      await client.listSkills();
      assert.equal(client.dialect, 'skills-2025-10-02');
      await client.retrieveSkill('skill_01');
      assert.deepEqual(
        server?.requests.map((request) => request.headers['anthropic-beta']),
        [undefined, 'skills-2025-10-02'],
      );
    });

    it('tries the beta header once where the route is unknown without it', async () => {
      const client = await connect(
        [errorAnswer(404, 'not found'), json(200, { ...page(betaSkill), has_more: false })],
        { dialect: 'auto' },
      );
      assert.equal((await client.listSkills()).items.length, 1);
      assert.equal(client.dialect, 'skills-2025-10-02');
    });

    it('tells of a cancel while it tries the beta header', async () => {
      const abort = new AbortController();
      const cancel = (): void => {
        abort.abort();
      };
      const client = await connect([errorAnswer(404, 'not found'), cancel], { dialect: 'auto' });
      const error = await failure(client.listSkills({ signal: abort.signal }));
      assert.equal(error.kind, 'aborted');
    });

    it('settles by a list before it writes, and labels in that dialect', async () => {
      const client = await connect([json(200, { ...page(), has_more: false }), json(200, betaSkill)], {
        dialect: 'auto',
      });
      await client.createSkill(upload, { label: 'A' });
      assert.match(server?.requests[1]?.body.toString('latin1') ?? '', /name="display_title"\r\n\r\nA\r\n/);
    });
  });

  describe('uploads', () => {
    it('send one zip part named files[], with progress, and as long as computed', async () => {
      const client = await connect([json(200, skill)]);
      const steps: [number, number][] = [];
      const created = await client.createSkill(upload, {
        label: 'Ünï',
        onProgress: (sent, total) => steps.push([sent, total]),
      });
      assert.equal(created.latestVersion, 'skver_01');
      const body = server?.requests[0]?.body ?? Buffer.alloc(0);
      assert.equal(
        body.length,
        await requestBodyLength({ fileName: upload.fileName, archive: upload.bytes.length }, 'ga', 'Ünï'),
      );
      assert.equal(server?.requests[0]?.headers['content-length'], String(body.length));
      assert.match(
        body.toString('utf8'),
        /name="files\[\]"; filename="my-skill\.zip"\r\nContent-Type: application\/zip/,
      );
      assert.ok(body.includes(Buffer.from(upload.bytes)));
      assert.deepEqual(steps.at(-1), [body.length, body.length]);
      assert.ok(steps.length > 2);
    });

    it('hold the archive byte by byte as the file of the form, of any length and with any label', async () => {
      for (const length of [0, 1, 262_143, 1_100_000])
        for (const label of [undefined, 'a"b\r\n; filename="x.zip"']) {
          const client = await connect([json(200, skill)]);
          const bytes = Uint8Array.from({ length }, (_, index) => index % 251);
          await client.createSkill({ fileName: 'a"b.zip', bytes }, { label });
          const { body = Buffer.alloc(0), headers } = server?.requests[0] ?? {};
          const parts = parseMultipart(body, boundaryOf(headers?.['content-type']));
          const file = parts.find((part) => part.name === 'files[]');
          assert.equal(file?.fileName, 'a"b.zip');
          assert.ok(Buffer.from(bytes).equals(file.content), `${length}`);
          const fields = parts.filter((part) => part !== file).map((part) => [part.name, part.content.toString()]);
          assert.deepEqual(fields, label === undefined ? [] : [['display_name', label]]);
          await server?.close();
        }
    });

    for (const status of [408, 409, 429, 500, 502, 503, 504, 529]) {
      it(`are sent once when the answer is ${status}`, async () => {
        const client = await connect([errorAnswer(status, 'no')]);
        const error = await failure(client.createVersion('skill_01', upload));
        assert.equal(server?.requests.length, 1);
        assert.equal(error.details.outcome, status === 409 || status === 429 ? 'refused' : 'unknown');
      });
    }

    it('have an unknown outcome when the connection breaks after the body', async () => {
      const client = await connect([(_request, response) => response.destroy()]);
      const error = await failure(client.createVersion('skill_01', upload));
      assert.deepEqual([error.kind, error.details.outcome, server?.requests.length], ['offline', 'unknown', 1]);
    });

    it('have an unknown outcome when the answer cannot be read', async () => {
      const client = await connect([
        (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
      ]);
      const error = await failure(client.createVersion('skill_01', upload));
      assert.deepEqual([error.kind, error.details.outcome], ['shape', 'unknown']);
    });

    it('are not sent when nobody listens', async () => {
      const client = await connect([json(200, version)]);
      await server?.close();
      const error = await failure(client.createVersion('skill_01', upload));
      assert.deepEqual([error.kind, error.details.outcome], ['offline', 'notSent']);
    });

    for (const code of [
      'EHOSTUNREACH',
      'ENETUNREACH',
      'ECONNREFUSED',
      'EPROTO',
      'ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC',
      'CERT_HAS_EXPIRED',
    ]) {
      it(`have an unknown outcome when the connection breaks with ${code} after the body, and none before`, async () => {
        const broken =
          (drain: boolean): typeof fetch =>
          async (_input, init) => {
            if (drain) await new Response(init?.body).arrayBuffer();
            throw new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
          };
        const client = await connect([json(200, version)], { fetch: broken(true) });
        const error = await failure(client.createVersion('skill_01', upload));
        assert.deepEqual(
          [error.kind, error.details.outcome, error.message.includes('certificate')],
          ['offline', 'unknown', code.startsWith('CERT_')],
        );
        await server?.close();
        const early = await connect([json(200, version)], { fetch: broken(false) });
        assert.equal((await failure(early.createVersion('skill_01', upload))).details.outcome, 'notSent');
      });
    }

    it('are not sent when canceled before', async () => {
      const client = await connect([json(200, version)]);
      const error = await failure(client.createVersion('skill_01', upload, { signal: AbortSignal.abort() }));
      assert.deepEqual([error.kind, error.details.outcome, server?.requests.length], ['aborted', 'notSent', 0]);
    });

    it('have an unknown outcome when canceled after the first bytes', async () => {
      const client = await connect([() => undefined]);
      const abort = new AbortController();
      const error = await failure(
        client.createVersion('skill_01', upload, {
          signal: abort.signal,
          onProgress: (sent, total) => {
            if (sent === total)
              setTimeout(() => {
                abort.abort();
              }, 20);
          },
        }),
      );
      assert.deepEqual([error.kind, error.details.outcome], ['aborted', 'unknown']);
    });
  });

  describe('redirects', () => {
    for (const status of [301, 302, 303, 307, 308]) {
      it(`are refused: ${status}`, async () => {
        const other = await startScriptedServer(json(200, page()));
        try {
          const client = await connect([
            (_request, response) => response.writeHead(status, { location: `${other.url}/x` }).end(),
          ]);
          const error = await failure(client.createVersion('skill_01', upload));
          assert.equal(error.kind, 'shape');
          assert.match(error.message, /redirects to 127\.0\.0\.1/);
          assert.equal(other.requests.length, 0);
        } finally {
          await other.close();
        }
      });
    }
  });

  for (const [location, target] of [
    ['javascript:alert(1)', 'an address that begins with javascript:'],
    ['data:text/html,x', 'an address that begins with data:'],
    ['http://[', 'another address'],
  ] as const) {
    it(`says where a redirect leads that leads to no host: ${location}`, async () => {
      const client = await connect([(_request, response) => response.writeHead(302, { location }).end()]);
      const { message } = await failure(client.listSkills());
      assert.ok(message.includes(`redirects to ${target}. `), message);
    });
  }

  describe('answers', () => {
    for (const [status, kind] of [
      [400, 'invalid'],
      [401, 'auth'],
      [402, 'denied'],
      [403, 'denied'],
      [404, 'notFound'],
      [413, 'tooLarge'],
    ] as const) {
      it(`${status} is ${kind}, with the server's words and the request id, asked once`, async () => {
        const client = await connect([errorAnswer(status, `Words for ${apiKey}\u001b[31m`)]);
        const error = await failure(client.retrieveSkill('skill_01'));
        assert.equal(error.kind, kind);
        assert.equal(error.details.requestId, 'req_test');
        assert.equal(error.details.serverMessage, 'Words for ‹redacted›U+001B[31m');
        assert.equal(server?.requests.length, 1);
      });
    }

    for (const status of [500, 502, 503, 504, 529]) {
      it(`${status} to a read is tried three times`, async () => {
        const client = await connect([errorAnswer(status, 'no')]);
        assert.match((await failure(client.listSkills())).kind, /^(?:server|timeout)$/);
        assert.equal(server?.requests.length, 3);
        assertAbout(waits, [500, 2000]);
      });
    }

    it('429 waits as told', async () => {
      const client = await connect([errorAnswer(429, 'slow', { 'retry-after': '7' }), json(200, page(skill))]);
      assert.equal((await client.listSkills()).items.length, 1);
      assertAbout(waits, [7000]);
    });

    it('429 waits again and again, a minute in all', async () => {
      const told: number[] = [];
      const client = await connect([errorAnswer(429, 'slow', { 'retry-after': '9' })], {
        deadline: 5000,
        onWait: (milliseconds) => told.push(milliseconds),
      });
      const error = await failure(client.listSkills());
      assert.deepEqual([error.kind, error.details.retryAfter], ['rateLimited', 9]);
      const all = waits.reduce((sum, each) => sum + each, 0);
      assert.ok(all < 65_000 && waits.length >= 4, waits.join());
      assertAbout(
        waits,
        waits.map(() => 9000),
      );
      assert.deepEqual(told, waits);
    });

    it('429 with a wait over a minute is told, not waited for', async () => {
      const client = await connect([errorAnswer(429, 'slow', { 'retry-after': '1000000000' })]);
      const error = await failure(client.listSkills());
      assert.deepEqual([error.kind, error.details.retryAfter, waits.length], ['rateLimited', 1_000_000_000, 0]);
    });

    it('429 for a spend cap is not repeated', async () => {
      const client = await connect([errorAnswer(429, 'cap', {}, { error_code: 'enforced_spend_limit_reached' })]);
      assert.equal((await failure(client.listSkills())).details.errorCode, 'enforced_spend_limit_reached');
      assert.equal(server?.requests.length, 1);
    });

    for (const [name, answer] of [
      [
        'HTML with 200',
        (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(`<html>${apiKey}</html>`),
      ],
      ['204', (_request, response) => response.writeHead(204).end()],
      [
        'half a JSON',
        (_request, response) =>
          response.writeHead(200, { 'content-type': 'application/json', connection: 'close' }).end('{"data":['),
      ],
      ['no list', json(200, { hello: 1 })],
    ] as readonly (readonly [string, Answer])[]) {
      it(`${name} is a shape error`, async () => {
        const client = await connect([answer]);
        const error = await failure(client.listSkills());
        assert.equal(error.kind, 'shape');
        assert.match(error.message, /did not answer like a Skills API/);
      });
    }

    it('a body that grows without end is cut off', async () => {
      const client = await connect([
        (_request, response) => {
          response.writeHead(200, { 'content-type': 'application/json' });
          const block = Buffer.alloc(1024 * 1024, 32);
          const more = (): void => {
            while (!response.destroyed && response.write(block));
            response.once('drain', more);
          };
          more();
        },
      ]);
      assert.match((await failure(client.listSkills())).message, /larger than/);
    });

    it('a slow drip ends at the deadline', async () => {
      const client = await connect(
        [
          (_request, response) => {
            response.writeHead(200, { 'content-type': 'application/json' });
            const timer = setInterval(() => response.write(' '), 10);
            response.on('close', () => {
              clearInterval(timer);
            });
          },
        ],
        { deadline: 150 },
      );
      assert.equal((await failure(client.listSkills())).kind, 'timeout');
    });

    it('all tries together end at the deadline, with what the last one said', async () => {
      const slowly =
        (answer: Answer): Answer =>
        (request, response) => {
          setTimeout(() => {
            answer(request, response);
          }, 120);
        };
      const begun = performance.now();
      const client = await connect([slowly(errorAnswer(500, 'no'))], { deadline: 300 });
      assert.match((await failure(client.listSkills())).kind, /^(?:server|timeout)$/);
      assert.ok(performance.now() - begun < 700, `${performance.now() - begun} ms`);
      assert.ok((server?.requests.length ?? 0) <= 3);
      await server?.close();
      const silent = await connect([() => undefined], { deadline: 100 });
      assert.deepEqual([(await failure(silent.listSkills())).kind, server?.requests.length], ['timeout', 1]);
    });

    it('one unreadable item does not lose the list', async () => {
      const client = await connect([json(200, page(skill, { id: null }))]);
      const listed = await client.listSkills();
      assert.deepEqual([listed.items.length, listed.unreadable], [1, 1]);
    });
  });

  it('deletes again after a failure, and takes 404 then as done', async () => {
    const client = await connect([errorAnswer(500, 'no'), errorAnswer(404, 'Skill not found: skill_01')]);
    await client.deleteSkill('skill_01');
    assert.deepEqual(
      server?.requests.map((request) => request.method),
      ['DELETE', 'DELETE'],
    );
  });

  it('downloads in GA dialect even on a beta connection', async () => {
    const bytes = Buffer.from('PK\u0003\u0004rest', 'latin1');
    const client = await connect(
      [(_request, response) => response.writeHead(200, { 'content-type': 'application/zip' }).end(bytes)],
      { dialect: 'skills-2025-10-02' },
    );
    assert.deepEqual(Buffer.from(await client.downloadVersion('skill_01', '1759178010641129')), bytes);
    assert.equal(server?.requests[0]?.headers['anthropic-beta'], undefined);
    assert.equal(server?.requests[0]?.url, '/v1/skills/skill_01/versions/1759178010641129/content');
  });

  it('tells a service without the route for files from one without the version', async () => {
    const page: Answer = (_request, response) =>
      response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>404</h1>');
    const client = await connect([page, errorAnswer(404, 'Version not found')]);
    const missing = await failure(client.downloadVersion('skill_01', 'skver_01'));
    assert.equal(missing.kind, 'unsupported');
    assert.match(missing.message, /does not provide the files of versions \(404\): they cannot be opened, compared,/);
    assert.equal((await failure(client.downloadVersion('skill_01', 'skver_01'))).kind, 'notFound');
  });

  it('refuses ids that would change the path, before it sends', async () => {
    const client = await connect([json(200, skill)]);
    for (const id of ['..', 'a/b', ''])
      assert.equal((await failure(client.retrieveSkill(id))).details.outcome, 'notSent');
    assert.equal(server?.requests.length, 0);
  });
});
