import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { defaultWorkspace } from '../../../src/node/localRegistry/credentials.ts';
import { newSkillId } from '../../../src/node/localRegistry/ids.ts';
import { fromFiles } from '../../../src/node/localRegistry/upload.ts';
import { skillFiles, startTestRegistry, type TestRegistry } from '../../support/localRegistry.ts';
import { answering, type Asked, type Person } from '../support/answers.ts';
import { registryRows } from '../support/extension.ts';
import { noting, type Executed } from '../support/executed.ts';
import { writeSkill } from '../support/skills.ts';
import { until } from '../registry/service.ts';
import { rowSays } from '../workspace/skillOnDisk.ts';
import { apiKey, OwnService, publishes, said } from './ownService.ts';

const run = (person: Person, command: string, ...args: readonly unknown[]): Promise<readonly Asked[]> =>
  answering(person, () => vscode.commands.executeCommand(`skillPublisher.${command}`, ...args));

describe('where a publish goes', () => {
  const own = new OwnService('aimed', ['exclude']);

  /** A second skill of the same name, made by somebody else. */
  async function twinRow(): Promise<{ readonly id: string; readonly row: unknown }> {
    const id = newSkillId();
    own.server.store.transaction(() => {
      own.server.store.insertSkill({ id, workspace: defaultWorkspace, source: 'custom', label: own.name }, own.name);
      own.server.store.insertVersion(id, fromFiles(skillFiles(own.name), 'ga'));
    });
    await vscode.commands.executeCommand('skillPublisher.refreshRegistry');
    const found = (await registryRows()).find(({ node }) => node.kind === 'skill' && node.skill.id === id);
    assert.ok(found);
    return { id, row: found.node };
  }
  const versions = async (id: string): Promise<number> => (await own.client.listVersions(id)).items.length;
  const edit = (text: string): void => {
    writeFileSync(path.join(own.folder.fsPath, 'notes.md'), text);
  };

  it('is the skill of the row it was started on, not the one in the ledger', async () => {
    await run(publishes, 'publishVersion', own.folder);
    const [first] = (await own.client.listSkills()).items;
    assert.ok(first);
    const { id, row } = await twinRow();
    edit('More.');
    const asked = await run(publishes, 'publishVersion', row);
    assert.match(
      JSON.stringify(asked[0]),
      /According to the publish history, this folder was published as a different skill/,
    );
    assert.match(said(asked), /^Published/);
    assert.deepEqual([await versions(first.id), await versions(id)], [1, 2]);
  });

  it('asks which folder is published when several have the name of the row', async () => {
    writeSkill(`${own.name}-copy`, {
      'SKILL.md': `---\nname: ${own.name}\ndescription: Does a thing. Use when it is to be done.\n---\nText.\n`,
    });
    // Searches the folders again: a watcher tells of new ones only after a moment.
    await run(() => undefined, 'publishAllChanged');
    const { id, row } = await twinRow();
    const asked = await run(
      (question) => (question.text.includes('which folder') ? new RegExp(`${own.name}$`) : publishes(question)),
      'publishVersion',
      row,
    );
    assert.equal(asked[0]?.text, `Publish which folder as a new version of ${own.name}?`);
    assert.equal(asked[0].choices.length, 2);
    assert.match(said(asked), /^Published/);
    assert.equal(await versions(id), 2);
  });

  it('keeps connection and skill when no other connection is chosen', async () => {
    await run(publishes, 'publishVersion', own.folder);
    edit('Second.');
    await run(publishes, 'publishVersion', own.folder);
    const [skill] = await registryRows();
    const [, older] = await registryRows(skill?.node);
    let sheets = 0;
    const asked = await run(
      (question) => {
        if (question.text.startsWith('Publish where')) return /Another connection/;
        if (question.text.startsWith('Which registry')) return undefined;
        if (question.kind === 'pick') sheets += 1;
        return sheets === 1 ? /Change target/ : undefined;
      },
      'restoreVersion',
      older?.node,
    );
    const [before, , , after] = asked;
    assert.equal(after?.text, before?.text);
    assert.deepEqual(after?.choices.slice(0, 2), before?.choices.slice(0, 2));
  });

  describe('to a connection that is not the active one', () => {
    let target: TestRegistry;
    beforeEach(async () => {
      target = await startTestRegistry({ apiKey });
      const connections: unknown[] = vscode.workspace.getConfiguration('skillPublisher').get('connections') ?? [];
      await vscode.workspace
        .getConfiguration('skillPublisher')
        .update(
          'connections',
          [...connections, { name: 'elsewhere', baseUrl: target.url }],
          vscode.ConfigurationTarget.Global,
        );
      await run(publishes, 'publishVersion', own.folder);
    });
    afterEach(() => target.close());

    const promote = async (person: Person): Promise<readonly Asked[]> => {
      const [skill] = await registryRows();
      const [version] = await registryRows(skill?.node);
      return run(
        (question) => (question.text.startsWith('Promote') ? /elsewhere/ : person(question)),
        'promoteVersion',
        version?.node,
      );
    };
    const active = async (): Promise<number> => (await registryRows()).length;

    it('asks for its key first, and leaves the active one as it is', async () => {
      const asked = await promote((question) => (question.kind === 'input' ? apiKey : publishes(question)));
      assert.match(asked.find(({ kind }) => kind === 'input')?.text ?? '', /^API key for elsewhere/);
      assert.match(said(asked), new RegExp(`^Published ${own.name} to elsewhere`));
      assert.equal(
        (await run(() => undefined, 'selectConnection'))[0]?.choices.filter((choice) => choice.includes('elsewhere'))
          .length,
        1,
      );
      const before = own.server.requests.length;
      await vscode.commands.executeCommand('skillPublisher.refreshRegistry');
      assert.equal(await active(), 1);
      assert.ok(own.server.requests.length > before, 'another connection is active');
    });

    it('sends nothing without a key, and mends the key of that connection when it is refused', async () => {
      const left = await promote((question) => (question.kind === 'input' ? undefined : publishes(question)));
      assert.deepEqual(
        left.map(({ kind }) => kind),
        ['pick', 'input'],
      );
      await promote((question) => (question.kind === 'input' ? apiKey : undefined));
      await target.close();
      target = await startTestRegistry({ apiKey: `${apiKey}-new`, port: target.port });
      const executed: Executed[] = [];
      await noting(executed, async () => {
        const asked = await promote((question) =>
          question.choices.includes('Set API Key') ? 'Set API Key' : undefined,
        );
        assert.ok(
          asked.some(({ choices }) => choices.includes('Set API Key')),
          JSON.stringify(asked),
        );
        await until('its key is asked for', () => executed.some(([command]) => command === 'skillPublisher.setApiKey'));
      }, ['skillPublisher.setApiKey']);
      assert.deepEqual(
        executed.filter(([command]) => command === 'skillPublisher.setApiKey'),
        [['skillPublisher.setApiKey', 'custom:elsewhere']],
      );
      const named = await run(() => undefined, 'setApiKey', 'custom:elsewhere');
      assert.match(named[0]?.text ?? '', /^API key for elsewhere/);
      assert.equal(target.requests.filter(({ method }) => method === 'POST').length, 0);
    });
  });

  it('is the SKILL.md in front, also one that the search leaves out', async () => {
    await vscode.workspace
      .getConfiguration('skillPublisher')
      .update('exclude', ['**/skills/**'], vscode.ConfigurationTarget.Global);
    await vscode.window.showTextDocument(vscode.Uri.joinPath(own.folder, 'SKILL.md'));
    const asked = await run(publishes, 'publishVersion');
    assert.match(said(asked), new RegExp(`^Published ${own.name}`));
  }).timeout(40_000);

  it('is asked for when the SKILL.md in front is a published one', async () => {
    await run(publishes, 'publishVersion', own.folder);
    const [row] = await registryRows();
    await vscode.commands.executeCommand('skillPublisher.openVersion', row?.node);
    await until(
      'a published file is in front',
      () => vscode.window.activeTextEditor?.document.uri.scheme === 'published-skill',
    );
    const asked = await run(() => undefined, 'publishVersion');
    assert.equal(asked[0]?.text, 'Publish which skill?');
  });

  it('is asked for with the state of each folder, changed ones first', async () => {
    const other = writeSkill(`${own.name}-copy`);
    await run(publishes, 'publishVersion', own.folder);
    await run(publishes, 'publishVersion', other);
    writeFileSync(path.join(other.fsPath, 'notes.md'), 'Changed.');
    await rowSays(own.folder, /^in sync · /);
    await rowSays(other, /^changed since /);
    const [asked] = await run(() => undefined, 'publishVersion');
    assert.match(asked?.choices[0] ?? '', new RegExp(`${own.name}-copy$`));
    assert.match(asked?.details[0] ?? '', /^changed since /);
    assert.match(asked?.details[asked.choices.findIndex((choice) => choice.endsWith(own.name))] ?? '', /^in sync · /);
  });
});
