import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestRegistry } from '../../support/localRegistry.ts';
import { answering, type Asked, type Person } from '../support/answers.ts';
import { activateExtension, registryRows } from '../support/extension.ts';
import { connectedService, dialects, labels, row, skillId, until } from './service.ts';

const run = (command: string, ...args: readonly unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`skillPublisher.${command}`, ...args);
const said = (asked: readonly Asked[]): string => asked.map(({ text }) => text).join('\n');
/** Presses the button that deletes, and types what is asked for. */
const determined =
  (name: string): Person =>
  ({ kind, choices }) =>
    kind === 'input' ? name : choices.find((choice) => choice.startsWith('Delete'));

for (const dialect of dialects) {
  describe(`deleting, ${dialect}`, () => {
    let server: TestRegistry;
    const versionsOf = (name: string): number =>
      server.store.listVersions({ skillId: skillId(server, name), order: 'newestFirst', after: undefined, limit: 100 })
        .length;
    const writes = (): number => server.requests.filter(({ method }) => method === 'DELETE').length;

    before(activateExtension);
    beforeEach(async () => {
      server = await connectedService(dialect, { several: ['1', '2', '3'], single: ['1'] });
      server.seed('pdf', 'anthropic', 'pdf');
      await run('refreshRegistry');
      await registryRows();
    });
    afterEach(async () => {
      await server.close();
    });

    it('says what dies, wants the name typed, and takes the row out without listing again', async () => {
      const id = skillId(server, 'several');
      const node = await row('several');
      const lists = (): number =>
        server.requests.filter(({ method, path }) => method === 'GET' && path === '/v1/skills').length;
      const before = lists();
      const asked = await answering(determined('several'), () => run('deleteSkill', node));
      const [question, input] = asked;
      assert.equal(question?.modal, true);
      assert.match(
        question.text,
        /Delete “several” from test \d+\?\nName: several\nCreated: .*\n3 versions will be deleted with it, the latest published .*\n\nEvery caller that uses this skill will fail/,
      );
      assert.ok(!question.text.includes(id), 'ids are for machines');
      assert.deepEqual(
        question.choices,
        ['Download a Copy First…', 'Delete Skill…'],
        'deleting is never the first button',
      );
      assert.match(input?.text ?? '', /Type several to delete/);
      assert.deepEqual(await labels(), ['pdf', 'single']);
      assert.equal(lists(), before);
      assert.equal(server.store.findSkillsByName('wrkspc_01LocalRegistryDefault', 'custom', 'several').length, 0);
    });

    it('deletes nothing when the name is wrong, or the modal is left', async () => {
      const node = await row('several');
      await answering(determined('sevral'), () => run('deleteSkill', node));
      await answering(
        () => undefined,
        () => run('deleteSkill', node),
      );
      assert.equal(writes(), 0);
      assert.equal(versionsOf('several'), 3);
    });

    it('says where code of the workspace uses what dies', async () => {
      const file = vscode.Uri.joinPath(
        vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('no workspace'),
        'uses.ts',
      );
      await vscode.workspace.fs.writeFile(
        file,
        Buffer.from(`const first = 1;\nconst skill = '${skillId(server, 'single')}';\n`),
      );
      await until('the file is found', async () => (await vscode.workspace.findFiles('uses.ts')).length === 1);
      const asked = await answering(
        () => undefined,
        async () => run('deleteSkill', await row('single')),
      );
      assert.match(said(asked), /Used in this workspace in 1 place: uses\.ts:2/);
      await vscode.workspace.fs.delete(file);
    });

    it('asks once for a skill with one version', async () => {
      const asked = await answering(determined(''), async () => run('deleteSkill', await row('single')));
      assert.deepEqual(
        asked.map(({ kind }) => kind),
        ['message'],
      );
      assert.ok(!(await labels()).includes('single'));
    });

    it('refuses skills that are not your own, whoever calls', async () => {
      const own = await row('single');
      const foreign = (await registryRows()).find(({ node }) => node.kind === 'skill' && node.skill.id === 'pdf')?.node;
      const asked = await answering(determined('pdf'), () => run('deleteSkill', foreign));
      assert.match(said(asked), /Only your own skills can be deleted; the source of this one is anthropic/);
      const forged = {
        ...own,
        skill: { ...(foreign?.kind === 'skill' ? foreign.skill : undefined), source: 'custom' },
      };
      assert.match(said(await answering(determined('pdf'), () => run('deleteSkill', forged))), /Only your own skills/);
      assert.equal(writes(), 0);
    });

    it('deletes selected versions, names the next latest, and keeps the others', async () => {
      const node = await row('several');
      const [latest, second, first] = (await registryRows(node)).map((item) => item.node);
      const asked = await answering(determined(''), () => run('deleteVersion', latest, [latest, first]));
      assert.match(said(asked), /Delete 2 versions of “several”/);
      assert.match(said(asked), /Callers that do not pin a version get .* at once/);
      assert.deepEqual(asked[0]?.choices, ['Download a Copy First…', 'Delete 2 Versions']);
      const left = await registryRows(await row('several'));
      assert.deepEqual(
        left.map((item) => (item.node.kind === 'version' ? item.node.version.ref : '')),
        [second?.kind === 'version' ? second.version.ref : ''],
      );
      assert.match(left[0]?.item.accessibilityInformation?.label ?? '', /, latest,/);
    });

    it('treats the last version as the dialect does', async () => {
      const [only] = (await registryRows(await row('single'))).map((item) => item.node);
      const asked = await answering(
        ({ choices }) => choices.find((choice) => choice.startsWith('Delete')),
        () => run('deleteVersion', only),
      );
      if (dialect === 'ga') {
        assert.match(said(asked), /This is the only version of “single”/);
        assert.deepEqual(asked[0]?.choices, ['Keep It', 'Delete the Skill…']);
        assert.ok(!(await labels()).includes('single'));
      } else {
        assert.match(said(asked), /The skill will have no versions/);
        assert.ok((await labels()).includes('single'));
        assert.deepEqual(await labels(await row('single')), []);
        const [empty] = await answering(
          () => undefined,
          async () => run('deleteSkill', await row('single')),
        );
        assert.deepEqual(empty?.choices, ['Keep It', 'Delete Skill'], 'Enter deletes nothing');
      }
    });

    it('says what is left when it fails in between', async () => {
      const node = await row('several');
      server.fault(
        dialect === 'ga'
          ? 'status=403@DELETE'
          : `status=403@DELETE:/v1/skills/${skillId(server, 'several')}/versions/${refsOf('several')[1] ?? ''}`,
      );
      const asked = await answering(determined('several'), () => run('deleteSkill', node));
      const message = asked.at(-1)?.text ?? '';
      if (dialect === 'ga') assert.match(message, /several: 0 of 3 versions were deleted\. .*403.* Still there: /);
      else assert.match(message, /several: 1 of 3 versions were deleted\. .*403.* Still there: v1, v2\./);
      assert.equal((await labels(await row('several'))).length, dialect === 'ga' ? 3 : 2);
    });
    const refsOf = (name: string): string[] =>
      server.store
        .listVersions({ skillId: skillId(server, name), order: 'oldestFirst', after: undefined, limit: 9 })
        .map(({ epoch }) => String(epoch));

    it('saves copies first when asked to, and then asks again', async () => {
      const folder = vscode.Uri.joinPath(
        vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('no workspace'),
        'copies',
      );
      await vscode.workspace.fs.createDirectory(folder);
      const window = vscode.window as unknown as Record<string, unknown>;
      const original = window['showOpenDialog'];
      window['showOpenDialog'] = () => Promise.resolve([folder]);
      let times = 0;
      try {
        await answering(
          ({ modal }) => (modal && ++times === 1 ? 'Download a Copy First…' : undefined),
          async () => run('deleteSkill', await row('several')),
        );
      } finally {
        window['showOpenDialog'] = original;
      }
      assert.equal(times, 2);
      const saved = (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);
      assert.deepEqual([saved.length, saved.every((name) => /^several-[\w-]+\.zip$/.test(name))], [3, true]);
      assert.equal(versionsOf('several'), 3);
      await vscode.workspace.fs.delete(folder, { recursive: true });
    });

    it('copies snippets, pinned or latest', async () => {
      const [latest] = (await registryRows(await row('single'))).map((item) => item.node);
      const asked = await answering(
        () => /TypeScript/,
        () => run('copySnippet', latest),
      );
      assert.equal(asked[0]?.choices.length, 10);
      const text = await vscode.env.clipboard.readText();
      assert.ok(
        latest?.kind === 'version' && text.includes(latest.version.ref) && text.includes(latest.skill.id),
        text,
      );
    });

    it('copies the snippet of the row it was started on, also when others are selected with it', async () => {
      const [a, b] = [await row('several'), await row('single')];
      await answering(
        () => /TypeScript/,
        () => run('copySnippet', b, [a, b]),
      );
      const text = await vscode.env.clipboard.readText();
      assert.ok(text.includes(skillId(server, 'single')) && !text.includes(skillId(server, 'several')), text);
    });
  });
}
