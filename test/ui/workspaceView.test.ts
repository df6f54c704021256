import assert from 'node:assert/strict';
import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { withWindow } from './withWindow.ts';

describe('the workspace view in a window', function () {
  this.timeout(90_000);
  const opened = withWindow({ settings: { 'skillPublisher.publish.confirm': 'direct' } });
  const skillFile = (): string => path.join(opened().workspace, 'skills', 'release-notes', 'SKILL.md');

  async function inBothThemes(picture: string): Promise<void> {
    await opened().screenshot(picture);
    await opened().useTheme('Light Modern');
    await opened().screenshot(`${picture}-light`);
    await opened().useTheme('Dark Modern');
  }

  it('shows the skills of the workspace before anything is published', async () => {
    const window = opened();
    await window.showContainer('Skills');
    await window.runCommand('Skills: Use the Local Registry');
    await window.row(/^Skill release-notes, not published/, 'Workspace').waitFor();
    await window.row(/^Skill needs-work, not published, \d+ errors/, 'Workspace').waitFor();
    await inBothThemes('workspace');
  });

  it('marks a skill that was changed after its publish, in the view and on its icon', async () => {
    const window = opened();
    await window.openFile('release-notes/SKILL.md');
    await window.runCommand('Skills: Publish Version…');
    await window.row(/^Skill release-notes, in sync · /, 'Workspace').waitFor();
    appendFileSync(skillFile(), '\nOne more line.\n');
    await window.row(/^Skill release-notes, changed since /, 'Workspace').waitFor();
    await window.page.locator('.activitybar .badge-content').getByText('1', { exact: true }).first().waitFor();
    await window.hideNotifications();
    await inBothThemes('workspace-changed');
  });

  it('shows the differences and asks, the safe answer first, before it overwrites', async () => {
    const window = opened();
    await window.runCommand('Skills: Update Workspace from Version…');
    await window.page
      .locator('.quick-input-list')
      .getByRole('option', { name: /Leave the folder as it is/ })
      .waitFor();
    const [first = '', ...more] = await window.choices();
    assert.match(first, /Leave the folder as it is/);
    assert.ok(
      more.some((choice) => choice.includes('Replace: 1 file changed')),
      more.join('; '),
    );
    await window.screenshot('workspace-update');
    await window.choose(/Replace: 1 file changed/);
    await window.row(/^Skill release-notes, in sync · /, 'Workspace').waitFor();
    assert.ok(!readFileSync(skillFile(), 'utf8').includes('One more line.'));
  });
});
