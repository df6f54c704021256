import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { withWindow } from './withWindow.ts';

describe('the packaged extension in a window', function () {
  this.timeout(120_000);
  // Git has commands of its own that are called *Publish*.
  const window = withWindow({ prepare: (workspace) => execFileSync('git', ['init', '--quiet', workspace]) });

  /** The rows of the command palette for what is typed into it. */
  async function palette(typed: string): Promise<string[]> {
    await window().searchPalette(typed, /^Skills: Publish Version…/);
    const rows = await window().choices();
    await window().page.keyboard.press('Escape');
    return rows;
  }

  for (const typed of ['publish version', 'skills: publish'])
    it(`is found first by “${typed}”`, async () => {
      assert.match((await palette(typed))[0] ?? '', /^Skills: Publish Version…/);
    });

  it('comes right after the commands of VS Code and Git for “publish”', async () => {
    const rows = await palette('publish');
    const before = rows.slice(
      0,
      rows.findIndex((row) => row.startsWith('Skills: Publish Version…')),
    );
    assert.deepEqual(
      before.filter((row) => !/^(?:Git|GitHub|Extensions): |^Publish to GitHub/.test(row)),
      [],
    );
  });

  it('is listed among the installed extensions', async () => {
    await window().runCommand('View: Show Extensions');
    await window()
      .page.getByRole('listitem', { name: /^Skill Publisher/ })
      .waitFor();
    await window().screenshot('installed');
  });

  it('opens a skill of the sample workspace', async () => {
    await window().openFile('skills/pdf-forms/SKILL.md');
    await window().screenshot('skill-file');
    await window().page.locator('.monaco-editor').getByText('Reads and fills form fields').first().waitFor();
  });

  it('follows the theme of the user', async () => {
    await window().useTheme('Light Modern');
    await window().screenshot('skill-file-light');
  });

  it('underlines mistakes, and lists them with the rule each breaks', async () => {
    await window().openFile('skills/needs-work/SKILL.md');
    await window().runCommand('Problems: Focus on Problems View');
    const problems = window().page.locator('.markers-panel').getByRole('treeitem');
    for (const rule of ['desc/xml', 'fm/unquoted-colon', 'fm/unknown-key'])
      await problems.filter({ hasText: rule }).first().waitFor();
    await window().page.locator('.monaco-editor .squiggly-error').first().waitFor();
  });

  it('leaves to VS Code what VS Code says itself', async () => {
    const problems = window().page.locator('.markers-panel').getByRole('treeitem');
    await problems.filter({ hasText: 'Skill name may only contain lowercase letters' }).first().waitFor();
    await problems.filter({ hasText: 'name/charset' }).first().waitFor({ state: 'hidden' });
    const line = problems.filter({ hasText: '[Ln 2, ' });
    await line.nth(1).waitFor();
    assert.equal(await line.count(), 2);
    await window().screenshot('language-problems');
  });

  it('shows how much of the budget of a skill is used', async () => {
    await window()
      .page.locator('.statusbar')
      .getByText(/\d+ lines · ~\d+ tokens/)
      .waitFor();
  });
});
