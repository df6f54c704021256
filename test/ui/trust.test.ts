import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { withWindow } from './withWindow.ts';

describe('the sheet before a skill of somebody else is written, in a window', function () {
  this.timeout(120_000);
  const window = withWindow({ samplesPublished: true });
  const folder = (): string => path.join(window().workspace, 'skills', 'csv-report');

  /** Up to the sheet, by Enter alone. */
  async function addByEnter(): Promise<void> {
    await window().runCommand('Skills: Add to Workspace…');
    await window().choose(/csv-report/);
    await window().quickInputTitled('where?').waitFor();
    await window().page.keyboard.press('Enter');
    await window().quickInputTitled('— csv-report').waitFor();
  }

  it('writes nothing on Enter', async () => {
    await window().showContainer('Skills');
    await window().welcomeButton('Use the Local Registry').click();
    await window()
      .row(/csv-report.*in sync/, 'Workspace')
      .waitFor();
    rmSync(path.join(window().workspace, '.skill-publisher.json'));
    rmSync(folder(), { recursive: true });
    await window()
      .row(/csv-report/, 'Workspace')
      .waitFor({ state: 'detached' });
    await addByEnter();
    const choices = await window().choices();
    assert.match(choices[0] ?? '', /Do not add it/, choices.join('\n'));
    assert.ok(
      choices.some((choice) => choice.includes('scripts/profile.py')),
      choices.join('\n'),
    );
    await window().screenshot('trust-sheet');
    await window().page.keyboard.press('Enter');
    await window().quickInput().waitFor({ state: 'hidden' });
    assert.ok(!existsSync(folder()));
  });

  it('writes it when the person says so', async () => {
    await addByEnter();
    await window().choose(/Add it to the workspace/);
    await window().notification(/is in skills\/csv-report/);
    assert.ok(existsSync(path.join(folder(), 'SKILL.md')));
  });
});
