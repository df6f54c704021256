import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { extractArchive } from '../../../src/core/bundle/extract.ts';
import { answering, type Asked, type Person } from '../support/answers.ts';
import { withGit } from '../support/git.ts';
import { rowSays } from '../workspace/skillOnDisk.ts';
import { OwnService, publishes, said, set } from './ownService.ts';

describe('what stands between the sheet and the upload', () => {
  const own = new OwnService('reviewed', ['target', 'rules', 'exclude', 'publish.requireCleanGit']);
  const publish = (person: Person = publishes): Promise<readonly Asked[]> =>
    answering(person, () => vscode.commands.executeCommand('skillPublisher.publishVersion', own.folder));
  const skillMd = async (): Promise<string> => {
    const [skill] = (await own.client.listSkills()).items;
    assert.ok(skill?.latestVersion, 'nothing was published');
    return Buffer.from(
      extractArchive(await own.client.downloadVersion(skill.id, skill.latestVersion))[0]?.content ?? [],
    ).toString();
  };
  const shownErrors = (): readonly unknown[] =>
    vscode.languages
      .getDiagnostics(vscode.Uri.joinPath(own.folder, 'SKILL.md'))
      .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error)
      .map(({ code }) => (typeof code === 'object' ? code.value : code));

  it('sends what is on disk: a folder that changed while the sheet was open is shown again', async () => {
    let sheets = 0;
    const asked = await publish((question) => {
      if (question.kind !== 'pick') return undefined;
      sheets += 1;
      if (sheets === 1) own.write('Corrected while looking.');
      else assert.equal(own.posts(), 0);
      return /Publish version/;
    });
    assert.equal(sheets, 2);
    assert.doesNotMatch(JSON.stringify(asked[0]), /changed while this was open/);
    assert.match(JSON.stringify(asked[1]), /changed while this was open/);
    assert.equal(await skillMd(), readFileSync(path.join(own.folder.fsPath, 'SKILL.md'), 'utf8'));
    assert.match(await skillMd(), /Corrected while looking/);
    assert.equal(own.posts(), 1);
  });

  it('shows the sheet again also when the same content was to be published and is another one now', async () => {
    await publish();
    let sheets = 0;
    await publish((question) => {
      if (question.modal) return 'Publish Again';
      if (question.kind !== 'pick') return undefined;
      sheets += 1;
      if (sheets === 1) own.write('Changed after all.');
      return sheets === 1 ? /Publish the same content/ : undefined;
    });
    assert.equal(sheets, 2);
    assert.equal(own.posts(), 1);
  });

  it('shows the errors it stops for where the editor judges for another target', async () => {
    await set('target', 'claude-code');
    own.write('Text.', 'model: opus\n');
    const asked = await publish();
    assert.match(asked[0]?.choices[0] ?? '', /1 error in SKILL\.md/);
    assert.deepEqual(shownErrors(), ['fm/unknown-key']);
    assert.equal(own.posts(), 0);
  });

  it('shows the errors it stops for also in a folder that the search leaves out', async () => {
    await set('exclude', ['**/skills/**']);
    own.write('Text.', 'model: opus\n');
    await publish();
    assert.deepEqual(shownErrors(), ['fm/unknown-key']);
  });

  it('says an error once, whoever finds it first', async () => {
    own.write('Text.', 'model: opus\n');
    const counts = new Set<number>();
    const note = (): void => {
      counts.add(shownErrors().length);
    };
    await publish();
    const noting = vscode.languages.onDidChangeDiagnostics(note);
    try {
      note();
      await vscode.workspace.openTextDocument(vscode.Uri.joinPath(own.folder, 'SKILL.md'));
      await rowSays(own.folder, /1 error/);
      note();
      await publish();
      note();
    } finally {
      noting.dispose();
    }
    assert.deepEqual([...counts], [1]);
    assert.deepEqual(shownErrors(), ['fm/unknown-key']);
  });

  it('asks the rules of the setting: one that is off does not stop it, the service still may', async () => {
    await set('rules', { 'fm/unknown-key': 'off' });
    own.write('Text.', 'model: opus\n');
    const asked = await publish();
    assert.ok(
      asked.some(({ kind }) => kind === 'pick'),
      said(asked),
    );
    assert.equal(own.posts(), 1);
    assert.match(said(asked), /Nothing was published: .*unexpected key/i);
    assert.deepEqual(shownErrors(), ['fm/unknown-key']);
  });

  it('stops for a rule that the setting makes an error', async () => {
    await set('rules', { 'ref/exists': 'error' });
    own.write('See [this](missing.md).');
    assert.match((await publish())[0]?.choices[0] ?? '', /1 error in SKILL\.md \|.*missing\.md/);
    assert.equal(own.posts(), 0);
  });

  for (const state of ['off', 'failing'] as const) {
    it(`is not sent when a clean folder is asked for and Git is ${state}`, async () => {
      await set('publish.requireCleanGit', true);
      await withGit(state, async () => {
        const asked = await publish();
        assert.match(
          asked[0]?.choices[0] ?? '',
          /Commit first: a clean folder is required \| Could not tell whether the folder has uncommitted changes/,
        );
        assert.match(asked[0]?.choices[1] ?? '', /Open Source Control/);
        assert.equal(own.posts(), 0);
      });
    });
  }

  it('is sent from a clean folder, and not with uncommitted changes', async () => {
    await set('publish.requireCleanGit', true);
    await withGit('on', async (git) => {
      git.uncommitted = [path.join(own.folder.fsPath, 'SKILL.md')];
      const sheet = (await publish()).find(({ kind }) => kind === 'pick');
      assert.match(sheet?.choices[0] ?? '', /Commit first: .*Uncommitted changes in SKILL\.md/);
      assert.equal(own.posts(), 0);
      git.uncommitted = [];
      assert.match(said(await publish()), /^Published/);
    });
  });
});
