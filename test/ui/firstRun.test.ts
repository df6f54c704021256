import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { temporaryFolder } from '../vscode/processes.ts';
import { withWindow } from './withWindow.ts';

/**
 * Actions between a window that is empty and a skill that is published. The tenth is VS Code's own: on a desktop it asks
 * whether the folder is trusted.
 */
const most = 9;

describe('from an empty window to a published skill', function () {
  this.timeout(240_000);
  const window = withWindow({
    empty: true,
    // As it is after an install; the other suites begin without it.
    settings: { 'workbench.startupEditor': 'welcomePage' },
  });
  const page = (): Page => window().page;
  const done: string[] = [];

  /** One action: on something that the picture before shows, by the words that it shows. */
  async function act(words: string | RegExp, on: Locator, action: (on: Locator) => Promise<unknown>): Promise<void> {
    await on.first().waitFor();
    let shown = '';
    // A toolbar that is drawn anew has no words for a moment.
    while (shown.trim() === '')
      shown = `${await on.first().ariaSnapshot()}\n${await on.first().innerText()}`.replaceAll('\u00a0', ' ');
    assert.match(shown, typeof words === 'string' ? new RegExp(words) : words);
    assert.doesNotMatch(shown, /skill_|skver_/, 'nobody has to read an ID');
    done.push(String(words));
    await window().screenshot(`first-run-${String(done.length).padStart(2, '0')}`);
    await action(on.first());
  }
  const click = (on: Locator): Promise<void> => on.click();

  it(`takes at most ${most} actions, each on words of the picture before it`, async () => {
    const folder = path.join(temporaryFolder('first-run'), 'skills-of-mine');
    mkdirSync(folder, { recursive: true });
    const open = page().locator('.gettingStartedContainer').getByRole('button', { name: 'open a folder' });
    await act('open a folder', open, click);
    const dialog = page().locator('.quick-input-widget');
    await act(/Open Folder/, dialog, async () => {
      const listed = (entry: string) => dialog.getByRole('option', { name: entry, exact: true });
      // It lists the home folder first, and takes what is typed only when it did.
      await listed('..').waitFor();
      await window()
        .quickInput()
        .fill(`${path.dirname(folder)}/`);
      await listed(path.basename(folder)).waitFor();
      await window().quickInput().fill(`${folder}/`);
      await listed(path.basename(folder)).waitFor({ state: 'hidden' });
      await dialog.getByRole('button', { name: 'OK' }).click();
      await dialog.waitFor({ state: 'hidden' });
    });
    const tab = page()
      .locator('.activitybar')
      .getByRole('tab', { name: /^Skills/ });
    await act('Skills', tab, click);
    await act('New Skill…', window().welcomeButton('New Skill…'), click);
    const kind = page()
      .locator('.quick-input-list')
      .getByRole('option', { name: /Instructions only/ });
    await act('Instructions only', kind, click);
    const name = window().quickInputTitled('New Skill: Name');
    await act('Name', name, () => window().answer('greeting-people'));
    const text = page().locator('.monaco-editor .view-line').filter({ hasText: 'Describes in one sentence' });
    await act('Describes in one sentence', text, async () => {
      await page().locator('.editor-group-container.active .monaco-editor.focused').waitFor();
      await page().keyboard.insertText('Greets people by name. Use when somebody asks for a greeting.');
      await page().keyboard.press('Tab');
      await page().keyboard.insertText('Ask for the name, unless the request says it.');
    });
    const publish = page().locator('.editor-actions').getByRole('button', { name: 'Publish Version…' });
    await act('Publish Version…', publish, click);
    await window().quickInputTitled('Publish greeting-people · Local registry').waitFor();
    const row = page()
      .locator('.quick-input-list')
      .getByRole('option', { name: /Publish version, as a new skill/ });
    await act('Publish version', row, click);
    await window().notification(/Published greeting-people to Local registry/);
    await window()
      .row(/^Skill greeting-people/)
      .waitFor();
    await window().screenshot('first-run-published');
    assert.ok(done.length <= most, done.join(', '));
  });
});
