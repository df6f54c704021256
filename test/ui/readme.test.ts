import { withWindow } from './withWindow.ts';

/** The pictures of README.md: look at `out/ui/readme-*.png`, then copy them to `media/`. */
describe('the pictures of the README', function () {
  this.timeout(120_000);
  const window = withWindow({ samplesPublished: true });

  it('show published skills and the sheet that asks before a publish', async () => {
    await window().openFile('skills/pdf-forms/SKILL.md');
    await window().showContainer('Skills');
    await window().welcomeButton('Use the Local Registry').click();
    await window()
      .row(/^Skill pdf-forms/)
      .click();
    await window()
      .row(/^Version .*, latest/)
      .first()
      .waitFor();
    await window().page.locator('.monaco-editor').first().click();
    await window().runCommand('Skills: Publish Version…');
    await window().quickInputTitled('Publish pdf-forms').waitFor();
    await window().page.locator('.notifications-toasts .notification-list-item').waitFor({ state: 'hidden' });
    await window().screenshot('readme-publish');
    await window().page.keyboard.press('Escape');
  });

  it('show problems in a SKILL.md', async () => {
    await window().openFile('skills/needs-work/SKILL.md');
    await window().runCommand('Problems: Focus on Problems View');
    await window()
      .page.locator('.markers-panel')
      .getByRole('treeitem')
      .filter({ hasText: 'fm/unquoted-colon' })
      .waitFor();
    await window().screenshot('readme-problems');
  });
});
