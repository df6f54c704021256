import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { parsePublishedParts, toPublishedParts } from '../../../src/vscode/host/publishedAddress.ts';
import type { TestRegistry } from '../../support/localRegistry.ts';
import { answering } from '../support/answers.ts';
import { startGateway } from '../../support/gateway.ts';
import { noting, type Executed } from '../support/executed.ts';
import { activateExtension, connectTo, registryRows } from '../support/extension.ts';
import { withQuickWaits } from '../support/quickWaits.ts';
import { connectedService, dialects, labels, publish, row, until } from './service.ts';

const closeEditors = (): Thenable<unknown> => vscode.commands.executeCommand('workbench.action.closeAllEditors');
const run = (command: string, ...args: readonly unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`skillPublisher.${command}`, ...args);

/** The document of the active editor, once its path says so: the window tells of its editors after a command ended. */
async function inFront(path: RegExp): Promise<vscode.TextDocument> {
  const active = (): vscode.TextDocument | undefined => vscode.window.activeTextEditor?.document;
  await until(`${String(path)} is in front`, () => path.test(active()?.uri.path ?? ''));
  return active() ?? assert.fail();
}

for (const dialect of dialects) {
  describe(`the registry view, ${dialect}`, () => {
    let server: TestRegistry;

    before(activateExtension);
    beforeEach(async () => {
      server = await connectedService(dialect, { alpha: ['one', 'two'], beta: ['b'] });
      server.seed('pdf', 'anthropic', 'pdf');
      await run('refreshRegistry');
    });
    afterEach(async () => {
      await run('clearFilter');
      await run('sortByDate');
      await closeEditors();
      await server.close();
    });

    it('goes from skill to version to folder to file', async () => {
      const [latest, first] = await registryRows(await row('alpha'));
      assert.match(latest?.item.accessibilityInformation?.label ?? '', /, latest,/);
      assert.doesNotMatch(first?.item.accessibilityInformation?.label ?? '', /, latest,/);
      assert.deepEqual(await labels(latest?.node), ['SKILL.md', 'scripts', 'notes.md']);
      const [, scripts] = await registryRows(latest?.node);
      assert.deepEqual(await labels(scripts?.node), ['run.py']);
    });

    it('downloads a version once, and only when it is opened', async () => {
      const downloads = (): number => server.requests.filter(({ path }) => path.endsWith('/content')).length;
      const versions = await registryRows(await row('alpha'));
      assert.equal(downloads(), 0);
      const [latest] = versions;
      await registryRows(latest?.node);
      await registryRows(latest?.node);
      await run('openVersion', latest?.node);
      assert.equal(downloads(), 1);
    });

    it('opens files read-only, as they were published', async () => {
      const versions = await registryRows(await row('alpha'));
      const [, , notes] = await registryRows(versions[1]?.node);
      const command = notes?.item.command;
      assert.equal(command?.command, 'vscode.open');
      await vscode.commands.executeCommand(command.command, ...(command.arguments as unknown[]));
      const document = await inFront(/\/notes\.md$/);
      assert.deepEqual([document.uri.scheme, document.getText()], ['published-skill', 'one']);
      assert.equal(vscode.workspace.fs.isWritableFileSystem('published-skill'), false);
      await assert.rejects(Promise.resolve(vscode.workspace.fs.writeFile(document.uri, Buffer.from('x'))));
    });

    it('is a file system: lists, reads and refuses in sentences', async () => {
      await run('openVersion', await row('alpha'));
      const { uri } = await inFront(/\/alpha\/SKILL\.md$/);
      const address = parsePublishedParts(uri) ?? assert.fail(uri.toString());
      const folder = vscode.Uri.joinPath(uri, '..');
      const { fs } = vscode.workspace;
      assert.deepEqual(
        (await fs.readDirectory(vscode.Uri.joinPath(folder, '..'))).map(([name]) => name),
        ['alpha'],
      );
      assert.deepEqual(
        (await fs.readDirectory(folder)).map(([name]) => name),
        ['SKILL.md', 'scripts', 'notes.md'],
      );
      assert.equal((await fs.stat(vscode.Uri.joinPath(folder, 'scripts'))).type, vscode.FileType.Directory);
      const refusal = async (target: vscode.Uri): Promise<string> =>
        fs.readFile(target).then(
          () => 'read',
          (error: unknown) =>
            error instanceof vscode.FileSystemError ? `${error.code}: ${error.message}` : String(error),
        );
      assert.match(await refusal(vscode.Uri.joinPath(folder, 'nowhere.md')), /^FileNotFound/);
      assert.match(await refusal(vscode.Uri.joinPath(folder, 'scripts')), /^FileIsADirectory/);
      assert.match(
        await refusal(vscode.Uri.from(toPublishedParts({ ...address, skillId: 'skill_unknown' }))),
        /^FileNotFound.*Skill not found/,
      );
      assert.match(
        await refusal(vscode.Uri.from(toPublishedParts({ ...address, connectionId: 'custom:gone' }))),
        /connection “gone” of this file is no longer set up/,
      );
      const copy = vscode.Uri.joinPath(
        vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('no workspace'),
        'copied',
      );
      await fs.copy(folder, copy, { overwrite: true });
      assert.equal(Buffer.from(await fs.readFile(vscode.Uri.joinPath(copy, 'notes.md'))).toString(), 'two');
      await fs.delete(copy, { recursive: true });
    });

    it('opens SKILL.md of a skill, beside and as preview', async () => {
      const skill = await row('alpha');
      await run('openVersion', skill);
      await inFront(/SKILL\.md$/);
      await run('openVersionToSide', skill);
      await until('a second group is open', () => vscode.window.tabGroups.all.length === 2);
      await run('previewVersion', skill);
      await until('a preview is open', () =>
        vscode.window.tabGroups.all.some(({ tabs }) =>
          tabs.some(({ input }) => input instanceof vscode.TabInputWebview),
        ),
      );
    });

    it('filters by source, and says so', async () => {
      assert.equal((await labels()).length, 3);
      await answering(
        () => 'anthropic',
        () => run('filterBySource'),
      );
      assert.equal((await labels()).length, 1);
      await run('clearFilter');
      assert.equal((await labels()).length, 3);
    });

    it('copies the ids of all selected rows', async () => {
      const rows = await registryRows();
      await run(
        'copyId',
        rows[0]?.node,
        rows.slice(0, 2).map(({ node }) => node),
      );
      const ids = rows.slice(0, 2).map(({ node }) => (node.kind === 'skill' ? node.skill.id : ''));
      assert.equal(await vscode.env.clipboard.readText(), ids.join('\n'));
    });

    it('keeps its rows when a refresh fails, with the mending command', async () => {
      const before = await labels();
      server.fault('status=503@GET');
      await withQuickWaits(() => run('refreshRegistry'));
      const [notice, ...rest] = await registryRows();
      assert.equal(notice?.item.command?.command, 'skillPublisher.refreshRegistry');
      assert.deepEqual(
        rest.map(({ label }) => label),
        before,
      );
      server.clearFaults();
      await vscode.commands.executeCommand(
        notice.item.command.command,
        ...(notice.item.command.arguments as unknown[]),
      );
      await until('the notice is gone', async () => (await labels()).length === before.length);
    });

    it('says below a version that cannot be downloaded why, and tries again', async () => {
      const skill = await row('alpha');
      const [version] = await registryRows(skill);
      const id = version?.node.skill?.id ?? '';
      server.fault(`html@GET:/v1/skills/${id}/versions#9`);
      const [notice] = await registryRows(version?.node);
      assert.equal(notice?.node.kind, 'notice');
      assert.match(String(notice.item.description), /archive|Skills API|zip/);
      server.clearFaults();
      assert.deepEqual(await labels(version?.node), ['SKILL.md', 'scripts', 'notes.md']);
    });

    it('pins the version last published from the workspace, with its release note', async () => {
      const [, first] = await registryRows(await row('alpha'));
      assert.ok(first?.node.kind === 'version');
      const { skill, version } = first.node;
      const root = vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('no workspace');
      const file = vscode.Uri.joinPath(root, '.skill-publisher.json');
      const entry = {
        skillId: skill.id,
        name: 'alpha',
        version: version.ref,
        fingerprint: 'sha256:0',
        time: version.createdAt,
        notes: { [version.ref]: 'Says $(alert) hello' },
      };
      await vscode.workspace.fs.writeFile(
        file,
        Buffer.from(JSON.stringify({ ledger: 1, skills: { 'skills/alpha': { [server.url]: entry } } })),
      );
      const description = async (): Promise<string> => {
        await registryRows();
        return String((await registryRows(await row('alpha')))[1]?.item.description);
      };
      await until('the ledger is read', async () =>
        / · in .*alpha · “Says \$\(alert\) hello”$/.test(await description()),
      );
      const item = (await registryRows(await row('alpha')))[1]?.item;
      assert.match(item?.accessibilityInformation?.label ?? '', /last published from .*alpha/);
      assert.ok(item?.iconPath instanceof vscode.ThemeIcon && item.iconPath.id === 'pinned');
      await vscode.workspace.fs.delete(file);
    });

    it('says which route a gateway does not have, and shows the rest', async () => {
      const skill = await row('alpha');
      const id = skill.kind === 'skill' ? skill.skill.id : '';
      server.fault(`status=404@GET:/v1/skills/${id}/versions`);
      const [notice] = await registryRows(skill);
      assert.equal(notice?.node.kind, 'notice');
      assert.match(String(notice.item.description), /^Not found on test \d+\. Server message: /);
      assert.equal((await labels(await row('beta'))).length, 1);
      server.clearFaults();
    });

    it('switches off what a gateway without files cannot do, says so once, and tries again after a refresh', async () => {
      const gateway = await startGateway(server.url, /\/content$/);
      const executed: Executed[] = [];
      const isOff = (): unknown => executed.findLast(([, key]) => key === 'skillPublisher.noFiles')?.[2];
      try {
        await connectTo({ url: gateway.url, apiKey: server.apiKey }, { dialect });
        const [latest] = await registryRows(await row('alpha'));
        assert.equal(latest?.item.collapsibleState, vscode.TreeItemCollapsibleState.Collapsed);
        await noting(executed, async () => {
          const [notice] = await registryRows(latest.node);
          assert.match(
            String(notice?.item.description),
            /^test \d+ does not provide the files of versions \(404\): they cannot be opened, compared, restored,/,
          );
          await until('switched off', () => isOff() === true);
        });
        const [closed] = await registryRows(await row('alpha'));
        assert.equal(closed?.item.collapsibleState, vscode.TreeItemCollapsibleState.None);
        await noting(executed, async () => {
          await run('refreshRegistry');
          await until('switched on', () => isOff() === false);
        });
      } finally {
        await gateway.close();
      }
    });

    it('takes a deleted skill out when its notice is run', async () => {
      const beta = await row('beta');
      assert.ok(beta.kind === 'skill');
      server.store.deleteSkill(beta.skill.id);
      const [notice] = await registryRows(beta);
      assert.equal(notice?.node.kind, 'notice');
      await vscode.commands.executeCommand(
        notice.item.command?.command ?? '',
        ...((notice.item.command?.arguments ?? []) as unknown[]),
      );
      assert.ok(!(await labels()).includes('beta'));
    });

    it('shows a new version after a refresh', async () => {
      publish(server, 'beta', { 'notes.md': 'newer' });
      await run('refreshRegistry');
      assert.equal((await labels(await row('beta'))).length, 2);
    });
  });
}
