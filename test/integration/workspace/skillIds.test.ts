import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { usesOf } from '../../../src/vscode/commands/delete/deleteRows.ts';
import { showUses } from '../../../src/vscode/commands/workspace/findUses.ts';
import { requestsAbout, startTestRegistry, type TestRegistry } from '../../support/localRegistry.ts';
import { answering } from '../support/answers.ts';
import { activateExtension, connectTo, registryRows } from '../support/extension.ts';
import { dialects, SkillOnDisk, skillMd, workspaceRoot } from './skillOnDisk.ts';

/** What is asked to know how a skill and its versions stand. */
function factsOf(skillId: string): readonly string[] {
  return [`GET /v1/skills/${skillId}`, `GET /v1/skills/${skillId}/versions`];
}

for (const dialect of dialects) {
  describe(`ids of skills in code (${dialect})`, () => {
    let server: TestRegistry;
    let skill: SkillOnDisk;
    /** Another file for each test: VS Code keeps a closed document for a while. */
    let code: vscode.Uri;
    let made = 0;

    before(async () => {
      await activateExtension();
      // A view that is shown lists by itself, and so makes the registry one that was worked with.
      await vscode.commands.executeCommand('workbench.action.closeSidebar');
    });
    beforeEach(async () => {
      made += 1;
      code = vscode.Uri.joinPath(workspaceRoot(), `caller-${dialect}-${made}.py`);
      server = await startTestRegistry();
      skill = await SkillOnDisk.make('greet');
      await connectTo(server, { dialect });
    });
    afterEach(async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await vscode.workspace.fs.delete(code).then(undefined, () => undefined);
      await skill.remove();
      await server.close();
      await vscode.workspace
        .getConfiguration('skillPublisher')
        .update('connections', undefined, vscode.ConfigurationTarget.Global);
    });

    async function open(text: string): Promise<vscode.TextDocument> {
      await vscode.workspace.fs.writeFile(code, Buffer.from(text));
      return vscode.workspace.openTextDocument(code);
    }

    async function hoverAt(document: vscode.TextDocument, text: string): Promise<string> {
      const position = document.positionAt(document.getText().indexOf(text) + 3);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        position,
      );
      return hovers
        .flatMap(({ contents }) =>
          contents.map((content) => (content instanceof vscode.MarkdownString ? content.value : '')),
        )
        .join('\n')
        .replace(/\\([!-/:-@[-`{-~])/g, '$1');
    }

    it('say what they are and how far behind, with few requests', async () => {
      const first = await skill.publish(server, { dialect });
      await skill.publish(server, { dialect, skillId: first.skillId });
      await skill.publish(server, { dialect, skillId: first.skillId });
      await registryRows();
      const before = requestsAbout(server, first.skillId).length;
      const document = await open(`skills = [{"skill_id": "${first.skillId}", "version": "${first.ref}"}]\n`);
      assert.match(await hoverAt(document, first.skillId), /\*\*greet\*\*[\s\S]*Greets people[\s\S]*3 versions/);
      assert.match(await hoverAt(document, first.ref), /2 versions behind the latest/);
      await hoverAt(document, first.skillId);
      assert.deepEqual(requestsAbout(server, first.skillId).slice(before), factsOf(first.skillId));
    });

    it('are followed by how far behind they are, seen without the pointer', async () => {
      const first = await skill.publish(server, { dialect });
      const second = await skill.publish(server, { dialect, skillId: first.skillId });
      const third = await skill.publish(server, { dialect, skillId: first.skillId });
      const pins = [first.ref, second.ref, third.ref, 'latest'];
      const document = await open(
        pins.map((ref) => `skills = [{"skill_id": "${first.skillId}", "version": "${ref}"}]\n`).join(''),
      );
      const hints = async (): Promise<string[]> => {
        const range = new vscode.Range(0, 0, document.lineCount, 0);
        const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
          'vscode.executeInlayHintProvider',
          document.uri,
          range,
        );
        return found.map(({ position, label }) => `${position.line}: ${typeof label === 'string' ? label : ''}`);
      };
      const asked = (): readonly string[] => requestsAbout(server, first.skillId);
      const before = asked().length;
      assert.deepEqual([await hints(), asked().slice(before)], [[], []], 'nobody worked with the registry');
      await registryRows();
      assert.deepEqual(await hints(), ['0: 2 behind', '1: 1 behind']);
      await hints();
      assert.deepEqual(asked().slice(before), factsOf(first.skillId));
    });

    it('say what a publish or a delete of this window changed', async () => {
      const first = await skill.publish(server, { dialect });
      await vscode.commands.executeCommand('skillPublisher.refreshRegistry');
      await registryRows();
      const document = await open(`skills = [{"skill_id": "${first.skillId}", "version": "${first.ref}"}]\n`);
      assert.match(await hoverAt(document, first.ref), /The latest version/);
      await skill.write('SKILL.md', skillMd('greet', 'Better.'));
      await answering(
        ({ kind, choices }) =>
          kind === 'pick' ? choices.find((choice) => choice.startsWith('$(cloud-upload) Publish version')) : undefined,
        () => vscode.commands.executeCommand('skillPublisher.publishVersion', skill.uri),
      );
      assert.match(await hoverAt(document, first.ref), /1 version behind the latest/);
      const node = (await registryRows()).find((row) => row.node.kind === 'skill')?.node;
      const [latest] = await registryRows(node);
      await answering(
        ({ choices }) => choices.find((choice) => choice.startsWith('Delete')),
        () => vscode.commands.executeCommand('skillPublisher.deleteVersion', latest?.node),
      );
      assert.match(await hoverAt(document, first.ref), /The latest version/);
    });

    it('say nothing, and ask nothing, before the registry was used', async () => {
      const { skillId } = await skill.publish(server, { dialect });
      await vscode.workspace
        .getConfiguration('skillPublisher')
        .update('connections', [], vscode.ConfigurationTarget.Global);
      const before = requestsAbout(server, skillId).length;
      assert.equal(await hoverAt(await open(`id = "${skillId}"\n`), skillId), '');
      assert.equal(requestsAbout(server, skillId).length, before);
    });

    it('are pinned to the latest version by a code action', async () => {
      const first = await skill.publish(server, { dialect });
      const second = await skill.publish(server, { dialect, skillId: first.skillId });
      const document = await open(`skills = [{"skill_id": "${first.skillId}", "version": "latest"}]\n`);
      const start = document.positionAt(document.getText().indexOf('latest') + 1);
      const before = requestsAbout(server, first.skillId).length;
      const find = (resolve: number): Thenable<vscode.CodeAction[]> =>
        vscode.commands.executeCommand<vscode.CodeAction[]>(
          'vscode.executeCodeActionProvider',
          document.uri,
          new vscode.Range(start, start),
          undefined,
          resolve,
        );
      assert.ok((await find(0)).some(({ title }) => title.startsWith('Pin to current latest')));
      assert.equal(requestsAbout(server, first.skillId).length, before, 'offering asks nobody');
      const action = (await find(10)).find(({ title }) => title.startsWith('Pin to current latest'));
      assert.ok(action?.edit);
      await vscode.workspace.applyEdit(action.edit);
      assert.ok(document.getText().includes(`"version": "${second.ref}"`), document.getText());
      await document.save();
    });

    it('are found where the workspace uses them, and said not to be used', async () => {
      const { skillId } = await skill.publish(server, { dialect });
      await vscode.commands.executeCommand('skillPublisher.refreshRegistry');
      const [row] = await registryRows();
      const asked = await answering(
        () => undefined,
        () => vscode.commands.executeCommand('skillPublisher.findUses', row?.node),
      );
      assert.match(asked[0]?.text ?? '', /^No file in this workspace refers to “greet”/, 'the ledger is not a use');
      await open(`id = "${skillId}"\nother = "${skillId}x"\n`);
      const again = await answering(
        () => undefined,
        () => vscode.commands.executeCommand('skillPublisher.findUses', row?.node),
      );
      assert.deepEqual(again, []);
    });

    it('are said to be searched for in a part of the files only, where that is so', async () => {
      const { skillId } = await skill.publish(server, { dialect });
      await vscode.commands.executeCommand('skillPublisher.refreshRegistry');
      const [row] = await registryRows();
      await open('nothing = 1\n');
      for (const limits of [
        { files: 1, milliseconds: 3000 },
        { files: 5000, milliseconds: 0 },
      ]) {
        const asked = await answering(
          () => undefined,
          () => showUses(row?.node, limits),
        );
        assert.match(
          asked[0]?.text ?? '',
          /^Not all files could be searched at once, and the first ones do not refer to “greet”/,
        );
        assert.match((await usesOf([skillId], limits)).join(), /^Not all files in this workspace could be searched/);
      }
      assert.deepEqual(await usesOf([skillId]), []);
    });
  });
}
