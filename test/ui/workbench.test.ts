import assert from 'node:assert/strict';
import { VsCodeWindow } from './window.ts';

describe('the packaged extension in a window', function () {
  this.timeout(60_000);
  let window: VsCodeWindow;

  before(async () => {
    window = await VsCodeWindow.open();
  });
  after(async () => {
    await window.close();
  });

  it('is listed among the installed extensions', async () => {
    await window.runCommand('View: Show Extensions');
    await window.page.getByRole('listitem', { name: /^Skill Publisher/ }).waitFor();
    await window.screenshot('installed');
  });

  it('opens a skill of the sample workspace', async () => {
    await window.openFile('hello-world/SKILL.md');
    await window.screenshot('skill-file');
    assert.match(await window.page.title(), /SKILL\.md/);
  });
});
