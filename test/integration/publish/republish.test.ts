import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { extractArchive } from '../../../src/core/bundle/extract.ts';
import { RegistryClient } from '../../../src/core/registry/client.ts';
import type { RemoteSkill } from '../../../src/core/registry/model.ts';
import { startTestRegistry, type TestRegistry } from '../../support/localRegistry.ts';
import { dialects } from '../support/dialects.ts';
import { answering, type Asked, type Person } from '../support/answers.ts';
import { activateExtension, connectTo, registryRows } from '../support/extension.ts';
import { rowSays } from '../workspace/skillOnDisk.ts';
import { removeLedger, removeSkill, workspaceRoot, writeSkill } from '../support/skills.ts';

const apiKey = ['test', 'key', 'z'.repeat(12)].join('-');
const publishes: Person = (asked) =>
  asked.modal
    ? 'Publish Again'
    : asked.kind === 'pick'
      ? /\$\(cloud-upload\) Publish version|Publish the same content/
      : undefined;
const said = (asked: readonly Asked[]): string =>
  asked
    .filter(({ kind }) => kind === 'message')
    .map(({ text }) => text)
    .join('\n');

for (const dialect of dialects) {
  describe(`published content again, ${dialect}`, () => {
    let server: TestRegistry;
    let client: RegistryClient;

    before(activateExtension);
    beforeEach(async () => {
      server = await startTestRegistry({ apiKey });
      client = new RegistryClient({ baseUrl: server.url, credential: { kind: 'key', key: apiKey }, dialect });
      await connectTo({ url: server.url, apiKey }, { dialect });
    });
    afterEach(async () => {
      await server.close();
      for (const name of ['one-skill', 'two-skill', 'bad-skill']) removeSkill(name);
      removeLedger();
      await vscode.workspace
        .getConfiguration('skillPublisher')
        .update('connections', undefined, vscode.ConfigurationTarget.Global);
    });

    const only = async (from: RegistryClient): Promise<RemoteSkill & { latestVersion: string }> => {
      const [skill, ...others] = (await from.listSkills()).items;
      assert.ok(skill?.latestVersion !== undefined && others.length === 0);
      return { ...skill, latestVersion: skill.latestVersion };
    };

    async function publishTwice(): Promise<vscode.Uri> {
      const publish = async (text: string): Promise<vscode.Uri> => {
        const folder = writeSkill('one-skill', { 'notes.md': `${text}\n` });
        await answering(publishes, () => vscode.commands.executeCommand('skillPublisher.publishVersion', folder));
        return folder;
      };
      await publish('First text.');
      return publish('Second text.');
    }

    async function versionRow(index: number): Promise<unknown> {
      const [skill] = await registryRows();
      assert.ok(skill);
      const row = (await registryRows(skill.node))[index];
      assert.ok(row);
      return row.node;
    }

    it('is restored: an older version becomes the newest, byte for byte', async () => {
      await publishTwice();
      const older = await versionRow(1);
      const before = await only(client);
      const asked = await answering(publishes, () =>
        vscode.commands.executeCommand('skillPublisher.restoreVersion', older),
      );
      assert.match(said(asked), /^Published one-skill /);
      assert.doesNotMatch(said(asked), /read back/);
      const after = await only(client);
      assert.notEqual(after.latestVersion, before.latestVersion);
      const ledger = readFileSync(path.join(workspaceRoot(), '.skill-publisher.json'), 'utf8');
      assert.match(ledger, new RegExp(`"${after.latestVersion}": "Restores `));
      const versions = (await client.listVersions(after.id)).items;
      assert.equal(versions.length, 3);
      const first = versions.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1))[0];
      assert.ok(first);
      assert.deepEqual(
        await client.downloadVersion(after.id, after.latestVersion),
        await client.downloadVersion(after.id, first.ref),
      );
    });

    it('is told in the row of its folder as restored from here', async () => {
      const folder = await publishTwice();
      await rowSays(folder, /^in sync/);
      const older = await versionRow(1);
      await answering(publishes, () => vscode.commands.executeCommand('skillPublisher.restoreVersion', older));
      await rowSays(folder, /^not based on the latest version/);
      writeSkill('one-skill', { 'notes.md': 'Third text.\n' });
      await rowSays(folder, /^conflict: changed, and not based on the latest version/);
    });

    it('is not restored when it is the latest already', async () => {
      await publishTwice();
      const latest = await versionRow(0);
      const asked = await answering(publishes, () =>
        vscode.commands.executeCommand('skillPublisher.restoreVersion', latest),
      );
      assert.match(said(asked), /This is already the latest version/);
    });

    it('is promoted to another connection byte for byte, with a second word for production', async () => {
      await publishTwice();
      const row = await versionRow(0);
      const target = await startTestRegistry({ apiKey });
      try {
        const connections: unknown[] = vscode.workspace.getConfiguration('skillPublisher').get('connections') ?? [];
        await vscode.workspace
          .getConfiguration('skillPublisher')
          .update(
            'connections',
            [...connections, { name: 'prod', baseUrl: target.url, production: true }],
            vscode.ConfigurationTarget.Global,
          );
        const active = (asked: Asked): string | RegExp | undefined =>
          asked.kind === 'input' ? apiKey : asked.kind === 'pick' ? /prod/ : undefined;
        await answering(active, () => vscode.commands.executeCommand('skillPublisher.selectConnection'));
        const person: Person = (asked) =>
          asked.modal ? 'Publish to Production' : asked.text.startsWith('Promote') ? /prod/ : /Publish to production/;
        const asked = await answering(person, () =>
          vscode.commands.executeCommand('skillPublisher.promoteVersion', row),
        );
        assert.ok(
          asked.some(({ modal }) => modal),
          JSON.stringify(asked),
        );
        assert.match(said(asked), /Published one-skill to prod/);
        const there = new RegistryClient({
          baseUrl: target.url,
          credential: { kind: 'key', key: apiKey },
          dialect: 'ga',
        });
        const [from, to] = [await only(client), await only(there)];
        assert.deepEqual(
          await there.downloadVersion(to.id, to.latestVersion),
          await client.downloadVersion(from.id, from.latestVersion),
        );
      } finally {
        await target.close();
      }
    });

    it('publishes all changed skills, goes on after a failure, and sums up', async () => {
      writeSkill('one-skill');
      writeSkill('two-skill');
      writeSkill('bad-skill', { 'SKILL.md': '---\nname: Bad Skill\n---\n' });
      const everything: Person = (asked) => (asked.kind === 'pick' ? /one-skill/ : undefined);
      const asked = await answering(everything, () =>
        vscode.commands.executeCommand('skillPublisher.publishAllChanged'),
      );
      const sheet = asked.find(({ kind }) => kind === 'pick');
      assert.ok(
        sheet?.choices.includes('one-skill') &&
          sheet.choices.includes('two-skill') &&
          !sheet.choices.includes('bad-skill'),
        JSON.stringify(asked),
      );
      assert.match(said(asked), /1 published \(one-skill\), 0 failed/);
      assert.equal((await only(client)).label, 'one-skill');
    });
  });
}

describe('packages', () => {
  before(activateExtension);
  afterEach(() => {
    removeSkill('one-skill');
  });

  it('are previewed with what stays and why', async () => {
    const folder = writeSkill('one-skill', { '.env': 'A=1\n', 'scripts/go.sh': '#!/bin/sh\n' });
    await vscode.commands.executeCommand('skillPublisher.previewPackage', folder);
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.match(text, /one-skill\/scripts\/go\.sh +\S+ bytes +executable/);
    assert.match(text, /\.env\n +\S/);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('are exported as the zip that would be sent', async () => {
    const folder = writeSkill('one-skill');
    const target = vscode.Uri.file(path.join(os.tmpdir(), `export-${process.pid}.skill`));
    const original = vscode.window.showSaveDialog;
    Object.assign(vscode.window, { showSaveDialog: () => Promise.resolve(target) });
    try {
      const asked = await answering(
        () => undefined,
        () => vscode.commands.executeCommand('skillPublisher.exportSkill', folder),
      );
      assert.match(said(asked), /^Exported export-\d+\.skill/);
      assert.deepEqual(
        extractArchive(readFileSync(target.fsPath)).map((file) => file.path),
        ['one-skill/SKILL.md'],
      );
    } finally {
      Object.assign(vscode.window, { showSaveDialog: original });
      rmSync(target.fsPath, { force: true });
    }
  });
});
