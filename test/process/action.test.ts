import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { cpSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { botLogin, runStep, startGitHub, type FakeGitHub, type StepDone } from '../support/actionJob.ts';
import { runProgram } from '../support/cliProgram.ts';
import { bareRepository, git, pushAll } from '../support/gitRepository.ts';
import { startTestRegistry, type TestRegistry } from '../support/localRegistry.ts';
import { skillMd } from '../support/publishCase.ts';
import { temporaryFolders } from '../support/temporaryFolder.ts';
import { ownWorkspace, startTokenEndpoint, type TokenEndpoint } from '../support/tokenEndpoint.ts';

const pullRequest = { name: 'pull_request', payload: { number: 7, pull_request: { number: 7 } } };
const commit = 'c0ffee'.padEnd(40, '0');

describe('the action', function () {
  this.timeout(300_000);
  let registry: TestRegistry;
  let endpoint: TokenEndpoint;
  let github: FakeGitHub;
  let base: string;
  let work: string;
  let origin: string;
  const done: StepDone[] = [];

  // Before the folders are removed.
  afterEach(async () => {
    const secrets = [
      ...endpoint.secrets(),
      github.token,
      Buffer.from(`x-access-token:${github.token}`).toString('base64'),
    ];
    try {
      assertNowhere(secrets);
    } finally {
      await Promise.all([endpoint.close(), github.close()]);
      await registry.close();
    }
  });
  const make = temporaryFolders();

  beforeEach(async () => {
    registry = await startTestRegistry();
    endpoint = await startTokenEndpoint({ upstream: registry.url });
    github = await startGitHub();
    base = make({
      'work/skills/one/SKILL.md': skillMd('one'),
      'work/skills/two/SKILL.md': skillMd('two'),
      'job/empty.txt': '',
    });
    work = path.join(base, 'work');
    origin = bareRepository(base, 'remotes/acme/skills');
    pushAll(work, origin);
    done.length = 0;
  });
  /** Whatever a run left: a runner blanks what `::add-mask::` names, and only there a secret may stand. */
  function assertNowhere(secrets: readonly string[]): void {
    const files = globSync('**/*', { cwd: base }).map((file) => path.join(base, file));
    const texts = [
      ...done.map(({ log }) => log.replace(/^::add-mask::.*$/gm, '')),
      ...done.map((step) => JSON.stringify(step.outputs) + step.summary),
      ...github.comments.map(({ body }) => body),
      ...files.filter((file) => statSync(file).isFile()).map((file) => readFileSync(file, 'latin1')),
      git(origin, 'log', '--all', '-p'),
    ];
    for (const secret of secrets)
      for (const text of texts) assert.ok(!text.includes(secret), `${secret} in ${text.slice(0, 2000)}`);
  }

  async function step(
    cwd: string,
    inputs: Readonly<Record<string, string>>,
    more: { readonly env?: Readonly<Record<string, string>>; readonly event?: typeof pullRequest } = {},
  ): Promise<StepDone> {
    const result = await runStep(base, {
      cwd,
      inputs: { token: github.token, 'base-url': endpoint.url, workspace: ownWorkspace, ...inputs },
      env: {
        ...github.env,
        GITHUB_SERVER_URL: `file://${path.join(base, 'remotes')}`,
        GITHUB_SHA: commit,
        ...more.env,
      },
      ...(more.event ? { event: more.event } : {}),
    });
    done.push(result);
    return result;
  }
  const federation = (): Readonly<Record<string, string>> => ({
    'federation-rule': endpoint.rule.id,
    organization: endpoint.rule.organization,
    'service-account': endpoint.rule.serviceAccount,
  });
  const check = (more: Readonly<Record<string, string>> = {}): Promise<StepDone> =>
    step(work, { command: 'check', folders: 'skills', ...more }, { event: pullRequest });
  const plan = (more: Readonly<Record<string, string>> = {}): Promise<StepDone> =>
    step(work, { command: 'plan', folders: 'skills', ...federation(), ...more }, { env: endpoint.env });
  /** In a job without a checkout, which has nothing but the artifact. */
  async function publish(planned: StepDone, more: Readonly<Record<string, string>> = {}): Promise<StepDone> {
    const job = path.join(base, 'job');
    cpSync(planned.outputs['plan'] ?? '', path.join(job, 'plan'), { recursive: true });
    const inputs = { command: 'publish', plan: 'plan', digest: planned.outputs['digest'] ?? '' };
    return step(job, { ...inputs, ...federation(), ...more }, { env: endpoint.env });
  }
  const posts = (): number => registry.requests.filter(({ method }) => method === 'POST').length;

  it('checks a pull request without a credential, plans what was reviewed, publishes that, and nothing when repeated', async () => {
    const checked = await check();
    assert.equal(checked.code, 0, checked.log);
    assert.deepEqual(
      [checked.outputs['result'], checked.outputs['changes'], checked.outputs['errors']],
      ['changes', '2', '0'],
    );
    assert.equal(endpoint.requests.length, 0);
    assert.equal(github.comments.length, 1);
    assert.match(
      github.comments[0]?.body ?? '',
      /^<!-- skill-publisher v1 -->\n[^]*new skill {4}one {2}\(skills\/one\)/,
    );

    const planned = await plan();
    assert.equal(planned.code, 0, planned.log);
    assert.deepEqual([planned.outputs['result'], planned.outputs['changes']], ['changes', '2']);
    assert.equal(planned.outputs['release'], checked.outputs['release']);
    assert.match(planned.summary, /\*\*As reviewed\*\*\n\n```text\nPull request #7:/);
    assert.equal(posts(), 0);

    const published = await publish(planned);
    assert.equal(published.code, 0, published.log);
    assert.deepEqual([published.outputs['result'], published.outputs['changes'], posts()], ['published', '2', 2]);
    assert.match(git(origin, 'show', 'skill-publisher-ledger:.skill-publisher.json'), /"skills\/one"[^]*"skills\/two"/);

    const again = await publish(planned);
    assert.deepEqual(
      [again.code, again.outputs['result'], again.outputs['changes'], posts()],
      [0, 'published', '0', 2],
      again.log,
    );
    assert.match(again.summary, /published already {2}one/);

    git(work, 'fetch', '--quiet', 'origin', '+refs/heads/*:refs/remotes/origin/*');
    writeFileSync(path.join(work, 'skills/one/notes.md'), 'Notes.\n');
    const next = await check();
    assert.deepEqual([next.outputs['result'], next.outputs['changes']], ['changes', '1'], next.log);
    assert.match(next.summary, /new version {2}one .* follows \S+ of skill_/);
    writeFileSync(path.join(work, 'skills/one/notes.md'), 'Other notes.\n');
    const other = await plan();
    assert.match(other.summary, /\*\*Not as reviewed\*\*[^]*skills\/one: its files are not those that were reviewed/);
  });

  it('finds out about a lost answer, and publishes once', async () => {
    const planned = await plan();
    registry.fault('reset-after@POST#1');
    const { code, log, outputs } = await publish(planned);
    assert.deepEqual([code, outputs['result'], posts()], [0, 'published', 2], log);
  });

  it('keeps one comment of its own, whoever copied its mark, and none of a fork', async () => {
    github.comments.push({ id: 1, body: '<!-- skill-publisher v1 -->\nmine', user: { login: 'stranger' } });
    await check();
    await check();
    assert.deepEqual(
      github.comments.map(({ user }) => user.login),
      ['stranger', botLogin],
    );
    assert.equal(github.comments[0]?.body, '<!-- skill-publisher v1 -->\nmine');
    github.readOnly = true;
    const fork = await check();
    assert.equal(fork.code, 0, fork.log);
    assert.match(fork.log, /The token is not allowed to comment/);
    assert.match(fork.summary, /What a publish would do/);
    const asked = github.requests.length;
    assert.equal((await check({ comment: 'false' })).code, 0);
    assert.equal(github.requests.length, asked);
  });

  it('annotates ten findings of a kind, writes SARIF, and fails from the severity that is asked', async () => {
    const links = Array.from({ length: 12 }, (_, index) => `[x](references/missing-${index}.md)`).join('\n\n');
    writeFileSync(path.join(work, 'skills/one/SKILL.md'), skillMd('Not Good', links));
    writeFileSync(path.join(work, 'skill-publisher.config.json'), '{"rules": {"ref/exists": "error"}}');
    const { code, outputs, log, summary } = await check({ sarif: 'out.sarif' });
    assert.deepEqual([code, outputs['result']], [1, 'findings'], log);
    assert.ok(Number(outputs['errors']) > 10, log);
    assert.equal(log.match(/^::error file=/gm)?.length, 10);
    assert.match(summary, /missing-11\.md/);
    const report = JSON.parse(readFileSync(path.join(work, outputs['sarif-file'] ?? ''), 'utf8')) as {
      readonly version: string;
    };
    assert.equal(report.version, '2.1.0');
    assert.equal((await check({ folders: 'skills/tw*' })).code, 0);
    assert.equal((await check({ folders: 'skills/two', 'fail-on': 'hint' })).outputs['result'], 'findings');
  });

  it('takes no command out of a text, and lets nothing in a comment come alive', async () => {
    const hostile = [
      '##[set-output name=changes]0',
      '::error::owned',
      '::set-output name=changes::0',
      '@everyone',
      '`````',
      '![image](https://evil.example/x.png)',
      '<img src=https://evil.example/y.png>',
      'end-0',
    ];
    const name = hostile.slice(0, 3).join(' ');
    const text = skillMd('one', hostile.join('\n')).replace('name: one', `name: "${name} @everyone \`\`\`\`\`"`);
    const link = `[x](references/@everyone-##[error]-%60%60%60%60.md) [y](a\u2028::warning::y)`;
    writeFileSync(path.join(work, 'skills/one/SKILL.md'), `${text}\n${link}\n`);
    const folder = 'skills/x\n::error::folder ##[add-mask]x @everyone ``````';
    cpSync(path.join(work, 'skills/two'), path.join(work, folder), { recursive: true });
    const checked = await check();
    assert.deepEqual([checked.code, checked.outputs['result']], [1, 'findings'], checked.log);
    assert.equal(checked.outputs['changes'], '2');
    const planned = await plan();
    assert.equal(planned.outputs['changes'], '2', planned.log);
    const ours = /^::(?:add-mask::|(?:error|warning|notice)(?: file=[^:]*)?::)/;
    for (const { log } of [checked, planned]) {
      for (const line of log.split(/[\n\r\u2028\u2029]/)) {
        assert.ok(!/##(?:vso)?\[/.test(line), line);
        if (/^\s*::/.test(line)) assert.match(line, ours);
        assert.ok(!/^\s*::(?:error::owned|error::folder|warning::y|set-output)/.test(line), line);
      }
    }
    const pages = [checked.summary, planned.summary, github.comments[0]?.body ?? ''];
    for (const page of pages) {
      const alive = outsideFences(page);
      for (const word of ['everyone', 'evil', 'error::', 'set-output', '##[', '<img'])
        assert.ok(!alive.includes(word), alive);
    }
    assert.ok(pages.every((page) => page.includes('@everyone')));
  });

  for (const [what, inputs, told] of [
    ['another audience', { audience: 'https://elsewhere.example' }, /did not accept the identity token \(401\)/],
    ['another workspace', { workspace: 'wrkspc_02Other' }, /did not accept the identity token \(401\)/],
    ['another rule', { 'federation-rule': 'fdrl_02Other' }, /did not accept the identity token \(401\)/],
    ['a rule that is none', { 'federation-rule': 'none' }, /must be an ID that begins with fdrl_/],
    ['no workspace', { workspace: '' }, /Name the workspace/],
    ['two ways to sign in', { 'api-key': ['sk-ant', 'api03-left-over'].join('-') }, /two ways to sign in/],
  ] as const)
    it(`publishes nothing with ${what}`, async () => {
      const { code, log, outputs } = await plan(inputs);
      assert.deepEqual([code, outputs['result'], posts()], [1, 'error', 0], log);
      assert.match(log, new RegExp(`^::error::.*${told.source}`, 'm'));
    });

  for (const [what, token] of [
    ['another subject', (issuer: TokenEndpoint) => issuer.identityToken({ sub: 'repo:stranger/fork:pull_request' })],
    ['another issuer', (issuer: TokenEndpoint) => issuer.identityToken({ iss: 'https://issuer.example' })],
    ['a token that has expired', (issuer: TokenEndpoint) => issuer.identityToken({ exp: 1 })],
    ['a token without a signature', (issuer: TokenEndpoint) => issuer.identityToken({}, { alg: 'none' })],
    [
      'a token that another key signed',
      (issuer: TokenEndpoint) =>
        issuer.identityToken({}, { key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey }),
    ],
  ] as const)
    it(`publishes nothing by ${what}`, async () => {
      const planned = await plan();
      endpoint.faults.push({ on: 'github', status: 200, body: { value: token(endpoint) } });
      const { code, log, outputs } = await publish(planned);
      assert.deepEqual([code, outputs['result'], posts()], [1, 'error', 0], log);
      assert.match(log, /^::error::.* did not accept the identity token \(401\): check that federation rule/m);
    });

  it('publishes nothing by a token that was used already', async () => {
    const planned = await plan();
    const value = endpoint.identityToken();
    for (const on of ['github', 'github'] as const) endpoint.faults.push({ on, status: 200, body: { value } });
    assert.equal((await plan()).code, 0);
    const { code, log } = await publish(planned);
    assert.deepEqual([code, posts()], [1, 0], log);
    assert.match(log, /whether the token was used already/);
    assert.deepEqual(endpoint.reasons, ['jti_reused']);
  });

  it('finds what the command line finds', async () => {
    const samples = make();
    cpSync('test/fixtures/workspace', samples, { recursive: true });
    const inputs = { command: 'check', folders: 'skills', sarif: 'action.sarif' };
    const { outputs } = await step(samples, inputs);
    const { err } = await runProgram(samples, ['validate', 'skills', '--format', 'sarif', '--output', 'cli.sarif']);
    const [ours, theirs] = ['action.sarif', 'cli.sarif'].map((name) => readFileSync(path.join(samples, name), 'utf8'));
    assert.equal(ours, theirs, err);
    assert.ok(Number(outputs['errors']) > 0);
  });

  it('names what is accepted in the comment, with the reason', async () => {
    const at = { 'base-url': registry.url, workspace: '' };
    const first = await runProgram(work, ['publish', 'skills/one', '--base-url', registry.url, '--yes'], {
      env: { ANTHROPIC_API_KEY: registry.apiKey },
    });
    assert.equal(first.code, 0, first.err);
    writeFileSync(path.join(work, 'skills/one/SKILL.md'), `${skillMd('one')}\n\`\`\`bash\nraincheck --now\n\`\`\`\n`);
    const open = await check(at);
    assert.match(open.summary, /Newly runs raincheck.*impact\/command-added:raincheck/);
    assert.doesNotMatch(open.summary, /Accepted changes/);
    const accept = { 'accept-change': 'command-added:raincheck', reason: 'Announced by @everybody' };
    const meant = await check({ ...at, ...accept });
    assert.equal(meant.code, 0, meant.log);
    const said =
      /\*\*Accepted changes\*\*\n\n```text\none: impact\/command-added:raincheck: Announced by @everybody\n```/;
    assert.match(github.comments[0]?.body ?? '', said);
    assert.match(meant.summary, said);
    const unmeant = await check({ ...at, 'accept-change': 'command-added:raincheck' });
    assert.deepEqual([unmeant.code, unmeant.outputs['result']], [1, 'error']);
    assert.match(unmeant.log, /needs a --reason/);
  });

  it('publishes no plan that was changed, that another digest names, or that relies on what moved', async () => {
    const planned = await plan();
    const digest = `sha256:${'0'.repeat(64)}`;
    assert.equal((await publish(planned, { digest })).outputs['result'], 'stale');
    const without = await publish(planned, { digest: '' });
    assert.deepEqual([without.code, without.outputs['result']], [1, 'error']);
    const file = path.join(planned.outputs['plan'] ?? '', 'plan.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('"name": "one"', '"name": "two"'));
    assert.equal((await publish(planned)).outputs['result'], 'stale');
    writeFileSync(file, text);
    assert.equal(posts(), 0);
    writeFileSync(path.join(work, 'skills/one/more.md'), 'More.\n');
    const rival = await plan();
    assert.equal((await publish(rival)).outputs['result'], 'published');
    const late = await publish(planned);
    assert.deepEqual([late.code, late.outputs['result']], [1, 'stale'], late.log);
    assert.match(late.log, /^::error::one is not what it was when the plan was made/m);
  });

  it('says what is missing or wrong, in one sentence', async () => {
    const noPermission = await step(work, { command: 'plan', folders: 'skills', ...federation() });
    assert.match(noPermission.log, /^::error::There is no identity token\. Add “permissions: id-token: write”/m);
    assert.match((await step(work, { command: 'deploy' })).log, /^::error::command must be check, plan, publish\.$/m);
    assert.match((await check({ folders: 'nowhere' })).log, /^::error::'nowhere' does not exist\.$/m);
    assert.match((await check({ folders: 'x/*' })).log, /^::error::No skill is at or below x\/\*\.$/m);
    const target = { name: 'pull_request_target', payload: pullRequest.payload };
    const dangerous = await step(work, { command: 'check' }, { event: target });
    assert.deepEqual([dangerous.code, dangerous.outputs['result']], [1, 'error']);
    assert.match(dangerous.log, /Use pull_request\.$/m);
  });

  it('signs in with a key where there is no federation', async () => {
    const key = ['sk-ant', 'api03-of-this-test-only'].join('-');
    const inputs = { command: 'plan', folders: 'skills', 'api-key': key, 'base-url': registry.url, workspace: '' };
    const { code, log, outputs } = await step(work, inputs);
    assert.equal(code, 0, log);
    assert.equal(outputs['changes'], '2');
    assertNowhere([key]);
    assert.match(log, new RegExp(`^::add-mask::${key}$`, 'm'));
  });
});

/** The part of a page that is Markdown: what stands in no fence, by the rules of CommonMark for fences of backticks. */
function outsideFences(page: string): string {
  let fence: number | undefined;
  const lines = page.split('\n').filter((line) => {
    const run = /^ {0,3}(`{3,})([^`]*)$/.exec(line);
    if (fence === undefined) {
      fence = run?.[1]?.length;
      return fence === undefined;
    }
    if (run && (run[1]?.length ?? 0) >= fence && run[2]?.trim() === '') fence = undefined;
    return false;
  });
  assert.equal(fence, undefined, 'a fence is open at the end');
  return lines.join('\n');
}
