import assert from 'node:assert/strict';
import { withWindow } from './withWindow.ts';

describe('the packaged extension in a window', function () {
  this.timeout(60_000);
  const window = withWindow();

  it('is listed among the installed extensions', async () => {
    await window().runCommand('View: Show Extensions');
    await window().page.getByRole('listitem', { name: /^Skill Publisher/ }).waitFor();
    await window().screenshot('installed');
  });

  it('opens a skill of the sample workspace', async () => {
    await window().openFile('pdf-forms/SKILL.md');
    await window().screenshot('skill-file');
    assert.match(await window().page.title(), /SKILL\.md/);
  });

  it('follows the theme of the user', async () => {
    await window().useTheme('Light Modern');
    await window().screenshot('skill-file-light');
  });
});
