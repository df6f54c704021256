import assert from 'node:assert/strict';
import { withWindow } from './withWindow.ts';

describe('what is published, in a window', function () {
  this.timeout(120_000);
  const window = withWindow({ samplesPublished: true });

  it('shows how each skill of the workspace stands against the registry', async () => {
    await window().showContainer('Skills');
    await window().welcomeButton('Use the Local Registry').click();
    await window()
      .row(/csv-report.*in sync/, 'Workspace')
      .waitFor();
    await window()
      .row(/pdf-forms.*changed/, 'Workspace')
      .waitFor();
    await window()
      .row(/release-notes.*not published/, 'Workspace')
      .waitFor();
    await window()
      .row(/needs-work.*error/, 'Workspace')
      .waitFor();
  });

  it('goes down to the files of a version', async () => {
    await window()
      .row(/^Skill csv-report/)
      .click();
    await window()
      .row(/^Version .*, latest/)
      .click();
    await window()
      .row(/SKILL\.md/)
      .waitFor();
    const labels = await window().rows();
    assert.ok(
      labels.some((label) => label.includes('references')),
      labels.join('\n'),
    );
    assert.ok(
      labels.some((label) => label.includes('scripts')),
      labels.join('\n'),
    );
  });

  it('opens a published file, which cannot be edited', async () => {
    await window()
      .row(/SKILL\.md/)
      .click();
    const editor = window().page.locator('.editor-group-container.active .monaco-editor');
    await editor.getByText('name: csv-report').or(editor.getByText('csv-report')).first().waitFor();
    await window().screenshot('browse-file');
    await editor.first().click();
    await window().page.locator('.editor-group-container.active .monaco-editor.focused').first().waitFor();
    await window().page.keyboard.type('x');
    await window().page.getByText('A published version never changes').first().waitFor();
    await window().useTheme('Light Modern');
    await window().screenshot('browse-file-light');
  });

  it('compares a skill with what is published', async () => {
    await window().openFile('skills/pdf-forms/SKILL.md');
    await window().runCommand('Skills: Compare with Registry');
    await window().page.locator('.multiDiffEntry, .monaco-diff-editor').first().waitFor();
    await window().page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    await window().screenshot('browse-compare-light');
    await window().useTheme('Dark Modern');
    await window().screenshot('browse-compare');
  });
});
