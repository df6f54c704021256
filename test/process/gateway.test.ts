import assert from 'node:assert/strict';
import { PublishLock } from '../../src/core/publish/publishLock.ts';
import { planPublish } from '../../src/core/publish/plan.ts';
import type { PublishOutcome } from '../../src/core/publish/outcome.ts';
import { publish } from '../../src/core/publish/publish.ts';
import { RegistryClient } from '../../src/core/registry/client.ts';
import { isGone, RegistryError } from '../../src/core/registry/errors.ts';
import { startTestRegistry, type TestRegistry } from '../support/localRegistry.ts';
import { planInput } from '../support/publishCase.ts';

const bodies: Readonly<Record<string, readonly [string, string]>> = {
  'a page': ['text/html', '<html><h1>Error</h1></html>'],
  'plain text': ['text/plain', 'no healthy upstream'],
  nothing: ['application/json', ''],
  'words in JSON': ['application/json', '{"message":"no Route matched with those values"}'],
  'an error of another kind': ['application/json', '{"error":{"code":404,"message":"not found","status":"NOT_FOUND"}}'],
  'an error as text': ['application/json', '{"type":"error","error":"not found"}'],
  'an error without its type': ['application/json', '{"type":"error","error":{"message":"not found"}}'],
};
const statuses = [301, 307, 400, 401, 403, 404, 408, 409, 413, 418, 422, 429, 500, 502, 504];

/** Each POST is handed on or not, and answered with the lie either way. */
function gateway(registry: TestRegistry, handsOn: boolean, answer: () => Response): RegistryClient {
  const lying: typeof fetch = async (input, init) => {
    if (init?.method !== 'POST') return fetch(input, init);
    if (handsOn) await (await fetch(input, init)).arrayBuffer();
    else await new Response(init.body).arrayBuffer();
    return answer();
  };
  return new RegistryClient({
    baseUrl: registry.url,
    credential: { kind: 'key', key: registry.apiKey },
    dialect: 'auto',
    fetch: lying,
  });
}

async function publishOver(client: RegistryClient): Promise<PublishOutcome> {
  const prepared = await planPublish(await planInput(client));
  return publish({ prepared, registry: client, lock: new PublishLock(), delay: () => Promise.resolve() });
}

describe('publish over a gateway that answers in words of its own', function () {
  this.timeout(60_000);
  let registry: TestRegistry;
  beforeEach(async () => {
    registry = await startTestRegistry();
  });
  afterEach(() => registry.close());
  const posts = (): number => registry.requests.filter(({ method }) => method === 'POST').length;

  for (const [what, [type, body]] of Object.entries(bodies)) {
    it(`finds what arrived, whatever status comes with ${what}`, async () => {
      const wrong: string[] = [];
      for (const status of statuses) {
        const before = posts();
        const answer = (): Response =>
          new Response(body, { status, headers: { 'content-type': type, location: 'https://elsewhere.example.org' } });
        const client = gateway(registry, true, answer);
        const prepared = await planPublish(await planInput(client, { choices: { target: 'new' } }));
        const delay = (): Promise<void> => Promise.resolve();
        const outcome = await publish({ prepared, registry: client, lock: new PublishLock(), delay });
        if (outcome.kind !== 'published' || outcome.how !== 'found' || posts() !== before + 1)
          wrong.push(`${status}: ${outcome.message}`);
      }
      assert.deepEqual(wrong, []);
    });
  }

  for (const status of [404, 409, 413, 307])
    it(`does not call an upload refused that ${status} of a gateway ended`, async () => {
      const client = gateway(registry, false, () => new Response('<html>', { status, headers: { location: '/x' } }));
      const outcome = await publishOver(client);
      assert.equal(outcome.kind, 'unknown', outcome.message);
      assert.equal(posts(), 0);
    });

  for (const status of [400, 401, 403, 404, 409, 413, 422, 429])
    it(`believes the service's own ${status}`, async () => {
      const own = { type: 'error', error: { type: 'some_error', message: 'Not this one.' }, request_id: 'req_1' };
      const outcome = await publishOver(gateway(registry, false, () => Response.json(own, { status })));
      assert.ok(outcome.kind === 'notPublished' && outcome.reason === 'refused', outcome.message);
    });

  it("takes a skill for deleted in the service's own words only", async () => {
    const answers = [
      Response.json({ message: 'Not Found' }, { status: 404 }),
      Response.json({ type: 'error', error: { type: 'not_found_error', message: 'Skill not found' } }, { status: 404 }),
    ];
    const gone: boolean[] = [];
    for (const answer of answers) {
      const client = new RegistryClient({
        baseUrl: registry.url,
        credential: { kind: 'key', key: registry.apiKey },
        dialect: 'ga',
        fetch: () => Promise.resolve(answer),
      });
      const error = await client.retrieveSkill('skill_01').catch((reason: unknown) => reason);
      assert.ok(error instanceof RegistryError);
      gone.push(isGone(error));
    }
    assert.deepEqual(gone, [false, true]);
  });
});
