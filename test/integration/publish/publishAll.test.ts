import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { RegistryClient } from '../../../src/core/registry/client.ts';
import { startTestRegistry, type TestRegistry } from '../../support/localRegistry.ts';
import { answering, type Asked, type Person } from '../support/answers.ts';
import { activateExtension, connectTo } from '../support/extension.ts';
import { withGit } from '../support/git.ts';
import { withReports } from '../support/progress.ts';
import { removeLedger, removeSkill, workspaceRoot, writeSkill } from '../support/skills.ts';

const apiKey = ['test', 'key', 'a'.repeat(12)].join('-');
const names = ['all-good', 'all-refused', 'all-repaired', 'all-secret'] as const;
const said = (asked: readonly Asked[]): string =>
  asked
    .filter(({ kind }) => kind === 'message')
    .map(({ text }) => text)
    .join('\n');
const set = (key: string, value: unknown): Thenable<void> =>
  vscode.workspace.getConfiguration('skillPublisher').update(key, value, vscode.ConfigurationTarget.Global);
const run = (person: Person, command: string, argument?: vscode.Uri): Promise<readonly Asked[]> =>
  answering(person, () => vscode.commands.executeCommand(`skillPublisher.${command}`, argument));
const codes = (folder: vscode.Uri, file: string): readonly unknown[] =>
  vscode.languages
    .getDiagnostics(vscode.Uri.joinPath(folder, file))
    .filter(({ source }) => source === 'Skills')
    .map(({ code }) => (typeof code === 'object' ? code.value : code));

describe('Publish All Changed Skills', () => {
  let server: TestRegistry;
  let client: RegistryClient;

  before(activateExtension);
  beforeEach(async () => {
    server = await startTestRegistry({ apiKey });
    client = new RegistryClient({ baseUrl: server.url, credential: { kind: 'key', key: apiKey }, dialect: 'ga' });
    await connectTo({ url: server.url, apiKey }, { dialect: 'ga' });
    await set('publish.tag', true);
    // The editor and the publish take it; the service does not.
    await set('rules', { 'fm/unknown-key': 'off' });
  });
  afterEach(async () => {
    await server.close();
    for (const name of names) removeSkill(name);
    removeLedger();
    for (const key of ['connections', 'publish.tag', 'rules']) await set(key, undefined);
  });

  it('does for each skill what Publish Version does: tag, problems, ledger', async () => {
    const token = ['ghp', 'Z1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'].join('_');
    writeSkill('all-good');
    const refused = writeSkill('all-refused', {
      'SKILL.md':
        '---\nname: all-refused\ndescription: Does a thing. Use when it is to be done.\nmodel: opus\n---\nText.\n',
    });
    const repaired = writeSkill('all-repaired');
    const secret = writeSkill('all-secret', { 'notes.md': `token: ${token}\n` });
    await withGit('on', async (git) => {
      await run((asked) => (asked.kind === 'pick' ? /Publish version/ : undefined), 'publishVersion', repaired);
      removeLedger();
      git.tags.length = 0;
      const asked = await run(
        (question) => (question.kind === 'pick' ? /^all-(?:good|refused)$/ : undefined),
        'publishAllChanged',
      );
      const summary = said(asked);
      assert.match(
        summary,
        /^1 published \(all-good\), 1 failed, \d+ left as they are\. all-refused: Nothing was published: .*unexpected key/i,
      );
      assert.ok(!JSON.stringify(asked).includes(token));
      const good = (await client.listSkills()).items.find(({ label }) => label === 'all-good');
      assert.deepEqual(git.tags, [`skill/all-good/${good?.latestVersion ?? 'none'}`]);
    });
    assert.ok(codes(refused, 'SKILL.md').includes('fm/unknown-key'));
    assert.ok(codes(secret, 'notes.md').some((code) => String(code).startsWith('secret/')));
    const ledger = readFileSync(path.join(workspaceRoot(), '.skill-publisher.json'), 'utf8');
    assert.ok(
      ledger.includes('skills/all-repaired') &&
        ledger.includes('skills/all-good') &&
        !ledger.includes('skills/all-refused'),
      ledger,
    );
  });

  it('lists what was never published apart, and names what is left out', async () => {
    const folder = writeSkill('all-good');
    await run((asked) => (asked.kind === 'pick' ? /Publish version/ : undefined), 'publishVersion', folder);
    writeFileSync(path.join(folder.fsPath, 'notes.md'), 'New.');
    writeSkill('all-repaired');
    writeSkill('all-refused', { 'SKILL.md': '# Nothing\n' });
    const [list] = (await run(() => undefined, 'publishAllChanged')).filter(({ kind }) => kind === 'pick');
    const [changed = -1, first = -1] = ['Changed', 'Never published'].map(
      (title) => list?.choices.indexOf(title) ?? -1,
    );
    assert.ok(list);
    assert.deepEqual([list.choices[changed + 1], changed < first], ['all-good', true]);
    assert.ok(list.choices.slice(first).includes('all-repaired'));
    assert.match(list.placeholder, /Not listed: .*all-refused.* cannot be published as they are/);
  });

  it('sends no folder that changed while the list was open', async () => {
    const folder = writeSkill('all-good');
    const asked = await run((question) => {
      if (question.kind !== 'pick') return undefined;
      writeFileSync(path.join(folder.fsPath, 'notes.md'), 'New.');
      return /^all-good$/;
    }, 'publishAllChanged');
    assert.match(said(asked), /^0 published, 1 failed.*all-good: the folder changed while this was open/);
    assert.equal(server.requests.filter(({ method }) => method === 'POST').length, 0);
  });

  it('is left without a word when its check is canceled', async () => {
    writeSkill('all-good');
    let asked: readonly Asked[] = [];
    await withReports(
      (title, _message, cancel) => {
        if (title.startsWith('Checking')) cancel();
      },
      async () => {
        asked = await run(() => undefined, 'publishAllChanged');
      },
    );
    assert.deepEqual(asked, []);
    assert.equal(server.requests.filter(({ method }) => method === 'POST').length, 0);
  });

  it('makes no tag while files are not committed, and says why', async () => {
    const folder = writeSkill('all-good');
    await withGit('on', async (git) => {
      git.uncommitted = [vscode.Uri.joinPath(folder, 'SKILL.md').fsPath];
      const asked = await run((question) => (question.kind === 'pick' ? /^all-good$/ : undefined), 'publishAllChanged');
      assert.match(
        said(asked),
        /1 published \(all-good\).*could not be created: no commit has what was published, because 1 file/,
      );
      assert.deepEqual(git.tags, []);
    });
  });

  it('says in the summary which tag could not be made', async () => {
    writeSkill('all-good');
    await withGit('off', async () => {
      const asked = await run((question) => (question.kind === 'pick' ? /^all-good$/ : undefined), 'publishAllChanged');
      assert.match(
        said(asked),
        /1 published \(all-good\), 0 failed.*the Git tag skill\/all-good\/\S+ could not be created/,
      );
    });
  });
});
