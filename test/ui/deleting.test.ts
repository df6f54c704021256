import { withWindow } from './withWindow.ts';

describe('deleting, in a window', function () {
  this.timeout(120_000);
  const window = withWindow({ samplesPublished: true });

  it('says what dies, and does nothing when it is cancelled', async () => {
    await window().showContainer('Skills');
    await window().welcomeButton('Use the Local Registry').click();
    await window().fromMenu(window().row(/^Skill csv-report/), /^Delete Skill/);
    await window().dialog().getByText('csv-report').first().waitFor();
    await window().screenshot('delete-skill');
    await window().pressInDialog('Cancel');
    await window().useTheme('Light Modern');
    await window().fromMenu(window().row(/^Skill csv-report/), /^Delete Skill/);
    await window().dialog().waitFor();
    await window().screenshot('delete-skill-light');
    await window().pressInDialog('Cancel');
    await window().row(/^Skill csv-report/).waitFor();
  });
});
