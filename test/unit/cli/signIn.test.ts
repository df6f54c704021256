import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CliIo } from '../../../src/cli/io.ts';
import { runCommandLine, type CommandLineResult } from '../../support/commandLine.ts';
import { startTestRegistry, type TestRegistry } from '../../support/localRegistry.ts';
import { skillMd } from '../../support/publishCase.ts';
import { temporaryFolders } from '../../support/temporaryFolder.ts';
import { writeProfile as writeFiles } from '../../support/profileFiles.ts';
import { ownWorkspace, startTokenEndpoint, type TokenEndpoint } from '../../support/tokenEndpoint.ts';

type Env = Readonly<Record<string, string>>;

describe('cli, signed in without a key', function () {
  this.timeout(60_000);
  const make = temporaryFolders();
  let registry: TestRegistry;
  let endpoint: TokenEndpoint;
  let folder: string;

  beforeEach(async () => {
    registry = await startTestRegistry();
    endpoint = await startTokenEndpoint({ upstream: registry.url });
    folder = make({ 'a-skill/SKILL.md': skillMd('a-skill') });
  });
  afterEach(async () => {
    await endpoint.close();
    await registry.close();
  });

  const home = (): string => path.join(folder, '.home');
  const config = (): string => path.join(home(), '.config', 'anthropic');
  const sent = (method: string): number => registry.requests.filter((each) => each.method === method).length;
  const exchanges = (): number => endpoint.requests.filter(({ path: to }) => to === '/v1/oauth/token').length;

  /** Fails when a secret stands in what was printed, or in any file but that of the profile. */
  async function run(args: readonly string[], env: Env = {}, changes: Partial<CliIo> = {}): Promise<CommandLineResult> {
    const result = await runCommandLine(folder, args, {
      env: { HOME: home(), XDG_STATE_HOME: path.join(folder, '.state'), ...env },
      ...changes,
    });
    // A runner takes these lines and shows none of them.
    const shown = `${result.out}${result.err.replace(/^::add-mask::.*\n/gm, '')}`;
    const kept = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => !file.endsWith('.jwt') && !file.split(path.sep).includes('credentials'))
      .map((file) => path.join(folder, file))
      .filter((file) => statSync(file).isFile());
    for (const secret of endpoint.secrets())
      for (const [where, text] of [['the output', shown], ...kept.map((file) => [file, readFileSync(file, 'utf8')])])
        assert.ok(!text?.includes(secret), `a secret is in ${where}`);
    return result;
  }

  const at = (): readonly string[] => ['--base-url', endpoint.url];
  function federated(env: Env = {}): Env {
    return {
      ANTHROPIC_FEDERATION_RULE_ID: endpoint.rule.id,
      ANTHROPIC_ORGANIZATION_ID: endpoint.rule.organization,
      ANTHROPIC_SERVICE_ACCOUNT_ID: endpoint.rule.serviceAccount,
      ANTHROPIC_WORKSPACE_ID: ownWorkspace,
      ...env,
    };
  }
  const publish = (...more: readonly string[]): readonly string[] => ['publish', 'a-skill', '--yes', ...at(), ...more];

  const writeProfile = (name: string, changes: Readonly<Record<string, unknown>> = {}, left = 600): string =>
    writeFiles(config(), name, endpoint, { config: changes, left });

  it('publishes by federation in GitHub Actions, with an identity token that is masked in the log', async () => {
    const env = federated({ ...endpoint.env, CI: 'true', GITHUB_ACTIONS: 'true' });
    const { code, out, err } = await run(publish('--auth', 'federation'), env);
    assert.equal(code, 0, err);
    assert.match(out, /^skill_\w+\tskver_\w+\n$/);
    assert.match(err, /^::add-mask::eyJ/m);
    assert.deepEqual([exchanges(), sent('POST')], [1, 1]);
    const asked = endpoint.requests.find(({ path: to }) => to.startsWith('/github/token'));
    assert.match(asked?.path ?? '', /&audience=https%3A%2F%2Fapi\.anthropic\.com$/);
    const again = await run(publish('--auth', 'federation'), env);
    assert.deepEqual([again.code, sent('POST')], [0, 1], again.err);
    assert.match(readFileSync(path.join(folder, '.skill-publisher.json'), 'utf8'), /#wrkspc_01Test/);
  });

  it('publishes by a profile, renewed in its file alone', async () => {
    const file = writeProfile('work', {}, 10);
    const { code, err } = await run(publish('--profile', 'work'));
    assert.equal(code, 0, err);
    assert.deepEqual([exchanges(), sent('POST')], [1, 1]);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.ok(!existsSync(`${file}.lock`));
  });

  it('takes the identity token from a file, at each exchange', async () => {
    writeFileSync(path.join(folder, 'id.jwt'), `${endpoint.identityToken()}\n`);
    const args = ['list', ...at(), '--auth', 'federation', '--identity-token-file', 'id.jwt'];
    assert.equal((await run(args, federated())).code, 0);
    writeFileSync(path.join(folder, 'id.jwt'), '\n');
    const { code, err } = await run(args, federated());
    assert.deepEqual([code, exchanges()], [1, 1]);
    assert.match(err, /There is no identity token in .*id\.jwt\./);
  });

  describe('a sign-in that is refused ends with 1, says in one sentence what to check, and uploads nothing', () => {
    const wrong: Readonly<Record<string, readonly [make: () => string, words: RegExp, env?: Env]>> = {
      'wrong audience': [
        () => endpoint.identityToken({ aud: 'https://other.example' }),
        /audience https:\/\/other\.example/,
      ],
      'wrong subject': [
        () => endpoint.identityToken({ sub: 'repo:evil/skills:pull_request' }),
        /subject repo:evil\/skills/,
      ],
      'wrong issuer': [
        () => endpoint.identityToken({ iss: 'https://issuer.example' }),
        /issuer https:\/\/issuer\.example/,
      ],
      'wrong key': [
        () => endpoint.identityToken({}, { key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey }),
        /accepts issuer http:/,
      ],
      expired: [() => endpoint.identityToken({ exp: 1_700_000_000 }), /it expired at 2023-11-14T/],
      unsigned: [() => endpoint.identityToken({}, { alg: 'none' }), /the token is not signed/],
      'other workspace': [
        () => endpoint.identityToken(),
        /workspace wrkspc_other/,
        { ANTHROPIC_WORKSPACE_ID: 'wrkspc_other' },
      ],
      'other rule': [() => endpoint.identityToken(), /rule fdrl_other/, { ANTHROPIC_FEDERATION_RULE_ID: 'fdrl_other' }],
    };
    for (const [name, [token, words, env]] of Object.entries(wrong))
      it(name, async () => {
        const values = federated({ ANTHROPIC_IDENTITY_TOKEN: token(), ...env });
        const { code, err } = await run(publish('--auth', 'federation'), values);
        assert.deepEqual([code, sent('POST'), endpoint.reasons.length], [1, 0, 1], err);
        assert.match(err, words);
        assert.match(
          err,
          /^Nothing was published: [^\n]+ did not accept the identity token \(401\): check that [^\n]+\.$/m,
        );
      });

    it('trap 3: replayed', async () => {
      const env = federated({ ANTHROPIC_IDENTITY_TOKEN: endpoint.identityToken() });
      assert.equal((await run(['list', ...at(), '--auth', 'federation'], env)).code, 0);
      const { code, err } = await run(publish('--auth', 'federation'), env);
      assert.deepEqual([code, sent('POST'), endpoint.reasons], [1, 0, ['jti_reused']]);
      assert.match(err, /whether the token was used already/);
    });
  });

  describe('says in one sentence what is wrong, with 2, and asks nobody', () => {
    const asked: typeof fetch = () => assert.fail('something was sent');
    const key = { ANTHROPIC_API_KEY: ['sk', 'ant', 'api03', 'x'.repeat(30)].join('-') };
    const refuses = async (args: readonly string[], env: Env, words: RegExp): Promise<void> => {
      const { code, out, err } = await run(args, env, { fetch: asked });
      assert.deepEqual([code, out], [2, ''], err);
      assert.match(err, words);
    };

    it('trap 2: a profile whose base_url is another one', async () => {
      writeProfile('work', { base_url: 'https://evil.example' });
      await refuses(
        ['list', '--profile', 'work'],
        {},
        /is for https:\/\/evil\.example, but this connection is https:\/\/api/,
      );
      await refuses(['list', ...at(), '--profile', 'work'], {}, /is for https:\/\/evil\.example/);
    });

    it('trap 2: a profile that others may change', async () => {
      writeProfile('default', { base_url: undefined });
      chmodSync(path.join(config(), 'configs', 'default.json'), 0o666);
      await refuses(
        ['list', '--profile', 'default'],
        {},
        /Others can change .*default\.json, and so where tokens are sent/,
      );
      await refuses(['list'], {}, /Others can change/);
    });

    it('trap 4: two ways to sign in, until --auth says which', async () => {
      writeProfile('default', { base_url: undefined });
      const federation = federated({ ANTHROPIC_IDENTITY_TOKEN: endpoint.identityToken() });
      await refuses(
        ['list'],
        { ...key, ...federation },
        /the API key of ANTHROPIC_API_KEY and federation by ANTHROPIC_FED/,
      );
      await refuses(
        ['list'],
        key,
        /the API key of ANTHROPIC_API_KEY and a profile, the profile default on this computer\. /,
      );
      await refuses(['list'], federation, /--auth federation or --auth profile/);
      const seen: string[] = [];
      const spy: typeof fetch = (_input, init) => {
        seen.push(new Headers(init?.headers).get('authorization') ?? 'none');
        return Promise.resolve(Response.json({ data: [], next_page: null }));
      };
      for (const auth of ['key', 'profile']) await run(['list', '--auth', auth], key, { fetch: spy });
      assert.equal(seen[0], `Bearer ${key.ANTHROPIC_API_KEY}`);
      assert.match(seen[1] ?? '', /^Bearer sk-ant-oat01-/);
    });

    it('trap 5: in CI takes no profile that was not named, also with an empty identity token', async () => {
      writeProfile('default', { base_url: undefined });
      const ci = { CI: 'true', GITHUB_ACTIONS: 'true' };
      await refuses(['list'], ci, /ANTHROPIC_API_KEY is not set/);
      await refuses(['list', '--auth', 'profile'], ci, /Name the profile with --profile or ANTHROPIC_PROFILE: in CI/);
      await refuses(
        ['list'],
        { ...ci, ...federated({ ANTHROPIC_IDENTITY_TOKEN: '' }) },
        /Add “permissions: id-token: write” to the job; pull requests from forks never get it/,
      );
    });

    it('what federation needs and is not named', async () => {
      for (const [env, words] of [
        [{ ANTHROPIC_WORKSPACE_ID: '' }, /Name the workspace that the token is for with --workspace-id or ANTH/],
        [{ ANTHROPIC_ORGANIZATION_ID: '' }, /Name the organization with --organization/],
        [{ ANTHROPIC_FEDERATION_RULE_ID: 'rule' }, /begins with fdrl_/],
        [{ ANTHROPIC_SERVICE_ACCOUNT_ID: 'account' }, /begins with svac_/],
        [{}, /There is no identity token\. Name its file/],
        [{ ANTHROPIC_IDENTITY_TOKEN: 'a', ANTHROPIC_IDENTITY_TOKEN_FILE: 'b' }, /not both/],
      ] as const)
        await refuses(['list'], federated(env), words);
      await refuses(['list', '--auth', 'federation'], {}, /Name the federation rule with --federation-rule/);
    });

    it('a profile that is not there, has a name that is a path, or is for another workspace', async () => {
      await refuses(['list', '--profile', 'none'], {}, /There is no profile none in .*“ant auth login --profile none”/);
      await refuses(['list', '--profile', '../x'], {}, /Profile names have only letters/);
      await refuses(['list', '--auth', 'profile'], {}, /There is no profile\. Sign in/);
      writeProfile('work');
      const other = ['list', ...at(), '--profile', 'work', '--workspace-id', 'wrkspc_other'];
      await refuses(other, {}, /is for workspace wrkspc_01Test, not for wrkspc_other/);
    });

    it('sends nothing of the environment to another service', async () => {
      const env = federated({ ...key, ANTHROPIC_IDENTITY_TOKEN: 'a.b.c', ANTHROPIC_PROFILE: 'work' });
      await refuses(['list', '--base-url', 'https://other.example'], env, /is sent to api\.anthropic\.com only/);
    });
  });

  it('refuses a credentials file that others may read, or that is gone, with 1', async () => {
    const file = writeProfile('work');
    chmodSync(file, 0o644);
    const { code, err } = await run(['list', ...at(), '--profile', 'work']);
    assert.deepEqual([code, endpoint.requests.length], [1, 0]);
    assert.match(err, /Others can read .*work\.json, which contains a token\. Run chmod 600 on it/);
  });

  it('trap 7: two at once renew a profile with one exchange', async () => {
    writeProfile('work', {}, 10);
    const all = await Promise.all([1, 2, 3].map(() => run(['list', ...at(), '--profile', 'work'])));
    assert.deepEqual([all.map(({ code }) => code), exchanges()], [[0, 0, 0], 1]);
  });

  it('keeps a token out of a skill that is published', async () => {
    writeProfile('work');
    writeFileSync(path.join(folder, 'a-skill', 'notes.jwt'), endpoint.refreshToken());
    const { code, err } = await run(publish('--profile', 'work'));
    assert.deepEqual([code, sent('POST')], [1, 0], err);
  });

  describe('auth status', () => {
    it('says who one is and which way was taken, and shows neither token nor address', async () => {
      writeProfile('work');
      const { code, out } = await run(['auth', 'status', ...at(), '--profile', 'work']);
      assert.equal(code, 0);
      assert.match(
        out,
        /^Signed in to 127\.0\.0\.1:\d+ with profile work \(workspace wrkspc_01Test\)\.\n\* a profile, --profile/,
      );
      assert.doesNotMatch(out, /example\.com/);
    });

    it('lists every way that was found, and fails when it cannot choose or is refused', async () => {
      writeProfile('default', { base_url: undefined });
      const env = { ...federated(), ANTHROPIC_API_KEY: ['sk', 'ant', 'api03', 'y'.repeat(30)].join('-') };
      const { code, out, err } = await run(['auth', 'status', '--format', 'json'], env);
      assert.equal(code, 1);
      const report = JSON.parse(out) as { readonly signedIn: boolean; readonly sources: readonly { kind: string }[] };
      assert.deepEqual(
        [report.signedIn, report.sources.map(({ kind }) => kind)],
        [false, ['key', 'federation', 'profile']],
      );
      assert.match(err, /^Not signed in to api\.anthropic\.com: There are two ways to sign in/);
      endpoint.revoke();
      endpoint.faults.push({ on: 'token', status: 400, body: {} });
      writeProfile('work', {}, 10);
      const ended = await run(['auth', 'status', ...at(), '--profile', 'work']);
      assert.equal(ended.code, 1);
      assert.match(ended.err, /The sign-in of profile work has ended\. Sign in again with/);
    });
  });
});
