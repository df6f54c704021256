import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { extractArchive } from '../../../src/bundle/extract.ts';
import { RegistryClient } from '../../../src/registry/client.ts';
import { startTestRegistry, type TestRegistry } from '../../support/localRegistry.ts';
import { answering, type Asked, type Person } from '../support/answers.ts';
import { activateExtension, connectTo } from '../support/extension.ts';
import { withGit } from '../support/git.ts';
import { withReports } from '../support/progress.ts';
import { removeLedger, removeSkill, writeSkill } from '../support/skills.ts';

const apiKey = ['test', 'key', 'r'.repeat(12)].join('-');
const publishes: Person = (asked) => (asked.kind === 'pick' ? /\$\(cloud-upload\) Publish (?:version|anyway)/ : undefined);
const said = (asked: readonly Asked[]): string => asked.filter(({ kind }) => kind === 'message').map(({ text }) => text).join('\n');
const set = (key: string, value: unknown): Thenable<void> => vscode.workspace.getConfiguration('skillPublisher').update(key, value, vscode.ConfigurationTarget.Global);

describe('what stands between the sheet and the upload', () => {
  let server: TestRegistry;
  let client: RegistryClient;
  let folder: vscode.Uri;
  // A folder of its own for each test: VS Code remembers the document of a file for a while after the file is gone.
  let made = 0;
  let name: string;

  before(activateExtension);
  beforeEach(async () => {
    server = await startTestRegistry({ apiKey });
    client = new RegistryClient({ baseUrl: server.url, apiKey, dialect: 'ga' });
    await connectTo({ url: server.url, apiKey }, { dialect: 'ga' });
    made += 1;
    name = `reviewed-${made}`;
    folder = writeSkill(name);
  });
  afterEach(async () => {
    await server.close();
    removeSkill(name);
    removeLedger();
    for (const key of ['connections', 'target', 'rules', 'publish.requireCleanGit']) await set(key, undefined);
  });

  const publish = (person: Person = publishes): Promise<readonly Asked[]> => answering(person, () => vscode.commands.executeCommand('skillPublisher.publishVersion', folder));
  const write = (body: string, keys = ''): void => { writeFileSync(path.join(folder.fsPath, 'SKILL.md'), `---\nname: ${name}\ndescription: Does a thing. Use when it is to be done.\n${keys}---\n${body}\n`); };
  const skillMd = async (): Promise<string> => {
    const [skill] = (await client.listSkills()).items;
    assert.ok(skill?.latestVersion, 'nothing was published');
    return Buffer.from(extractArchive(await client.downloadVersion(skill.id, skill.latestVersion))[0]?.content ?? []).toString();
  };
  const posts = (): number => server.requests.filter(({ method }) => method === 'POST').length;
  const shownErrors = (): readonly unknown[] =>
    vscode.languages.getDiagnostics(vscode.Uri.joinPath(folder, 'SKILL.md')).filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error).map(({ code }) => (typeof code === 'object' ? code.value : code));

  it('sends what is on disk: a folder that changed while the sheet was open is shown again', async () => {
    let sheets = 0;
    const asked = await publish((question) => {
      if (question.kind !== 'pick') return undefined;
      sheets += 1;
      if (sheets === 1) write('Corrected while looking.');
      else assert.equal(posts(), 0);
      return /Publish version/;
    });
    assert.equal(sheets, 2);
    assert.doesNotMatch(JSON.stringify(asked[0]), /changed while you looked/);
    assert.match(JSON.stringify(asked[1]), /changed while you looked/);
    assert.equal(await skillMd(), readFileSync(path.join(folder.fsPath, 'SKILL.md'), 'utf8'));
    assert.match(await skillMd(), /Corrected while looking/);
    assert.equal(posts(), 1);
  });

  it('shows the sheet again also when “Publish anyway” was chosen for other content', async () => {
    await publish();
    let sheets = 0;
    await publish((question) => {
      if (question.kind !== 'pick') return undefined;
      sheets += 1;
      if (sheets === 1) write('Changed after all.');
      return sheets === 1 ? /Publish anyway/ : undefined;
    });
    assert.equal(sheets, 2);
    assert.equal(posts(), 1);
  });

  it('shows the errors it stops for where the editor judges for another target', async () => {
    await set('target', 'claude-code');
    write('Text.', 'model: opus\n');
    const asked = await publish();
    assert.match(said(asked), /was not published/);
    assert.deepEqual(shownErrors(), ['fm/unknown-key']);
    assert.equal(posts(), 0);
  });

  it('says an error once, whoever finds it first', async () => {
    write('Text.', 'model: opus\n');
    await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, 'SKILL.md'));
    await publish();
    for (let attempt = 0; attempt < 20; attempt += 1) {
      assert.ok(shownErrors().length > 0);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.deepEqual(shownErrors(), ['fm/unknown-key']);
  });

  it('asks the rules of the setting: one that is off does not stop it, the service still may', async () => {
    await set('rules', { 'fm/unknown-key': 'off' });
    write('Text.', 'model: opus\n');
    const asked = await publish();
    assert.ok(asked.some(({ kind }) => kind === 'pick'), said(asked));
    assert.equal(posts(), 1);
    assert.match(said(asked), /Nothing was published: .*unexpected key/i);
    assert.deepEqual(shownErrors(), ['fm/unknown-key']);
  });

  it('stops for a rule that the setting makes an error', async () => {
    await set('rules', { 'ref/exists': 'error' });
    write('See [this](missing.md).');
    assert.match(said(await publish()), /was not published\..*missing\.md/);
    assert.equal(posts(), 0);
  });

  for (const state of ['off', 'failing'] as const) {
    it(`is not sent when a clean folder is asked for and Git is ${state}`, async () => {
      await set('publish.requireCleanGit', true);
      await withGit(state, async () => {
        const asked = await publish();
        assert.deepEqual(asked.map(({ kind, choices }) => [kind, ...choices]), [['message', 'Open Source Control']]);
        assert.match(said(asked), /uncommitted changes is not known.*requireCleanGit asks for a clean folder\.$/);
        assert.equal(posts(), 0);
      });
    });
  }

  it('is sent from a clean folder, and not with uncommitted changes', async () => {
    await set('publish.requireCleanGit', true);
    await withGit('on', async (git) => {
      git.uncommitted = [path.join(folder.fsPath, 'SKILL.md')];
      assert.match(said(await publish()), /Uncommitted changes in SKILL\.md.*asks for a clean folder: commit first\.$/);
      assert.equal(posts(), 0);
      git.uncommitted = [];
      assert.match(said(await publish()), /^Published/);
    });
  });

  it('stops finding out what became of an upload at once when cancelled, and says what is not known', async () => {
    await publish();
    write('Second.');
    const [skill] = (await client.listSkills()).items;
    server.fault('reset-after@POST#1');
    let asked: readonly Asked[] = [];
    let cancelledAt = Number.NaN;
    await withReports(
      (_title, message, cancel) => {
        if (!message.includes('finding out what became of it')) return;
        server.fault('latency=8000@GET');
        cancelledAt = Date.now();
        setTimeout(cancel, 0);
      },
      async () => { asked = await publish(); },
    );
    assert.ok(Date.now() - cancelledAt < 4_000, 'it went on looking');
    assert.match(said(asked), new RegExp(`It is not known whether ${name} was published.*The check was stopped.*Check the registry before you try again\\. The skill is ${skill?.id ?? 'none'}`));
    assert.deepEqual(asked.at(-1)?.choices, ['Show in Registry', 'Show Log']);
    server.clearFaults();
  });
});
