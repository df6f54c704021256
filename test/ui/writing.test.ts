import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withWindow } from './withWindow.ts';

const text = `---
name: word-count
description: Counts words in text files. Use when the user asks how long a text is.
version: 1.10
allowed-tools: Read
---

# Word count

Run \`scripts/count.py\` on the file, or [the script](scripts/count.py).

Read \`references/gone.md\`.
`;

describe('writing a skill in a window', function () {
  this.timeout(120_000);
  // Its many problems would fill the view of problems before those that are looked for.
  const window = withWindow({
    prepare: (workspace) => {
      rmSync(path.join(workspace, 'skills', 'needs-work'), { recursive: true });
    },
  });
  let folder: string;

  before(() => {
    folder = path.join(window().workspace, 'skills', 'word-count');
    mkdirSync(path.join(folder, 'scripts'), { recursive: true });
    writeFileSync(path.join(folder, 'scripts', 'count.py'), '#!/usr/bin/env python3\nprint(1)\n');
    writeFileSync(path.join(folder, 'SKILL.md'), text);
  });

  async function lineWith(words: string): Promise<void> {
    const { page } = window();
    await page.locator('.view-line').filter({ hasText: words }).first().click();
    await page.keyboard.press('Home');
  }

  it('shows problems, with their rule ids', async () => {
    await window().openFile('word-count/SKILL.md');
    await window().runCommand('Problems: Focus on Problems View');
    const { page } = window();
    await page.locator('.markers-panel').getByText('fm/unknown-key').first().waitFor();
    await page.locator('.markers-panel').getByText('ref/exists').first().waitFor();
    await window().screenshot('writing-problems');
  });

  it('shows the budget of the skill in front', async () => {
    const item = window()
      .page.locator('.statusbar-item')
      .filter({ hasText: /\d+ lines · ~\d+ tokens/ });
    await item.waitFor();
    await item.hover();
    await window()
      .page.locator('.workbench-hover, .monaco-hover')
      .filter({ hasText: 'Always loaded' })
      .first()
      .waitFor();
    await window()
      .page.locator('.workbench-hover, .monaco-hover')
      .filter({ hasText: 'Always loaded' })
      .first()
      .screenshot({ path: 'out/ui/writing-budget.png' });
    await window().page.keyboard.press('Escape');
  });

  it('explains a key in a hover', async () => {
    const { page } = window();
    await lineWith('allowed-tools');
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.press('ControlOrMeta+i');
    await page.locator('.monaco-hover').filter({ hasText: 'your target' }).first().waitFor();
    await page
      .locator('.monaco-hover')
      .filter({ hasText: 'your target' })
      .first()
      .screenshot({ path: 'out/ui/writing-hover.png' });
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.monaco-hover a[href^="command:"]').count(), 0);
  });

  it('creates a missing file by a quick fix, with content, and opens it', async () => {
    const { page } = window();
    await lineWith('references/gone.md');
    for (let step = 0; step < 10; step += 1) await page.keyboard.press('ArrowRight');
    await window().openQuickFixes();
    await page.locator('.action-widget').getByText('Create “references/gone.md”').waitFor();
    await window().screenshot('writing-quick-fixes');
    await page.locator('.action-widget').getByText('Create “references/gone.md”').click();
    await page
      .locator('.tabs-container')
      .getByRole('tab', { name: /gone\.md/ })
      .waitFor();
    assert.match(readFileSync(path.join(folder, 'references', 'gone.md'), 'utf8'), /^# Gone/);
  });

  it('completes keys', async () => {
    const { page } = window();
    await window().openFile('word-count/SKILL.md');
    await lineWith('version: 1.10');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ControlOrMeta+Space');
    await page.locator('.suggest-widget').getByText('compatibility').first().waitFor();
    await window().screenshot('writing-completion');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ControlOrMeta+z');
  });

  it('renames the skill and its folder by F2 on the name', async () => {
    const { page } = window();
    await page.keyboard.press('ControlOrMeta+s');
    await lineWith('name: word-count');
    for (let step = 0; step < 8; step += 1) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('F2');
    const box = page.locator('.rename-box input');
    await box.waitFor();
    await window().screenshot('writing-rename');
    await box.fill('count-words');
    await page.keyboard.press('Enter');
    const renamed = path.join(path.dirname(folder), 'count-words', 'SKILL.md');
    const isRenamed = (): boolean =>
      existsSync(renamed) && readFileSync(renamed, 'utf8').startsWith('---\nname: count-words\n');
    const limit = Date.now() + 15_000;
    while (!isRenamed() && Date.now() < limit) await page.waitForTimeout(200);
    assert.ok(isRenamed());
    await page.locator('.view-overlays .squiggly-error').first().waitFor();
    await page.locator('.markers-panel').getByText('skills/word-count').first().waitFor({ state: 'detached' });
    assert.ok(!existsSync(folder));
    await window().screenshot('writing-renamed');
  });

  it('takes the rename back in one undo', async () => {
    const { page } = window();
    const renamed = path.join(path.dirname(folder), 'count-words');
    const isBack = (): boolean =>
      existsSync(path.join(folder, 'SKILL.md')) &&
      readFileSync(path.join(folder, 'SKILL.md'), 'utf8').startsWith('---\nname: word-count\n');
    await page.locator('.view-line').filter({ hasText: 'name: count-words' }).first().click();
    await page.keyboard.press('ControlOrMeta+z');
    // It asks first, unless it takes all of them to be one.
    const all = page.locator('.monaco-dialog-box').getByRole('button', { name: /^Undo in \d+ Files?$/ });
    for (const limit = Date.now() + 30_000; !(isBack() && !existsSync(renamed)) && Date.now() < limit; ) {
      if (await all.isVisible()) {
        await window().screenshot('writing-undo');
        await all.click();
      }
      await page.waitForTimeout(200);
    }
    await window().screenshot('writing-undone');
    assert.deepEqual([existsSync(folder), existsSync(renamed), isBack()], [true, false, true]);
  });

  it('makes a new skill with the description selected', async () => {
    await window().runCommand('Skills: New Skill…');
    await window().quickInputTitled('New Skill in skills: What kind?').waitFor();
    await window().choose(/With a script/);
    await window().quickInput().fill('Bad Name');
    await window().page.getByText('Press Enter to create bad-name.').first().waitFor();
    await window().screenshot('writing-new-skill-name');
    await window().answer('counting-lines');
    await window().page.locator('.view-line').filter({ hasText: 'counting-lines' }).first().waitFor();
    await window().screenshot('writing-new-skill');
    assert.ok(existsSync(path.join(window().workspace, 'skills', 'counting-lines', 'scripts', 'run.py')));
  });
});
