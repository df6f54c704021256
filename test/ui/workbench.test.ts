import { withWindow } from './withWindow.ts';

describe('the packaged extension in a window', function () {
  this.timeout(120_000);
  const window = withWindow();

  it('is listed among the installed extensions', async () => {
    await window().runCommand('View: Show Extensions');
    await window().page.getByRole('listitem', { name: /^Skill Publisher/ }).waitFor();
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
});
