import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RegistryClient, type ClientOptions } from '../../../../src/core/registry/client.ts';
import {
  federationCredential,
  profileCredential,
  type StoredToken,
  type StoredTokenFile,
  type TokenCredential,
  type TokenEndpoint as Endpoint,
} from '../../../../src/core/registry/credential.ts';
import { RegistryError } from '../../../../src/core/registry/errors.ts';
import type { Upload } from '../../../../src/core/registry/model.ts';
import { startTestRegistry, type TestRegistry } from '../../../support/localRegistry.ts';
import { temporaryFolders } from '../../../support/temporaryFolder.ts';
import {
  clientId,
  ownWorkspace,
  startTokenEndpoint,
  type TokenEndpoint,
  type TokenEndpointOptions,
} from '../../../support/tokenEndpoint.ts';
import { packed, skillMd } from '../../../support/publishCase.ts';

describe('a credential that is a token', () => {
  const make = temporaryFolders();
  let registry: TestRegistry;
  let endpoint: TokenEndpoint;
  let upload: Upload;

  before(async () => {
    registry = await startTestRegistry();
    const file = { path: 'SKILL.md', content: new TextEncoder().encode(skillMd('a-skill')), mode: 0o644 };
    upload = { fileName: 'a-skill.zip', bytes: await packed('a-skill', [file]) };
  });
  after(() => registry.close());
  afterEach(async () => {
    await endpoint.close();
  });

  const start = async (options: TokenEndpointOptions = {}): Promise<void> => {
    endpoint = await startTokenEndpoint({ upstream: registry.url, ...options });
  };
  const calls = (method: string, start = '/v1/skills'): TokenEndpoint['requests'] =>
    endpoint.requests.filter((each) => each.method === method && each.path.startsWith(start));
  const exchanges = (): TokenEndpoint['requests'] => calls('POST', '/v1/oauth/token');

  function federated({
    identity = () => endpoint.identityToken(),
    workspace = ownWorkspace,
    ...more
  }: Partial<Endpoint> & { identity?: () => string; workspace?: string } = {}): TokenCredential {
    const { id, organization, serviceAccount } = endpoint.rule;
    return federationCredential(
      { kind: 'federation', rule: id, organization, serviceAccount, workspace },
      () => Promise.resolve(identity()),
      { baseUrl: endpoint.url, ...more },
    );
  }

  /** A profile whose token is good for so many seconds more. */
  function profile(
    left: number,
    exclusive: StoredTokenFile['exclusive'] = (work) => work(),
    more: Partial<Endpoint> = {},
  ): { readonly file: string; readonly credential: TokenCredential } {
    const file = path.join(make(), 'p.json');
    write(file, { left, access: endpoint.accessToken(Math.max(left, 1)), refresh: endpoint.refreshToken() });
    const credential = profileCredential(
      { kind: 'profile', profile: 'p', workspace: ownWorkspace },
      { file: { path: file, read: () => Promise.resolve(read(file)), exclusive }, clientId },
      { baseUrl: endpoint.url, ...more },
    );
    return { file, credential };
  }

  function write(file: string, { left, access, refresh }: { left: number; access: string; refresh: string }): void {
    const stored = { version: '1.0', type: 'oauth_token', access_token: access, refresh_token: refresh };
    const expires = { expires_at: Math.floor(Date.now() / 1000) + left, account_email: 'a@example.com' };
    writeFileSync(file, JSON.stringify({ ...stored, ...expires }), { mode: 0o600 });
  }

  function read(file: string): StoredToken {
    const stored = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    const { access_token: accessToken = '', refresh_token: refreshToken } = stored;
    return { accessToken, refreshToken, expiresAt: Number(stored['expires_at']) };
  }

  const client = (credential: TokenCredential, options: Partial<ClientOptions> = {}): RegistryClient =>
    new RegistryClient({ baseUrl: endpoint.url, credential, dialect: 'ga', ...options });

  async function failure(pending: Promise<unknown>): Promise<RegistryError> {
    const error = await pending.then(
      () => assert.fail('did not fail'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof RegistryError, String(error));
    const told = JSON.stringify([error.message, error.details, error.stack, String(error.cause)]);
    for (const secret of endpoint.secrets()) assert.ok(!told.includes(secret), `leaked: ${told}`);
    return error;
  }

  it('exchanges an identity token as the official SDK does, with service account and workspace', async () => {
    await start();
    await client(federated()).listSkills({ limit: 1 });
    const [exchange, list] = endpoint.requests;
    const { id, organization, serviceAccount } = endpoint.rule;
    const { assertion, ...body } = JSON.parse(exchange?.body ?? '') as Record<string, string>;
    assert.deepEqual(body, {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      federation_rule_id: id,
      organization_id: organization,
      service_account_id: serviceAccount,
      workspace_id: ownWorkspace,
    });
    assert.ok(endpoint.secrets().includes(assertion ?? ''));
    assert.equal(exchange?.headers['anthropic-beta'], 'oauth-2025-04-20,oidc-federation-2026-04-01');
    assert.equal(exchange.headers.authorization, undefined);
    assert.match(list?.headers.authorization ?? '', /^Bearer sk-ant-oat01-/);
    assert.equal(list?.headers['anthropic-beta'], 'oauth-2025-04-20');
    assert.equal(list.headers['anthropic-workspace-id'], undefined);
  });

  it('renews the token of a profile as the official SDK does, in its file, and keeps what else is in it', async () => {
    await start();
    const { file, credential } = profile(10);
    const refresh = endpoint.refreshToken();
    await client(credential, { workspaceId: ownWorkspace }).listSkills();
    const [exchange, list] = endpoint.requests;
    assert.deepEqual(JSON.parse(exchange?.body ?? ''), {
      grant_type: 'refresh_token',
      refresh_token: refresh,
      client_id: clientId,
    });
    assert.equal(exchange?.headers['anthropic-beta'], 'oauth-2025-04-20');
    assert.equal(list?.headers['anthropic-workspace-id'], ownWorkspace);
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    assert.deepEqual([kept['refresh_token'], kept['account_email']], [endpoint.refreshToken(), 'a@example.com']);
    assert.equal(statSync(file).mode & 0o777, 0o600);
  });

  it('trap 1: a base URL of the environment moves neither exchange nor request', async () => {
    await start();
    process.env['ANTHROPIC_BASE_URL'] = 'http://127.0.0.1:9';
    try {
      await client(federated()).listSkills();
      await client(profile(10).credential).listSkills();
      assert.deepEqual([exchanges().length, calls('GET').length], [2, 2]);
    } finally {
      delete process.env['ANTHROPIC_BASE_URL'];
    }
  });

  it('trap 3: makes one exchange for all requests, and never sends an identity token twice', async () => {
    await start();
    const identity = endpoint.identityToken();
    const one = client(federated({ identity: () => identity }));
    await Promise.all([one.listSkills(), one.listSkills(), one.listSkills()]);
    assert.equal(exchanges().length, 1);
    endpoint.revoke();
    assert.match((await failure(one.listSkills())).message, /was used already: it is good for one exchange/);
    assert.equal(exchanges().length, 1);
  });

  it('trap 6: asks again for another workspace, for nothing is kept of a federated token', async () => {
    await start();
    await client(federated()).listSkills();
    assert.match((await failure(client(federated({ workspace: 'wrkspc_02' })).listSkills())).message, /wrkspc_02/);
    assert.equal(exchanges().length, 2);
  });

  it('trap 6: writes nothing where the service answers for another workspace than the one named', async () => {
    await start({ answeredWorkspace: 'wrkspc_other' });
    const { message } = await failure(client(federated()).createSkill(upload));
    assert.match(message, /answers for workspace wrkspc_other, not for wrkspc_01Test\. Nothing is written/);
    assert.deepEqual([calls('GET').length, calls('POST').length], [1, 0]);
  });

  it('trap 7: takes the token that another one renewed while it waited', async () => {
    await start();
    const { file, credential } = profile(10, (work) => {
      write(file, { left: 600, access: endpoint.accessToken(), refresh: endpoint.refreshToken() });
      return work();
    });
    await client(credential).listSkills();
    assert.equal(exchanges().length, 0);
  });

  it('trap 7: takes the token of a tool without a lock that used the refresh token first', async () => {
    await start();
    const fresh = endpoint.accessToken();
    const { file, credential } = profile(10, undefined, {
      fetch: (input, init) => {
        write(file, { left: 600, access: fresh, refresh: 'the-refresh-token-of-the-other' });
        endpoint.faults.push({ on: 'token', status: 400, body: { error: { message: 'used already' } } });
        return fetch(input, init);
      },
    });
    assert.equal(await credential.get({ atLeast: 0 }), fresh);
    assert.equal(exchanges().length, 1);
  });

  it('trap 8: renews once after a 401 and repeats the read, all of them with one exchange', async () => {
    await start();
    const one = client(federated());
    await one.listSkills();
    endpoint.revoke();
    await Promise.all([one.listSkills(), one.listSkills()]);
    assert.deepEqual([exchanges().length, calls('GET').length], [2, 5]);
    endpoint.faults.push(...[1, 2].map(() => ({ on: 'api' as const, status: 401, body: { error: {} } })));
    assert.match((await failure(one.listSkills())).message, /refused the access token of federation rule fdrl_01Test/);
    assert.equal(exchanges().length, 3);
  });

  it('never repeats a create: a 401 then is a refusal, and certain', async () => {
    await start();
    const one = client(federated());
    await one.listSkills();
    endpoint.revoke();
    const { kind, details } = await failure(one.createSkill(upload));
    assert.deepEqual([kind, details.outcome, calls('POST').length], ['auth', 'refused', 1]);
  });

  it('renews before the first byte of an upload a token that could run out on the way', async () => {
    await start();
    const { credential } = profile(150);
    const one = client(credential);
    await one.listSkills();
    assert.equal(exchanges().length, 0);
    await one.createSkill(upload);
    assert.deepEqual(
      endpoint.requests.map((each) => each.method + each.path.replace(/\?.*/, '')),
      ['GET/v1/skills', 'POST/v1/oauth/token', 'POST/v1/skills'],
    );
  });

  it('does not renew over and over what is never good for so long', async () => {
    await start({ life: 100 });
    const one = client(federated());
    await one.createSkill({ ...upload, fileName: 'a-skill.zip' }, { label: 'Short' });
    await one.listSkills();
    assert.equal(exchanges().length, 1);
  });

  it('trap 9: tells nothing of an identity or refresh token that an answer repeats', async () => {
    await start();
    const identity = endpoint.identityToken();
    const asked = new RegExp(identity.slice(0, 60));
    for (const status of [400, 401, 403, 404, 429, 500]) {
      for (const [credential, said] of [
        [federated({ identity: () => identity }), `${identity} ${identity.slice(0, 200)}`],
        [profile(10).credential, endpoint.refreshToken()],
      ] as const) {
        const body = { type: 'error', error: { type: 'x', message: `no: ${said}` }, assertion: said };
        endpoint.faults.push({ on: 'token', status, body });
        assert.doesNotMatch((await failure(client(credential).listSkills())).message, asked);
      }
    }
    assert.equal(calls('GET').length, 0);
  });

  it('trap 10: names the beta of tokens beside that of a dialect', async () => {
    await start();
    await client(federated(), { dialect: 'skills-2025-10-02' }).listSkills();
    assert.equal(calls('GET')[0]?.headers['anthropic-beta'], 'skills-2025-10-02,oauth-2025-04-20');
  });

  it('follows no redirect of the token endpoint', async () => {
    await start();
    endpoint.faults.push({ on: 'token', status: 307, body: '', headers: { location: `${endpoint.url}/elsewhere` } });
    assert.match((await failure(client(federated()).listSkills())).message, /Redirects are refused/);
    assert.equal(endpoint.requests.length, 1);
  });

  it('takes no answer over 64 KiB, none without a token, and none whose token is no header', async () => {
    await start();
    const grant = { token_type: 'Bearer', expires_in: 600 };
    for (const [body, message] of [
      [{ ...grant, access_token: 'a', more: 'x'.repeat(65_536) }, /larger than/],
      [grant, /no token that can be used/],
      [{ ...grant, access_token: 'a\nb' }, /its token cannot be used/],
      [{ ...grant, access_token: 'a', expires_in: 'soon' }, /no token that can be used/],
      ['<html>', /no token that can be used/],
    ] as const) {
      endpoint.faults.push({ on: 'token', status: 200, body });
      assert.match((await failure(client(federated()).listSkills())).message, message);
    }
    assert.equal(calls('GET').length, 0);
  });

  it('waits for the token endpoint no longer than its own deadline', async () => {
    await start();
    const silent: typeof fetch = (_input, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => {
          reject(new Error('aborted'));
        });
      });
    const credential = federated({ fetch: silent, deadline: 1 });
    assert.equal((await failure(credential.get({ atLeast: 0 }))).kind, 'timeout');
  });

  it('stops waiting for a token when it is canceled', async () => {
    await start();
    const stop = new AbortController();
    const credential = { ...federated(), get: () => new Promise<string>(() => undefined) };
    const pending = failure(client(credential).listSkills({ signal: stop.signal }));
    stop.abort();
    const { kind, details } = await pending;
    assert.deepEqual([kind, details.outcome], ['aborted', 'notSent']);
  });

  it('says how to sign in again where a profile has run out', async () => {
    await start();
    const { credential, file } = profile(10);
    endpoint.faults.push({ on: 'token', status: 400, body: { error: { message: 'revoked' } } });
    const { message, details } = await failure(client(credential).listSkills());
    assert.equal(message, 'The sign-in of profile p has ended. Sign in again with “ant auth login --profile p”.');
    assert.equal(details.outcome, 'notSent');
    const fixed = profileCredential(
      { kind: 'profile', profile: 'p' },
      {
        file: { path: file, read: () => Promise.resolve({ ...read(file), refreshToken: undefined }), exclusive: never },
        clientId,
      },
      { baseUrl: endpoint.url },
    );
    assert.match((await failure(fixed.get({ atLeast: 0 }))).message, /has expired\. Sign in again with/);
  });
});

const never = (): Promise<never> => Promise.reject(new Error('nothing is to be written'));
