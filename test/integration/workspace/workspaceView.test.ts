import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import { RegistryClient } from '../../../src/core/registry/client.ts';
import { requestsAbout, startTestRegistry } from '../../support/localRegistry.ts';
import { answering } from '../support/answers.ts';
import { registryRows } from '../support/extension.ts';
import { withQuickWaits } from '../support/quickWaits.ts';
import { OwnSkill } from './ownSkill.ts';
import { dialects, rowSays, skillMd, watching } from './skillOnDisk.ts';

const check = (): Thenable<unknown> => vscode.commands.executeCommand('skillPublisher.checkAgainstRegistry');

for (const dialect of dialects) {
  describe(`the workspace view (${dialect})`, () => {
    const own = new OwnSkill(dialect);

    it('shows every skill folder, with its problems, and opens its SKILL.md', async () => {
      const item = await rowSays(own.skill.uri, /^not published/);
      assert.equal(item.contextValue, 'folder:unpublished');
      assert.deepEqual(item.command?.arguments?.map(String), [
        vscode.Uri.joinPath(own.skill.uri, 'SKILL.md').toString(),
      ]);
      await own.skill.write('SKILL.md', '---\nname: Not A Name\n---\n');
      await rowSays(own.skill.uri, /\d+ errors?/);
    });

    it('goes from in sync to changed and back as files change, without asking the registry', async () => {
      const { skillId } = await own.skill.publish(own.server, { dialect });
      await rowSays(own.skill.uri, /^in sync · /);
      const requests = requestsAbout(own.server, skillId).length;
      await own.skill.write('SKILL.md', skillMd('greet', 'Say goodbye.'));
      const changed = await rowSays(own.skill.uri, /^changed since /);
      assert.equal(changed.contextValue, 'folder:changed');
      await own.skill.write('SKILL.md', skillMd('greet'));
      await rowSays(own.skill.uri, /^in sync/);
      await own.skill.write('notes.txt', 'More.');
      await rowSays(own.skill.uri, /^changed/);
      await rm(own.skill.path('notes.txt'));
      await rowSays(own.skill.uri, /^in sync/);
      assert.equal(requestsAbout(own.server, skillId).length, requests);
    });

    it('knows after a check that somebody published meanwhile, and a conflict when the folder was changed too', async () => {
      const { skillId } = await own.skill.publish(own.server, { dialect });
      await own.skill.write('SKILL.md', skillMd('greet', 'Theirs.'));
      await own.skill.publish(own.server, { dialect, skillId, remember: false });
      await own.skill.publish(own.server, { dialect, skillId, remember: false });
      await own.skill.write('SKILL.md', skillMd('greet'));
      await rowSays(own.skill.uri, /^in sync/);
      await check();
      const newer = await rowSays(own.skill.uri, /^remote is newer \(2 newer versions\)/);
      assert.equal(newer.contextValue, 'folder:remoteNewer');
      await own.skill.write('SKILL.md', skillMd('greet', 'Mine.'));
      await rowSays(own.skill.uri, /^conflict/);
    });

    it('sees with a check what no watcher tells of', async () => {
      const files = vscode.workspace.getConfiguration('files');
      const before = files.inspect('watcherExclude')?.globalValue;
      await own.skill.publish(own.server, { dialect });
      await rowSays(own.skill.uri, /^in sync/);
      await files.update('watcherExclude', { '**/pulled-*/**': true }, vscode.ConfigurationTarget.Global);
      try {
        await watching();
        await own.skill.write('SKILL.md', skillMd('greet', 'Unseen.'));
        await watching();
        await rowSays(own.skill.uri, /^in sync/);
        await check();
        // Nobody stores the file again meanwhile, for no watcher would tell of what a reading at that very moment
        // misses.
        await rowSays(own.skill.uri, /^changed/, { nudging: false });
      } finally {
        await files.update('watcherExclude', before, vscode.ConfigurationTarget.Global);
        await watching();
      }
    });

    it('says after a check that the skill was deleted', async () => {
      const { skillId, ref } = await own.skill.publish(own.server, { dialect });
      const client = new RegistryClient({
        baseUrl: own.server.url,
        credential: { kind: 'key', key: own.server.apiKey },
        dialect,
      });
      if (dialect !== 'ga') await client.deleteVersion(skillId, ref);
      await client.deleteSkill(skillId);
      await rowSays(own.skill.uri, /^in sync/);
      await check();
      await rowSays(own.skill.uri, /^deleted there/);
    });

    it('says that the latest version was deleted, and does not call the one before it newer', async () => {
      const { skillId } = await own.skill.publish(own.server, { dialect });
      await own.skill.write('SKILL.md', skillMd('greet', 'Better.'));
      await own.skill.publish(own.server, { dialect, skillId });
      await rowSays(own.skill.uri, /^in sync/);
      await vscode.commands.executeCommand('skillPublisher.refreshRegistry');
      const node = (await registryRows()).find((row) => row.node.kind === 'skill')?.node;
      const [latest] = await registryRows(node);
      await answering(
        ({ choices }) => choices.find((choice) => choice.startsWith('Delete')),
        () => vscode.commands.executeCommand('skillPublisher.deleteVersion', latest?.node),
      );
      const item = await rowSays(own.skill.uri, /version deleted there/);
      assert.equal(item.contextValue, 'folder:gone');
      await check();
      await rowSays(own.skill.uri, /version deleted there/);
      const asked = await answering(
        () => undefined,
        () => vscode.commands.executeCommand('skillPublisher.updateWorkspace', own.skill.uri),
      );
      const { choices } = asked.find(({ kind }) => kind === 'pick') ?? assert.fail(JSON.stringify(asked));
      assert.match(choices.join(), /Replace: /, 'what the folder holds is published no more');
    });

    it('says in a sentence when the check fails, and keeps what it showed', async () => {
      await own.skill.publish(own.server, { dialect });
      await rowSays(own.skill.uri, /^in sync/);
      await own.server.close();
      const asked = await withQuickWaits(() => answering(() => undefined, check));
      assert.match(
        asked.find(({ kind }) => kind === 'message')?.text ?? '',
        /does not accept connections|cannot be reached/,
      );
      await rowSays(own.skill.uri, /^in sync/);
      own.server = await startTestRegistry();
    });

    it('says why a damaged ledger helps nobody', async () => {
      await own.skill.publish(own.server, { dialect });
      await rowSays(own.skill.uri, /^in sync/);
      await vscode.workspace.fs.writeFile(
        vscode.Uri.joinPath(own.skill.uri, '..', '..', '.skill-publisher.json'),
        Buffer.from('{ broken'),
      );
      const item = await rowSays(own.skill.uri, /^state unknown/);
      assert.ok(typeof item.tooltip === 'string');
      assert.match(item.tooltip, /is not valid JSON/);
    });
  });
}
