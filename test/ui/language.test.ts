import assert from 'node:assert/strict';
import { withWindow } from './withWindow.ts';

describe('a SKILL.md with mistakes, in a window', function () {
  this.timeout(120_000);
  const window = withWindow();

  it('is underlined, and its problems are listed with the rule each breaks', async () => {
    await window().openFile('skills/needs-work/SKILL.md');
    await window().runCommand('Problems: Focus on Problems View');
    const problems = window().page.locator('.markers-panel').getByRole('treeitem');
    for (const rule of ['desc/xml', 'fm/unquoted-colon', 'fm/unknown-key']) await problems.filter({ hasText: rule }).first().waitFor();
    await window().page.locator('.monaco-editor .squiggly-error').first().waitFor();
  });

  it('leaves to VS Code what it says itself', async () => {
    const problems = window().page.locator('.markers-panel').getByRole('treeitem');
    await problems.filter({ hasText: 'Skill name may only contain lowercase letters' }).first().waitFor();
    await problems.filter({ hasText: 'name/charset' }).first().waitFor({ state: 'hidden' });
    assert.equal(await problems.filter({ hasText: '[Ln 2, ' }).count(), 2);
    await window().screenshot('language-problems');
  });

  it('shows how much of the budget is used', async () => {
    await window().page.locator('.statusbar').getByText(/\d+ lines · ~\d+ tokens/).waitFor();
  });
});
