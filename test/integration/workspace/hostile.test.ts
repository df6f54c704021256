import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { VersionNode } from '../../../src/vscode/host/registryNode.ts';
import { startScriptedServer, type ScriptedServer } from '../../support/scriptedServer.ts';
import { buildZip, type ZipEntry } from '../../support/zipBuilder.ts';
import { answering, type Asked } from '../support/answers.ts';
import { activateExtension, connectTo } from '../support/extension.ts';
import { workspaceRoot } from './skillOnDisk.ts';

const main: ZipEntry = { name: 'evil/SKILL.md', content: '---\nname: evil\ndescription: Looks harmless.\n---\n' };
const created = '2026-10-01T00:00:00.000000Z';

/** What a registry could send to harm whoever downloads it. */
const hostile: Readonly<Record<string, readonly ZipEntry[]>> = {
  'leads out of the folder': [main, { name: 'evil/../../escaped.txt', content: 'x' }],
  'names an absolute path': [main, { name: '/tmp/escaped.txt', content: 'x' }],
  'names a drive': [main, { name: 'C:/escaped.txt', content: 'x' }],
  'uses backslashes': [main, { name: '..\\escaped.txt', content: 'x' }],
  'holds one file twice': [main, { name: 'evil/skill.MD', content: 'x' }],
  'holds a repository': [main, { name: 'evil/.git/HEAD', content: 'x' }, { name: 'evil/.git/config', content: 'x' }],
  'holds a file .git': [main, { name: 'evil/.git', content: 'gitdir: /tmp/x' }],
  'holds a repository by its short name': [main, { name: 'evil/GIT~1/config', content: 'x' }],
  'holds a bare repository': [
    main,
    { name: 'evil/HEAD', content: 'ref: refs/heads/main' },
    { name: 'evil/config', content: '[core]' },
    { name: 'evil/objects/a', content: 'x' },
    { name: 'evil/refs/a', content: 'x' },
  ],
  'holds a link of Windows Explorer': [main, { name: 'evil/x.lnk', content: 'x' }],
  'holds several skills': [main, { name: 'other/SKILL.md', content: 'x' }],
};

describe('hostile archives', () => {
  let server: ScriptedServer;
  let archive: Uint8Array;
  let folder: string;
  let serial = 0;

  before(activateExtension);
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'hostile-'));
    server = await startScriptedServer(({ url }, response) => {
      if (url.includes('/content')) response.setHeader('content-type', 'application/zip').end(archive);
      else response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: [], next_page: null }));
    });
    await connectTo({ url: server.url, apiKey: ['key', 'of', 'the', 'test', 'service'].join('-') }, { dialect: 'ga' });
  });
  afterEach(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
    await vscode.workspace
      .getConfiguration('skillPublisher')
      .update('connections', undefined, vscode.ConfigurationTarget.Global);
  });

  async function pull(command: string, name = 'evil'): Promise<readonly Asked[]> {
    serial += 1;
    const connection =
      vscode.workspace.getConfiguration('skillPublisher').get<readonly { name: string }[]>('connections')?.[0]?.name ??
      '';
    const skill = {
      id: `skill_01hostile${serial}`,
      label: 'evil',
      latestVersion: undefined,
      source: 'custom',
      createdAt: created,
      updatedAt: created,
    };
    const version = {
      ref: `skver_01hostile${serial}`,
      id: `skver_01hostile${serial}`,
      skillId: skill.id,
      name,
      description: '',
      directory: undefined,
      createdAt: created,
    };
    const node: VersionNode = { kind: 'version', connectionId: `custom:${connection}`, skill, version };
    const window = vscode.window as unknown as { showOpenDialog: unknown };
    const original = window.showOpenDialog;
    window.showOpenDialog = () => Promise.resolve([vscode.Uri.file(folder)]);
    try {
      return await answering(
        ({ kind }) => (kind === 'pick' ? / skills$|(?:Download|Add) it/ : undefined),
        () => vscode.commands.executeCommand(`skillPublisher.${command}`, node),
      );
    } finally {
      window.showOpenDialog = original;
    }
  }

  for (const [what, entries] of Object.entries(hostile)) {
    it(`are refused in a sentence, and nothing is written: one that ${what}`, async () => {
      archive = buildZip(entries);
      for (const command of ['downloadVersion', 'addToWorkspace']) {
        const asked = await pull(command);
        assert.match(
          asked.at(-1)?.text ?? '',
          /archive of this version was rejected, and nothing was written/,
          command,
        );
        assert.doesNotMatch(asked.at(-1)?.text ?? '', /unexpectedly/);
      }
      assert.deepEqual(await readdir(folder), []);
      assert.ok(!existsSync(path.join(workspaceRoot().fsPath, 'skills', 'evil')));
      assert.ok(!existsSync(path.join(path.dirname(folder), 'escaped.txt')));
    });
  }

  it('do not choose where they are written: the name of a version is one folder', async () => {
    archive = buildZip([main]);
    await pull('downloadVersion', '../../Evil Name');
    assert.deepEqual(await readdir(folder), ['evil-name']);
  });
});
