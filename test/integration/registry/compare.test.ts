import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestRegistry } from '../../support/localRegistry.ts';
import { answering, type Asked } from '../support/answers.ts';
import { activateExtension, registryRows } from '../support/extension.ts';
import { connectedService, dialects, publish, row, until } from './service.ts';

const run = (command: string, ...args: readonly unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`skillPublisher.${command}`, ...args);
const activeTab = (): vscode.Tab | undefined => vscode.window.tabGroups.activeTabGroup.activeTab;
const said = (asked: readonly Asked[]): string => asked.map(({ text }) => text).join('\n');

/** The two texts of the file diff in front. */
async function sides(): Promise<readonly [string, string]> {
  const input = activeTab()?.input;
  assert.ok(input instanceof vscode.TabInputTextDiff, `no diff is open: ${activeTab()?.label ?? ''}`);
  const [left, right] = await Promise.all(
    [input.original, input.modified].map((uri) => vscode.workspace.openTextDocument(uri)),
  );
  return [left?.getText() ?? '', right?.getText() ?? ''];
}

for (const dialect of dialects) {
  describe(`comparing, ${dialect}`, () => {
    let server: TestRegistry;
    let folder: vscode.Uri;
    const name = 'compared-skill';

    before(activateExtension);
    beforeEach(async () => {
      server = await connectedService(dialect, { [name]: ['one', 'two'] });
      const root = vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('no workspace');
      folder = vscode.Uri.joinPath(root, name);
      await write('SKILL.md', `---\nname: ${name}\ndescription: "What ${name} does."\n---\n# ${name}\n`);
      await write('notes.md', 'three');
      await write('scripts/run.py', 'print("two")\n');
      await write('only-here.txt', 'new');
      const isUnknown = async (): Promise<boolean> =>
        said(
          await answering(
            () => undefined,
            () => run('compareFile', vscode.Uri.joinPath(folder, 'only-here.txt')),
          ),
        ).includes('Open a file of a skill first');
      await until('the new folder is known', async () => !(await isUnknown()));
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    });
    afterEach(async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await vscode.workspace.fs.delete(folder, { recursive: true });
      await server.close();
    });
    const write = async (path: string, text: string | Uint8Array): Promise<void> =>
      vscode.workspace.fs.writeFile(
        vscode.Uri.joinPath(folder, path),
        typeof text === 'string' ? Buffer.from(text) : text,
      );

    it('opens the changes of a folder from the skill, the version, the folder and its SKILL.md', async () => {
      const skill = await row(name);
      const [latest] = await registryRows(skill);
      const file = vscode.Uri.joinPath(folder, 'SKILL.md');
      for (const [command, argument] of [
        ['compareWithWorkspace', skill],
        ['compareWithWorkspace', latest?.node],
        ['compareWithPublished', folder],
        ['compareWithPublished', file],
      ] as const) {
        const asked = await answering(
          (question) => (question.kind === 'pick' ? /compared-skill/ : undefined),
          () => run(command, argument),
        );
        assert.deepEqual(
          asked.filter(({ kind }) => kind === 'message'),
          [],
        );
        await until(`a comparison is open by ${command}`, () =>
          /^compared-skill: .+ ↔ workspace/.test(activeTab()?.label ?? ''),
        );
        await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      }
    });

    it('says when nothing differs', async () => {
      await write('notes.md', 'two');
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, 'only-here.txt'));
      const asked = await answering(
        () => undefined,
        () => run('compareWithPublished', folder),
      );
      assert.match(said(asked), /contain the same files with the same content/);
    });

    it('compares one file, also from the published side, and unsaved text counts', async () => {
      const [latest] = await registryRows(await row(name));
      const [, , notes] = await registryRows(latest?.node);
      await run('compareFile', notes?.node);
      assert.deepEqual(await sides(), ['two', 'three']);
      await run('compareFile', vscode.Uri.joinPath(folder, 'notes.md'));
      assert.deepEqual(await sides(), ['two', 'three']);
      const command = notes?.item.command ?? assert.fail('a file cannot be opened');
      await vscode.commands.executeCommand(command.command, ...(command.arguments as unknown[]));
      await run('compareFile');
      assert.deepEqual(await sides(), ['two', 'three']);
    });

    it('shows an empty side where the file is not', async () => {
      await run('compareFile', vscode.Uri.joinPath(folder, 'only-here.txt'));
      assert.deepEqual(await sides(), ['', 'new']);
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, 'notes.md'));
      const [latest] = await registryRows(await row(name));
      const [, , notes] = await registryRows(latest?.node);
      await run('compareFile', notes?.node);
      assert.deepEqual(await sides(), ['two', '']);
    });

    it('describes binary files instead of showing them', async () => {
      await write('notes.md', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]));
      await run('compareFile', vscode.Uri.joinPath(folder, 'notes.md'));
      const [left, right] = await sides();
      assert.match(left, /^Binary file\n\nSize: {4}3 bytes\nSHA-256: [0-9a-f]{64}/);
      assert.match(right, /Size: {4}7 bytes/);
      assert.notEqual(left, right);
    });

    it('compares two selected versions, the older one on the left, or one with another', async () => {
      const versions = (await registryRows(await row(name))).map(({ node }) => node);
      await run('compareSelectedVersions', versions[0], versions);
      await until('a comparison is open', () => (activeTab()?.label ?? '').startsWith('compared-skill: v1 ↔ v2'));
      const asked = await answering(
        ({ choices }) => choices[0],
        () => run('compareWithVersion', versions[0]),
      );
      assert.equal(asked[0]?.choices.length, 1);
    });

    it('says in a sentence what is in the way', async () => {
      const refusal = async (command: string, ...args: readonly unknown[]): Promise<string> =>
        said(
          await answering(
            () => undefined,
            () => run(command, ...args),
          ),
        );
      assert.match(
        await refusal('compareFile', vscode.Uri.joinPath(folder, 'nowhere.txt')),
        /nowhere\.txt is neither in the published version nor/,
      );
      await write('SKILL.md', '---\nname: never-published\ndescription: d\n---\n');
      assert.match(await refusal('compareWithPublished', folder), /compared-skill is not published on test \d+ yet/);
      const versions = (await registryRows(await row(name))).map(({ node }) => node);
      publish(server, name, { 'notes.md': '4' });
      assert.match(
        await refusal('compareSelectedVersions', versions[0], [...versions, ...versions]),
        /Only two versions/,
      );
    });
  });
}
