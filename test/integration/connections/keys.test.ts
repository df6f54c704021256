import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startTestRegistry, type TestRegistry } from '../../support/localRegistry.ts';
import { answering, type Asked, type Person } from '../support/answers.ts';
import { noting, type Executed } from '../support/executed.ts';
import { activateExtension, connectTo, registryRows } from '../support/extension.ts';
import { removeLedger, removeSkill, writeSkill } from '../support/skills.ts';

const key = ['right', 'key', 'k'.repeat(12)].join('-');
const run = (person: Person, command: string, ...args: readonly unknown[]): Promise<readonly Asked[]> =>
  answering(person, () => vscode.commands.executeCommand(`skillPublisher.${command}`, ...args));
const setting = (): unknown[] => [
  ...(vscode.workspace.getConfiguration('skillPublisher').get<unknown[]>('connections') ?? []),
];
const set = (connections: unknown): Thenable<void> =>
  vscode.workspace
    .getConfiguration('skillPublisher')
    .update('connections', connections, vscode.ConfigurationTarget.Global);

describe('keys and entries that are not as they should be', () => {
  let server: TestRegistry;
  let folder: vscode.Uri;

  before(activateExtension);
  beforeEach(async () => {
    server = await startTestRegistry({ apiKey: key });
    await connectTo({ url: server.url, apiKey: key });
    folder = writeSkill('keyed');
  });
  afterEach(async () => {
    await server.close();
    removeSkill('keyed');
    removeLedger();
    await set(undefined);
  });

  const posts = (): number => server.requests.filter(({ method }) => method === 'POST').length;
  const lists = (): number => server.requests.filter(({ method }) => method === 'GET').length;

  /** What the registry view says of itself after a refresh. */
  async function viewState(): Promise<unknown> {
    const executed: Executed[] = [];
    await noting(executed, async () => {
      await vscode.commands.executeCommand('skillPublisher.refreshRegistry');
      assert.deepEqual(await registryRows(), []);
    });
    return executed
      .filter(([command, name]) => command === 'setContext' && name === 'skillPublisher.registryState')
      .at(-1)?.[2];
  }

  it('without a key, publishing and the view say so and send nothing', async () => {
    await run((asked) => (asked.kind === 'pick' ? /^test / : undefined), 'signOut');
    const before = server.requests.length;
    const asked = await run(() => undefined, 'publishVersion', folder);
    assert.deepEqual(
      asked.map(({ kind, choices }) => [kind, ...choices]),
      [['message', 'Set API Key', 'Show Log']],
    );
    assert.match(asked[0]?.text ?? '', /^There is no API key for test \d+ yet\./);
    assert.equal(await viewState(), 'noKey');
    assert.equal(server.requests.length, before);
  });

  it('with a key that is no longer valid, publishing and the view say so and upload nothing', async () => {
    await server.close();
    server = await startTestRegistry({ apiKey: `${key}-new`, port: server.port });
    const asked = await run(() => undefined, 'publishVersion', folder);
    assert.deepEqual(
      asked.map(({ kind, choices }) => [kind, ...choices]),
      [['message', 'Set API Key', 'Show Log']],
    );
    assert.match(asked[0]?.text ?? '', /key/i);
    assert.ok(!JSON.stringify(asked).includes(key));
    assert.equal(await viewState(), 'auth');
    assert.equal(posts(), 0);
  });

  it('an entry that is refused is shown with the reason, and leads to the setting', async () => {
    await set([...setting(), { name: 'corp', baseUrl: 'http://gateway.corp' }]);
    const executed: Executed[] = [];
    let asked: readonly Asked[] = [];
    await noting(executed, async () => {
      asked = await run((question) => (question.kind === 'pick' ? /cannot be used/ : undefined), 'selectConnection');
    }, ['workbench.action.openSettings']);
    const row = asked[0]?.choices.findIndex((choice) => choice.includes('cannot be used')) ?? -1;
    assert.match(asked[0]?.details[row] ?? '', /^skillPublisher\.connections\[1\]: .*https/);
    assert.deepEqual(
      executed.filter(([command]) => command === 'workbench.action.openSettings'),
      [['workbench.action.openSettings', '@id:skillPublisher.connections']],
    );
    await set(setting().slice(0, 1));
    assert.ok(
      !(await run(() => undefined, 'selectConnection'))[0]?.choices.some((choice) => choice.includes('cannot be used')),
    );
  });

  it('what changes of other connections does not list the active one again', async () => {
    const other = await startTestRegistry({ apiKey: key });
    try {
      await registryRows();
      const before = lists();
      const active = setting()[0];
      await set([active, { name: 'other', baseUrl: other.url }]);
      await run((asked) => (asked.kind === 'input' ? key : undefined), 'setApiKey', 'custom:other');
      await set([active, { name: 'other', baseUrl: other.url, production: true }]);
      await run((asked) => (asked.kind === 'pick' ? /^other$/ : undefined), 'signOut');
      await new Promise((resolve) => setTimeout(resolve, 300));
      await registryRows();
      assert.equal(lists(), before);
      assert.equal(other.requests.length, 1, 'the key was tried');
    } finally {
      await other.close();
    }
  });

  it('a stored key lists the active one again, once', async () => {
    await registryRows();
    const before = lists();
    await run((asked) => (asked.kind === 'input' ? key : undefined), 'setApiKey');
    await registryRows();
    await vscode.commands.executeCommand('skillPublisher.refreshRegistry');
    assert.equal(lists() - before, 3, 'the key was tried, what changed was listed, and so was the refresh');
  });

  it('what changes of the active connection does', async () => {
    await registryRows();
    const before = lists();
    await set([{ ...(setting()[0] as object), production: true }]);
    await registryRows();
    assert.ok(lists() > before);
  });
});
