import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withWindow } from './withWindow.ts';

describe('a German window', function () {
  this.timeout(120_000);
  const window = withWindow({ language: 'de' });
  /** By its row once it says this, which names the skill: which editor is in front the extension hears later. */
  async function publish(state: string): Promise<void> {
    const row = window().row(new RegExp(`^Skill release-notes, ${state}`), 'Arbeitsbereich');
    await window().fromMenu(row, /^Version veröffentlichen/);
  }
  const folder = (): string => path.join(window().workspace, 'skills', 'release-notes');

  it('begins with the choice of a registry', async () => {
    await window().showContainer('Skills');
    await window().welcomeButton('Lokale Registry verwenden').click();
    await window().welcomeButton('Skill veröffentlichen').waitFor();
    await window().screenshot('german-1-empty');
  });

  it('shows the sheet, and publishes', async () => {
    await publish('nicht veröffentlicht');
    await window().quickInputTitled('release-notes veröffentlichen · Lokale Registry').waitFor();
    await window().screenshot('german-2-sheet');
    const choices = (await window().choices()).join('\n');
    for (const row of [
      /Version veröffentlichen, als neuer Skill/,
      /Paket prüfen \(\d+ Dateien/,
      /Versionshinweis …, keiner/,
    ])
      assert.match(choices, row);
    assert.doesNotMatch(choices, /\b(?:the|and|is|none|version|package|change)\b/, choices);
    await window().choose(/Version veröffentlichen, als neuer Skill/);
    await window().notification('release-notes wurde bei Lokale Registry veröffentlicht.');
    await window().hideNotifications();
  });

  it('says what is the matter', async () => {
    appendFileSync(path.join(folder(), 'references', 'style.md'), '\nName the people who helped.\n');
    const token = ['ghp', 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'].join('_');
    writeFileSync(path.join(folder(), 'notes.txt'), `token: ${token}\n`);
    await publish('geändert');
    await window().quickInputTitled('release-notes veröffentlichen').waitFor();
    const choices = (await window().choices()).join('\n');
    await window().screenshot('german-3-secret');
    for (const row of [/Mögliches Geheimnis in notes\.txt:1/, /notes\.txt:1 öffnen/, /ein GitHub-Token/])
      assert.match(choices, row);
    assert.doesNotMatch(choices, /\b(?:the|and|is|none|package|change)\b/, choices);
  });
});
