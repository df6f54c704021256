import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import JSZip from 'jszip';
import { Store } from '../../src/node/localRegistry/store.ts';
import { withWindow } from './withWindow.ts';

describe('publishing, in a window', function () {
  this.timeout(120_000);
  const window = withWindow();
  const folder = (): string => path.join(window().workspace, 'skills', 'release-notes');

  it('begins with the choice of a registry', async () => {
    await window().showContainer('Skills');
    await window().welcomeButton('Set API Key').waitFor();
    await window().screenshot('publish-1-welcome');
    await window().welcomeButton('Use the Local Registry').click();
    await window().welcomeButton('Publish a Skill').waitFor();
    await window().screenshot('publish-2-empty');
  });

  it('shows what will happen, and asks once', async () => {
    await window().openFile('skills/release-notes/SKILL.md');
    await window().runCommand('Skills: Publish Version…');
    await window().quickInputTitled('Publish release-notes · Local registry').waitFor();
    await window().screenshot('publish-3-sheet');
    await window().choose(/Publish version, as a new skill/);
  });

  it('shows the published skill', async () => {
    await window()
      .row(/^Skill release-notes/)
      .waitFor();
    await window().notification(/Published/);
    await window().screenshot('publish-4-published');
  });

  it('says when nothing has changed', async () => {
    await window().runCommand('Skills: Publish Version…');
    await window().quickInputTitled('Publish release-notes').waitFor();
    assert.match((await window().choices())[0] ?? '', /Nothing changed since the latest version/);
    await window().screenshot('publish-5-unchanged');
    await window().page.keyboard.press('Escape');
    await window().quickInputTitled('Publish release-notes').waitFor({ state: 'hidden' });
    await window().hideNotifications();
  });

  it('publishes a second version without asking for the target again', async () => {
    appendFileSync(path.join(folder(), 'references', 'style.md'), '\nName the people who helped.\n');
    await window().runCommand('Skills: Publish Version…');
    await window().quickInputTitled('Publish release-notes').waitFor();
    assert.ok((await window().choices()).every((choice) => !choice.includes('as a new skill')));
    await window().choose(/Publish version/);
    await window().notification(/Published/);
  });

  it('shows both versions, the newest first and marked', async () => {
    // The publish opened the row; for a moment the new version stands there without its mark.
    await window()
      .row(/^Version 2, latest/)
      .waitFor();
    await window()
      .row(/^Version 1, (?!latest)/)
      .waitFor();
    const labels = (await window().rows()).filter((label) => label.startsWith('Version '));
    assert.equal(labels.length, 2);
    assert.match(labels[0] ?? '', /, latest/);
    assert.doesNotMatch(labels[1] ?? '', /, latest/);
    await window().screenshot('publish-6-two-versions');
    await window().useTheme('Light Modern');
    await window().screenshot('publish-6-two-versions-light');
    await window().useTheme('Default High Contrast');
    await window().screenshot('publish-6-two-versions-contrast');
  });

  it('keeps the bytes of the folder', async () => {
    const database = path.join(
      window().dataFolder,
      'data',
      'User',
      'globalStorage',
      'skill-publisher.skill-publisher',
      'registry.sqlite',
    );
    const [latest] = readVersions(database, 'release-notes');
    assert.ok(latest);
    const archive = await JSZip.loadAsync(latest);
    const stored = new Map<string, string>();
    for (const entry of Object.values(archive.files))
      if (!entry.dir) stored.set(entry.name, await entry.async('string'));
    assert.deepEqual([...stored].sort(), filesOf(folder(), 'release-notes').sort());
  });
});

/** The archives of a skill's versions, newest first, read from the file that the window's registry works on. */
function readVersions(database: string, name: string): readonly Uint8Array[] {
  const store = new Store(database);
  try {
    const skill = store.allSkills().find((candidate) => candidate.name === name);
    const versions =
      skill === undefined
        ? []
        : store.listVersions({ skillId: skill.id, order: 'newestFirst', after: undefined, limit: 10 });
    return versions.map((version) => store.readArchive(version.archiveHash));
  } finally {
    store.close();
  }
}

function filesOf(folder: string, top: string): [string, string][] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(path.join(folder, name)).isFile(),
  );
  return names.map((name) => [`${top}/${name}`, readFileSync(path.join(folder, name), 'utf8')]);
}
