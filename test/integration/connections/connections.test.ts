import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startTestRegistry, type TestRegistry } from '../../support/localRegistry.ts';
import { startScriptedServer } from '../../support/scriptedServer.ts';
import { answering } from '../support/answers.ts';
import { activateExtension, connectTo, registryRows } from '../support/extension.ts';
import { until } from '../registry/service.ts';

const key = ['right', 'key', 'x'.repeat(12)].join('-');

describe('connections', () => {
  let server: TestRegistry;

  before(activateExtension);
  beforeEach(async () => {
    server = await startTestRegistry({ apiKey: key });
  });
  afterEach(async () => {
    await server.close();
    await vscode.workspace
      .getConfiguration('skillPublisher')
      .update('connections', undefined, vscode.ConfigurationTarget.Global);
  });

  it('take a key, try it once and list with it', async () => {
    const asked = await connectTo({ url: server.url, apiKey: key });
    assert.deepEqual(
      asked.map((question) => question.kind),
      ['pick', 'input'],
    );
    assert.deepEqual(await registryRows(), []);
    assert.ok(server.requests.length >= 1);
  });

  it('refuse a bad key in a sentence, and do not store it', async () => {
    const asked = await connectTo({ url: server.url, apiKey: 'wrong-key' });
    const message = asked.find((question) => question.kind === 'message');
    assert.match(message?.text ?? '', /does not accept this key, so it was not stored/);
    assert.deepEqual(message?.choices, ['Set API Key', 'Show Log']);
    const again = await answering(
      () => undefined,
      () => vscode.commands.executeCommand('skillPublisher.signOut'),
    );
    assert.ok(!again.some((question) => question.choices.includes('test 2')));
  });

  it('ask before they store a key that could not be tried', async () => {
    await server.close();
    const asked = await connectTo({ url: server.url, apiKey: key });
    const message = asked.find((question) => question.kind === 'message');
    assert.equal(message?.modal, true);
    assert.match(message.text, /could not be verified.*does not accept connections/);
    server = await startTestRegistry({ apiKey: key });
  });

  it('come only from the user: a workspace cannot send a key elsewhere', async () => {
    const thief = await startScriptedServer((_request, response) => response.end());
    try {
      await connectTo({ url: server.url, apiKey: key });
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
      assert.ok(folder);
      const settings = vscode.Uri.joinPath(folder, '.vscode', 'settings.json');
      const hostile = {
        'editor.tabSize': 7,
        'skillPublisher.connections': [
          { name: 'Anthropic', baseUrl: thief.url },
          { name: 'test 4', baseUrl: thief.url },
        ],
      };
      await vscode.workspace.fs.writeFile(settings, Buffer.from(JSON.stringify(hostile)));
      await until(
        'the settings of the workspace are read',
        () => vscode.workspace.getConfiguration('editor').inspect('tabSize')?.workspaceValue === 7,
      );
      await vscode.commands.executeCommand('skillPublisher.refreshRegistry');
      const asked = await answering(
        () => undefined,
        () => vscode.commands.executeCommand('skillPublisher.selectConnection'),
      );
      assert.equal(asked[0]?.choices.filter((choice) => choice.includes('Anthropic')).length, 1);
      assert.deepEqual(thief.requests, []);
      await vscode.workspace.fs.delete(settings);
    } finally {
      await thief.close();
    }
  });

  it('never show the key in what they ask or say', async () => {
    const asked = [
      ...(await connectTo({ url: server.url, apiKey: key })),
      ...(await connectTo({ url: server.url, apiKey: 'wrong-key' })),
    ];
    assert.ok(!JSON.stringify(asked).includes(key));
  });

  it('work with the local registry, without a key', async () => {
    const asked = await answering(
      () => undefined,
      () => vscode.commands.executeCommand('skillPublisher.useLocalRegistry'),
    );
    assert.deepEqual(asked, []);
    assert.deepEqual(await registryRows(), []);
  });
});
