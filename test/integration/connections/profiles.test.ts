import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { startTestRegistry, type TestRegistry } from '../../support/localRegistry.ts';
import { writeProfile } from '../../support/profileFiles.ts';
import { temporaryFolders } from '../../support/temporaryFolder.ts';
import { ownWorkspace, startTokenEndpoint, type TokenEndpoint } from '../../support/tokenEndpoint.ts';
import { answering, type Asked, type Person } from '../support/answers.ts';
import { activateExtension, registryRows } from '../support/extension.ts';
import { removeLedger, removeSkill, writeSkill } from '../support/skills.ts';

const run = (person: Person, command: string, ...args: readonly unknown[]): Promise<readonly Asked[]> =>
  answering(person, () => vscode.commands.executeCommand(`skillPublisher.${command}`, ...args));
const choosing =
  (row: RegExp): Person =>
  (asked) =>
    asked.kind === 'pick' ? row : undefined;
const setting = (): unknown => vscode.workspace.getConfiguration('skillPublisher').inspect('connections')?.globalValue;

describe('a connection with a profile', () => {
  const make = temporaryFolders();
  const inherited = process.env['ANTHROPIC_CONFIG_DIR'];
  let registry: TestRegistry;
  let service: TokenEndpoint;
  let folder: string;

  before(activateExtension);
  beforeEach(async () => {
    registry = await startTestRegistry();
    service = await startTokenEndpoint({ upstream: registry.url });
    folder = make();
    process.env['ANTHROPIC_CONFIG_DIR'] = folder;
  });
  afterEach(async () => {
    await service.close();
    await registry.close();
    if (inherited === undefined) delete process.env['ANTHROPIC_CONFIG_DIR'];
    else process.env['ANTHROPIC_CONFIG_DIR'] = inherited;
    await vscode.workspace
      .getConfiguration('skillPublisher')
      .update('connections', undefined, vscode.ConfigurationTarget.Global);
    removeSkill('profiled');
    removeLedger();
  });

  const write = (name: string, config: Readonly<Record<string, unknown>> = {}, left = 600): string =>
    writeProfile(folder, name, service, { config, left });
  /** What stands in the view in place of the rows, after a refresh. */
  async function told(): Promise<unknown> {
    await vscode.commands.executeCommand('skillPublisher.refreshRegistry');
    return (await registryRows())[0]?.item.description;
  }
  const posts = (): number => registry.requests.filter(({ method }) => method === 'POST').length;

  it('says how to make a profile where there is none', async () => {
    const asked = await run(() => 'Copy Command', 'signInWithProfile');
    assert.deepEqual(
      asked.map(({ kind, choices }) => [kind, ...choices]),
      [['message', 'Copy Command', 'Set API Key']],
    );
    assert.match(asked[0]?.text ?? '', /^There is no profile in .*Make one with “ant auth login” in a terminal/);
    assert.equal(await vscode.env.clipboard.readText(), 'ant auth login');
  });

  it('is made by choosing a profile, which is tried; lists and publishes; and stores nothing secret', async () => {
    write('work', { organization_id: 'org-1' }, 10);
    write('other');
    const asked = await run(choosing(/work/), 'signInWithProfile');
    const [list] = asked;
    assert.deepEqual(list?.choices, ['$(account) other', '$(account) work']);
    assert.match(list.details[1] ?? '', /^127\.0\.0\.1:\d+ · organization org-1 · workspace wrkspc_01Test$/);
    assert.match(asked.at(-1)?.text ?? '', /is signed in with profile work \(organization org-1, workspace wrkspc_01/);
    const host = new URL(service.url).host;
    assert.deepEqual(setting(), [
      { name: `${host} (work)`, baseUrl: service.url, workspaceId: ownWorkspace, profile: 'work' },
    ]);
    assert.deepEqual(await registryRows(), []);
    await run(choosing(/\$\(cloud-upload\) Publish/), 'publishVersion', writeSkill('profiled'));
    assert.equal(posts(), 1);
    assert.equal((await registryRows()).length, 1);
    const ledger = JSON.stringify([asked, setting(), service.requests.length]);
    for (const secret of service.secrets()) assert.ok(!ledger.includes(secret));
    await run(choosing(/work/), 'signInWithProfile');
    assert.equal((setting() as unknown[]).length, 1, 'the connection is there already');
  });

  it('is not made with a profile that cannot be used, or is refused', async () => {
    const file = write('work');
    rmSync(file);
    const signedOut = await run(choosing(/work/), 'signInWithProfile');
    assert.match(signedOut.at(-1)?.text ?? '', /^Profile work is signed out\. .*“ant auth login --profile work”\.$/);
    assert.deepEqual(signedOut.at(-1)?.choices, ['Sign In with a Profile…', 'Show Log']);
    write('work', { base_url: 'http://gateway.corp' });
    const wrong = await run(choosing(/work/), 'signInWithProfile');
    assert.match(wrong[0]?.details[0] ?? '', /^Profile work cannot be used: its base_url cannot be used/);
    assert.match(wrong.at(-1)?.text ?? '', /https:\/\//);
    write('work');
    service.revoke();
    service.faults.push({ on: 'token', status: 400, body: {} });
    const ended = await run(choosing(/work/), 'signInWithProfile');
    assert.match(
      ended.at(-1)?.text ?? '',
      /^The sign-in of profile work has ended\. Sign in again with “ant auth login/,
    );
    assert.equal(setting(), undefined);
  });

  it('says in the view and on publishing what to do when the sign-in has ended, and goes on after it', async () => {
    const file = write('work');
    await run(choosing(/work/), 'signInWithProfile');
    const good = readFileSync(file, 'utf8');
    writeFileSync(file, JSON.stringify({ ...(JSON.parse(good) as object), refresh_token: undefined }));
    service.revoke();
    assert.match(String(await told()), /^The sign-in of profile work has expired\. Sign in again with “ant auth login/);
    const asked = await run(() => undefined, 'publishVersion', writeSkill('profiled'));
    assert.match(asked.at(-1)?.text ?? '', /profile work/);
    assert.deepEqual([asked.at(-1)?.choices, posts()], [['Sign In with a Profile…', 'Show Log'], 0]);
    write('work');
    await vscode.commands.executeCommand('skillPublisher.refreshRegistry');
    assert.deepEqual(await registryRows(), []);
  });

  it('of the setting is refused where the profile is for another address or workspace', async () => {
    write('work', { base_url: 'https://evil.example' });
    await vscode.workspace
      .getConfiguration('skillPublisher')
      .update(
        'connections',
        [{ name: 'ours', baseUrl: service.url, profile: 'work' }],
        vscode.ConfigurationTarget.Global,
      );
    await run(choosing(/ours/), 'selectConnection');
    assert.match(String(await told()), /^Profile work is for https:\/\/evil\.example, but this connection is /);
    write('work');
    assert.match(String(await told()), /^Profile work is for workspace wrkspc_01Test\. Set workspaceId of ours/);
    assert.equal(service.requests.length, 0);
  });
});
