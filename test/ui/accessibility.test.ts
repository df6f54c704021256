import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { withWindow } from './withWindow.ts';

describe('the window with the keyboard and a screen reader', function () {
  this.timeout(120_000);
  const window = withWindow({ samplesPublished: true });
  const page = (): Page => window().page;
  const press = (key: string): Promise<void> => page().keyboard.press(key);

  const pane = (view: string): Locator =>
    page()
      .locator('.part.sidebar .pane')
      .filter({ has: page().locator(`.pane-header .title:text-is("${view}")`) });

  /** The row of a view that has the keyboard. */
  const focusedRow = (view: string): Locator => pane(view).locator('.monaco-list:focus .monaco-list-row.focused');

  /** Goes down until a row has the keyboard. */
  async function goTo(view: string, label: RegExp): Promise<void> {
    await press('Home');
    for (let step = 0; step < 20; step += 1) {
      await focusedRow(view).waitFor();
      if (label.test((await focusedRow(view).getAttribute('aria-label')) ?? '')) return;
      await press('ArrowDown');
    }
    assert.fail(`no row ${String(label)}`);
  }

  /** Opens the menu of the focused row and goes to an item, by keys alone. */
  async function chooseInMenu(item: string): Promise<void> {
    await press('Shift+F10');
    const items = page().locator('.monaco-menu').getByRole('menuitem');
    await items.first().waitFor();
    for (let step = 0; step < 30; step += 1) {
      await press('ArrowDown');
      const focused = page().locator('.monaco-menu .action-item.focused');
      if ((await focused.count()) > 0 && (await focused.innerText()).startsWith(item)) {
        await press('Enter');
        return;
      }
    }
    assert.fail(`no menu item ${item}`);
  }

  async function labelsOf(items: Locator): Promise<string[]> {
    await items.first().waitFor();
    return Promise.all((await items.all()).map(async (item) => (await item.getAttribute('aria-label')) ?? ''));
  }

  function assertSaid(labels: readonly string[]): void {
    assert.ok(labels.length > 0);
    assert.ok(
      labels.every((label) => label.trim() !== ''),
      labels.join('\n'),
    );
    assert.equal(new Set(labels).size, labels.length, `a label twice:\n${labels.join('\n')}`);
    for (const label of labels) {
      assert.doesNotMatch(label, /skill_|skver_|\$\(/, 'an ID or the name of an icon is read out');
      const [first = '', ...parts] = label.split(', ');
      assert.ok(!parts.includes(first), `said twice: ${label}`);
    }
  }

  before(async () => {
    await window().showContainer('Skills');
    await window().runCommand('Skills: Use the Local Registry');
    await window()
      .row(/^Skill csv-report, in sync/, 'Workspace')
      .waitFor();
    // Each row is told where it lies until it is known how it stands.
    await window()
      .row(/^Skill [\w-]+, in skills/, 'Workspace')
      .first()
      .waitFor({ state: 'hidden' });
  });

  it('says of each row what it is and how it stands, in words', async () => {
    const workspace = await labelsOf(pane('Workspace').getByRole('treeitem'));
    assertSaid(workspace);
    // What icons and colors show is in the label.
    for (const label of workspace) assert.match(label, /^Skill [\w-]+, (?:not published|in sync|changed since)/);
    const registry = await labelsOf(pane('Registry').getByRole('treeitem'));
    assertSaid(registry);
    for (const label of registry) assert.match(label, /^Skill [\w-]+, custom, .*updated/);
  });

  it('names every button of the views', async () => {
    for (const view of ['Workspace', 'Registry']) {
      await pane(view).locator('.pane-header').hover();
      const buttons = pane(view).locator('.pane-header .actions').getByRole('button');
      assertSaid(await labelsOf(buttons));
    }
  });

  it('publishes from a row, and gives the keyboard back to it', async () => {
    await window().runCommand('Skills: Focus on Workspace View');
    await goTo('Workspace', /^Skill pdf-forms/);
    await chooseInMenu('Publish Version…');
    await window().quickInputTitled('Publish pdf-forms').waitFor();
    assertSaid(await window().choices());
    assert.equal(await page().locator('.quick-input-widget input:focus').count(), 1, 'the sheet has the keyboard');
    await window().screenshot('accessibility-sheet');
    await press('Escape');
    await window().quickInputTitled('Publish pdf-forms').waitFor({ state: 'hidden' });
    await focusedRow('Workspace').waitFor();
    assert.match((await focusedRow('Workspace').getAttribute('aria-label')) ?? '', /^Skill pdf-forms/);
  });

  it('opens skills, versions and files with the arrow keys, each with a label of its own', async () => {
    await window().runCommand('Skills: Focus on Registry View');
    await goTo('Registry', /^Skill pdf-forms/);
    await press('ArrowRight');
    await window()
      .row(/^Version 2, latest/)
      .waitFor();
    await goTo('Registry', /^Version 2/);
    await press('ArrowRight');
    await window()
      .row(/^File SKILL\.md, published/)
      .waitFor();
    assertSaid(await labelsOf(pane('Registry').getByRole('treeitem')));
    await window().screenshot('accessibility-registry');
  });

  it('asks before it deletes, with the keyboard on what keeps, and gives it back', async () => {
    await goTo('Registry', /^Version 1/);
    await press('Delete');
    await window().dialog().waitFor();
    const focused = window().dialog().locator('.monaco-button:focus');
    await focused.waitFor();
    assert.doesNotMatch(await focused.innerText(), /^Delete/);
    assertSaid(
      await Promise.all((await window().dialog().getByRole('button').all()).map((button) => button.innerText())).then(
        (texts) => texts.filter((text) => text !== ''),
      ),
    );
    await press('Escape');
    await window().dialog().waitFor({ state: 'detached' });
    await focusedRow('Registry').waitFor();
    assert.match((await focusedRow('Registry').getAttribute('aria-label')) ?? '', /^Version 1/);
  });

  it('compares by keys: the diff says which skill, which versions and which files', async () => {
    await chooseInMenu('Compare with Workspace Folder');
    const tab = page().locator('.editor-group-container.active .tab.active');
    await tab.filter({ hasText: '↔' }).waitFor();
    assert.match((await tab.getAttribute('aria-label')) ?? '', /pdf-forms: v1 ↔ workspace/);
    await page().locator('.multiDiffEntry').first().waitFor();
    assert.match((await page().locator('.multiDiffEntry').allInnerTexts()).join('\n'), /SKILL\.md/);
    await window().screenshot('accessibility-diff');
  });

  it('shows the page of a skill by keys', async () => {
    await window().runCommand('Skills: Focus on Registry View');
    await goTo('Registry', /^Skill pdf-forms/);
    await chooseInMenu('Show Details');
    await page().locator('.tab.active', { hasText: 'pdf-forms.md' }).waitFor();
  });
});
