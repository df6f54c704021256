import assert from 'node:assert/strict';
import { runCommandLine as run } from '../../support/commandLine.ts';
import { temporaryFolders } from '../../support/temporaryFolder.ts';

describe('cli', () => {
  const make = temporaryFolders();

  it('shows its commands, its version, and the usage of each command with exit codes', async () => {
    assert.deepEqual([(await run('/', [])).code, (await run('/', ['--help'])).code], [2, 0]);
    assert.equal((await run('/', ['--version'])).out, '1.2.3\n');
    for (const command of ['validate', 'pack', 'publish', 'list', 'registry']) {
      const { code, out } = await run('/', [command, '--help']);
      assert.equal(code, 0);
      assert.match(out, new RegExp(`^Usage: skill-publisher ${command} [\\s\\S]*Exit codes:`));
    }
  });

  for (const [args, message] of [
    [['nonsense'], /There is no command 'nonsense'/],
    [['__proto__'], /There is no command/],
    [['validate'], /There is no skill here/],
    [['validate', '--fromat', 'json'], /Did you mean --format\?/],
    [['valdate'], /Did you mean validate\?/],
    [['validate', 'nowhere'], /'nowhere' does not exist/],
    [['validate', '--bogus'], /--bogus/],
    [
      ['validate', '.', '--format', 'xml'],
      /--format must be text, concise, json, sarif, github, gitlab or junit, not 'xml'/,
    ],
    [['validate', '.', '--target', 'x'], /--target must be api, claude-code,/],
    [['pack'], /Missing argument: skill folder/],
    [['pack', '.', '.'], /Name one skill folder/],
    [['publish', '.', '--new', '--skill-id', 'x'], /not both/],
    [['list', '--connection', 'local', '--base-url', 'https://x.example.org'], /not both/],
    [['list', '--connection', 'mine'], /--connection must be anthropic or local/],
    [['list', '--base-url', 'http://example.org'], /must start with https/],
    [['list', '--base-url', 'https://user:pw@example.org'], /must not contain a user name/],
    [['list'], /ANTHROPIC_API_KEY is not set/],
    [
      ['list', '--base-url', 'https://example.org'],
      /--api-key-env; ANTHROPIC_API_KEY is sent to api\.anthropic\.com only/,
    ],
  ] as const) {
    it(`refuses “${args.join(' ')}” in one sentence`, async () => {
      const { code, out, err } = await run(make(), args);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, message);
    });
  }

  it('never shows the key, not even a wrong one', async () => {
    const { code, err } = await run('/', ['list'], { env: { ANTHROPIC_API_KEY: 'sk-ant-secret value here' } });
    assert.equal(code, 2);
    assert.ok(!err.includes('secret'));
  });

  it('says how many items of a list cannot be read', async () => {
    const item = {
      type: 'skill',
      id: 'skill_1',
      display_name: 'A',
      latest_version_id: 'v',
      source: { type: 'custom' },
    };
    const good = { ...item, created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' };
    for (const [data, message] of [
      [[good, 7, { type: 'skill' }], /^2 items of the list could not be read and are not shown\.$/m],
      [[{ ...good, id: '../x' }], /^1 item of the list could not be read and is not shown\.$/m],
      [[good], /^$/],
    ] as const) {
      const answer: typeof fetch = () => Promise.resolve(Response.json({ data, next_page: null }));
      const env = { ANTHROPIC_API_KEY: `sk-ant-api03-${'x'.repeat(30)}` };
      const { code, err } = await run('/', ['list'], { env, fetch: answer });
      assert.equal(code, 0, err);
      assert.match(err, message);
    }
  });

  it('sends the official key to the official service only', async () => {
    const hosts: string[] = [];
    const spy: typeof fetch = (input) => {
      hosts.push(new URL(input instanceof Request ? input.url : input).host);
      return Promise.reject(new TypeError('fetch failed'));
    };
    const env = { ANTHROPIC_API_KEY: `sk-ant-api03-${'x'.repeat(30)}`, ANTHROPIC_BASE_URL: 'https://evil.example.org' };
    await run('/', ['list'], { env, fetch: spy, signal: AbortSignal.timeout(200) });
    assert.ok(hosts.length > 0 && hosts.every((host) => host === 'api.anthropic.com'), String(hosts));
  });
});
