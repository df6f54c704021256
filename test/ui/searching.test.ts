import assert from 'node:assert/strict';
import { withWindow } from './withWindow.ts';

describe('searching and deleting what is published, in a window', function () {
  this.timeout(120_000);
  const window = withWindow({ samplesPublished: true });

  it('searches while one types, and clears', async () => {
    await window().showContainer('Skills');
    await window().welcomeButton('Use the Local Registry').click();
    await window()
      .row(/^Skill csv-report/)
      .waitFor();
    await window().runCommand('Skills: Search Registry…');
    await window().quickInputTitled('Search the registry').waitFor();
    await window().page.keyboard.type('PDF');
    await window()
      .row(/^Skill csv-report/)
      .waitFor({ state: 'detached' });
    await window().screenshot('search');
    await window().page.keyboard.press('Enter');
    assert.deepEqual(
      (await window().rows()).map((label) => label.slice(0, 15)),
      ['Skill pdf-forms'],
    );
    await window().runCommand('Skills: Clear Registry Filter');
    await window()
      .row(/^Skill csv-report/)
      .waitFor();
  });

  it('keeps what was found when a row of it is clicked, and Escape brings back the rest', async () => {
    await window().runCommand('Skills: Search Registry…');
    await window().quickInputTitled('Search the registry').waitFor();
    await window().page.keyboard.type('PDF');
    await window()
      .row(/^Skill csv-report/)
      .waitFor({ state: 'detached' });
    await window().page.keyboard.press('Escape');
    await window()
      .row(/^Skill csv-report/)
      .waitFor();
    await window().runCommand('Skills: Search Registry…');
    await window().quickInputTitled('Search the registry').waitFor();
    await window().page.keyboard.type('PDF');
    await window()
      .row(/^Skill csv-report/)
      .waitFor({ state: 'detached' });
    await window()
      .row(/^Skill pdf-forms/)
      .click();
    await window().quickInputTitled('Search the registry').waitFor({ state: 'hidden' });
    await window()
      .row(/^Version /)
      .first()
      .waitFor();
    assert.ok(!(await window().rows()).some((label) => label.startsWith('Skill csv-report')));
    await window().runCommand('Skills: Clear Registry Filter');
    await window()
      .row(/^Skill csv-report/)
      .waitFor();
    await window()
      .row(/^Skill pdf-forms/)
      .click();
  });

  it('deletes the row that has the focus, which arrow keys move without selecting', async () => {
    await window()
      .row(/^Skill /)
      .first()
      .click();
    const [first, second] = (await window().rows()).filter((label) => label.startsWith('Skill '));
    await window()
      .row(first ?? '')
      .click();
    await window()
      .row(/^Version /)
      .first()
      .waitFor({ state: 'detached' });
    await window().page.keyboard.press('ArrowDown');
    await window().page.keyboard.press('Delete');
    await window()
      .dialog()
      .getByText(`Delete “${/^Skill ([\w-]+)/.exec(second ?? '')?.[1] ?? ''}” from`)
      .waitFor();
    await window().pressInDialog('Cancel');
    assert.ok(
      (await window()
        .row(first ?? '')
        .getAttribute('aria-selected')) === 'true',
    );
  });

  it('says what dies, and does nothing when it is canceled', async () => {
    await window().fromMenu(window().row(/^Skill csv-report/), /^Delete Skill/);
    await window().dialog().getByText('csv-report').first().waitFor();
    await window().screenshot('delete-skill');
    await window().pressInDialog('Cancel');
    await window().useTheme('Light Modern');
    await window().fromMenu(window().row(/^Skill csv-report/), /^Delete Skill/);
    await window().dialog().waitFor();
    await window().screenshot('delete-skill-light');
    await window().pressInDialog('Cancel');
    await window()
      .row(/^Skill csv-report/)
      .waitFor();
    await window().useTheme('Dark Modern');
  });

  it('deletes from the keyboard, but never with Enter alone', async () => {
    await window()
      .row(/^Skill csv-report/)
      .click();
    await window().page.keyboard.press('Delete');
    await window().dialog().getByText('Delete “csv-report” from Local registry?').waitFor();
    await window().screenshot('delete-focus');
    await window().dialog().locator('.monaco-button:focus', { hasText: 'Download a Copy First…' }).waitFor();
    await window().pressInDialog('Cancel');
    await window().useTheme('Light Modern');
    await window()
      .row(/^Skill csv-report/)
      .click();
    await window().page.keyboard.press('Delete');
    await window().dialog().waitFor();
    await window().screenshot('delete-focus-light');
    await window().pressInDialog('Delete Skill');
    await window()
      .row(/^Skill csv-report/)
      .waitFor({ state: 'detached' });
    await window()
      .row(/^Skill pdf-forms/)
      .waitFor();
    await window().screenshot('deleted-light');
  });
});
