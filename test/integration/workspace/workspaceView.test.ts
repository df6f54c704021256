import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import { RegistryClient } from '../../../src/core/registry/client.ts';
import { startTestRegistry, type TestRegistry } from '../../support/localRegistry.ts';
import { answering } from '../support/answers.ts';
import { activateExtension, connectTo, registryRows } from '../support/extension.ts';
import { withQuickWaits } from '../support/quickWaits.ts';
import { dialects, rowSays, SkillOnDisk, skillMd, watching } from './skillOnDisk.ts';

const check = (): Thenable<unknown> => vscode.commands.executeCommand('skillPublisher.checkAgainstRegistry');

for (const dialect of dialects) {
  describe(`the workspace view (${dialect})`, () => {
    let server: TestRegistry;
    let skill: SkillOnDisk;

    before(async () => {
      await activateExtension();
      await watching();
    });
    beforeEach(async () => {
      server = await startTestRegistry();
      skill = await SkillOnDisk.make('greet');
      await connectTo(server, { dialect });
    });
    afterEach(async () => {
      await skill.remove();
      await server.close();
      await vscode.workspace
        .getConfiguration('skillPublisher')
        .update('connections', undefined, vscode.ConfigurationTarget.Global);
    });

    it('shows every skill folder, with its problems, and opens its SKILL.md', async () => {
      const item = await rowSays(skill.uri, /^not published/);
      assert.equal(item.contextValue, 'folder:unpublished');
      assert.deepEqual(item.command?.arguments?.map(String), [vscode.Uri.joinPath(skill.uri, 'SKILL.md').toString()]);
      await skill.write('SKILL.md', '---\nname: Not A Name\n---\n');
      await rowSays(skill.uri, /\d+ errors?/);
    });

    it('goes from in sync to changed and back as files change, without asking the registry', async () => {
      await skill.publish(server, { dialect });
      await rowSays(skill.uri, /^in sync · /);
      const requests = server.requests.length;
      await skill.write('SKILL.md', skillMd('greet', 'Say goodbye.'));
      const changed = await rowSays(skill.uri, /^changed since /);
      assert.equal(changed.contextValue, 'folder:changed');
      await skill.write('SKILL.md', skillMd('greet'));
      await rowSays(skill.uri, /^in sync/);
      await skill.write('notes.txt', 'More.');
      await rowSays(skill.uri, /^changed/);
      await rm(skill.path('notes.txt'));
      await rowSays(skill.uri, /^in sync/);
      assert.equal(server.requests.length, requests);
    });

    it('knows after a check that somebody published meanwhile, and a conflict when the folder was changed too', async () => {
      const { skillId } = await skill.publish(server, { dialect });
      await skill.write('SKILL.md', skillMd('greet', 'Theirs.'));
      await skill.publish(server, { dialect, skillId, remember: false });
      await skill.publish(server, { dialect, skillId, remember: false });
      await skill.write('SKILL.md', skillMd('greet'));
      await rowSays(skill.uri, /^in sync/);
      await check();
      const newer = await rowSays(skill.uri, /^remote is newer \(2 newer versions\)/);
      assert.equal(newer.contextValue, 'folder:remoteNewer');
      await skill.write('SKILL.md', skillMd('greet', 'Mine.'));
      await rowSays(skill.uri, /^conflict/);
    });

    it('sees with a check what no watcher tells of', async () => {
      const files = vscode.workspace.getConfiguration('files');
      const before = files.inspect('watcherExclude')?.globalValue;
      await skill.publish(server, { dialect });
      await rowSays(skill.uri, /^in sync/);
      await files.update('watcherExclude', { '**/pulled-*/**': true }, vscode.ConfigurationTarget.Global);
      try {
        await watching();
        await skill.write('SKILL.md', skillMd('greet', 'Unseen.'));
        await watching();
        await rowSays(skill.uri, /^in sync/);
        await check();
        // Nobody stores the file again meanwhile, for no watcher would tell of what a reading at that very moment
        // misses.
        await rowSays(skill.uri, /^changed/, { nudging: false });
      } finally {
        await files.update('watcherExclude', before, vscode.ConfigurationTarget.Global);
        await watching();
      }
    });

    it('says after a check that the skill was deleted', async () => {
      const { skillId, ref } = await skill.publish(server, { dialect });
      const client = new RegistryClient({ baseUrl: server.url, apiKey: server.apiKey, dialect });
      if (dialect !== 'ga') await client.deleteVersion(skillId, ref);
      await client.deleteSkill(skillId);
      await rowSays(skill.uri, /^in sync/);
      await check();
      await rowSays(skill.uri, /^the published skill was deleted/);
    });

    it('says that the latest version was deleted, and does not call the one before it newer', async () => {
      const { skillId } = await skill.publish(server, { dialect });
      await skill.write('SKILL.md', skillMd('greet', 'Better.'));
      await skill.publish(server, { dialect, skillId });
      await rowSays(skill.uri, /^in sync/);
      await vscode.commands.executeCommand('skillPublisher.refreshRegistry');
      const node = (await registryRows()).find((row) => row.node.kind === 'skill')?.node;
      const [latest] = await registryRows(node);
      await answering(
        ({ choices }) => choices.find((choice) => choice.startsWith('Delete')),
        () => vscode.commands.executeCommand('skillPublisher.deleteVersion', latest?.node),
      );
      const item = await rowSays(skill.uri, /was deleted/);
      assert.equal(item.contextValue, 'folder:gone');
      await check();
      await rowSays(skill.uri, /was deleted/);
      const asked = await answering(
        () => undefined,
        () => vscode.commands.executeCommand('skillPublisher.updateWorkspace', skill.uri),
      );
      const { choices } = asked.find(({ kind }) => kind === 'pick') ?? assert.fail(JSON.stringify(asked));
      assert.match(choices.join(), /Replace: /, 'what the folder holds is published no more');
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    });

    it('says in a sentence when the check fails, and keeps what it showed', async () => {
      await skill.publish(server, { dialect });
      await rowSays(skill.uri, /^in sync/);
      await server.close();
      const asked = await withQuickWaits(() => answering(() => undefined, check));
      assert.match(
        asked.find(({ kind }) => kind === 'message')?.text ?? '',
        /does not accept connections|cannot be reached/,
      );
      await rowSays(skill.uri, /^in sync/);
      server = await startTestRegistry();
    });

    it('says why a damaged ledger helps nobody', async () => {
      await skill.publish(server, { dialect });
      await rowSays(skill.uri, /^in sync/);
      await vscode.workspace.fs.writeFile(
        vscode.Uri.joinPath(skill.uri, '..', '..', '.skill-publisher.json'),
        Buffer.from('{ broken'),
      );
      const item = await rowSays(skill.uri, /^state unknown/);
      assert.ok(typeof item.tooltip === 'string');
      assert.match(item.tooltip, /is not valid JSON/);
    });
  });
}
