import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { inProduction } from '../ui/decisions.ts';
import { withDecisions } from '../ui/withDecisions.ts';
import type { Theme } from '../ui/window.ts';

const themes: readonly (readonly [name: string, theme: Theme])[] = [
  ['light', 'Light Modern'],
  ['contrast', 'Default High Contrast'],
  ['dark', 'Dark Modern'],
];

/**
 * Every view, state and sheet in light, dark and high contrast, with a side bar of usual width and of 200 pixels:
 * `out/ui/looks/`, to be looked at. What they say and do is tested elsewhere.
 */
describe('the looks of views and sheets', function () {
  this.timeout(120_000);
  before(() => {
    mkdirSync('out/ui/looks', { recursive: true });
  });
  const { all, window, registry, key, begin } = withDecisions('looks');
  const page = (): Page => window().page;

  async function look(name: string): Promise<void> {
    for (const [theme, label] of themes) {
      await window().useTheme(label);
      // Where nothing has a tooltip.
      await page().mouse.move(900, 500);
      await page().screenshot({ path: `out/ui/looks/${name}-${theme}.png`, animations: 'disabled' });
    }
  }

  /** Drags the border of the side bar so far that it has this width. */
  async function sideBar(width: number): Promise<void> {
    const box = await page().locator('.part.sidebar').boundingBox();
    if (!box) throw new Error('there is no side bar');
    await page().mouse.move(box.x + box.width, 300);
    await page().mouse.down();
    await page().mouse.move(box.x + width, 300, { steps: 5 });
    await page().mouse.up();
  }

  /** At both widths. */
  async function lookAtViews(name: string): Promise<void> {
    await look(name);
    await sideBar(200);
    await look(`${name}-narrow`);
    await sideBar(300);
  }

  it('shows views before a registry was chosen', async () => {
    await begin([{ name: 'Nobody', baseUrl: 'http://127.0.0.1:9' }]);
    await window().welcomeButton('Use the Local Registry').waitFor();
    await lookAtViews('views-none');
  });

  it('shows views without a key', async () => {
    await window().runCommand('Skills: Select Connection…');
    await window().choose(/Team/);
    await window().quickInput().waitFor();
    await look('input-key');
    await window().answer(key);
    await window()
      .row(/^Skill brand-new, not published/, 'Workspace')
      .waitFor();
  });

  it('shows the states of folders, and a registry', async () => {
    await window().runCommand('Skills: Check Against the Registry');
    await window()
      .row(/^Skill newer-there, conflict/, 'Workspace')
      .waitFor();
    await lookAtViews('views-ready');
    await window()
      .row(/^Skill newer-there/)
      .click();
    await window()
      .row(/^Version 2, latest/)
      .click();
    await window()
      .row(/^File SKILL\.md/)
      .waitFor();
    await lookAtViews('views-open');
  });

  it('shows a search without a match', async () => {
    await window().runCommand('Skills: Search Registry…');
    await window().quickInput().fill('nothing of that name');
    await window().welcomeButton('Clear Filter').waitFor();
    await look('views-search');
    await page().keyboard.press('Enter');
    await lookAtViews('views-no-match');
    await window().welcomeButton('Clear Filter').click();
  });

  it('shows a refresh that failed, and a registry that cannot be reached', async () => {
    registry().fault('status=503');
    await window().runCommand('Skills: Refresh Registry');
    await window().row(/503/).first().waitFor();
    await lookAtViews('views-failed');
    registry().clearFaults();
    await window().runCommand('Skills: Refresh Registry');
    await window().row(/503/).first().waitFor({ state: 'detached' });
    await window().hideNotifications();
  });

  for (const each of all)
    it(`shows the sheet of ${each.name}`, async () => {
      await window()
        .row(new RegExp(`^Skill ${each.name}, `), 'Workspace')
        .click();
      await window().runCommand('Skills: Publish Version…');
      await window().quickInputTitled(`Publish ${each.name}`).waitFor();
      await look(`sheet-${each.name}`);
      await page().keyboard.press('Escape');
      await window().quickInputTitled(`Publish ${each.name}`).waitFor({ state: 'hidden' });
    });

  it('shows the question that comes twice', async () => {
    await window()
      .row(/^Skill newer-there, /, 'Workspace')
      .click();
    await window().runCommand('Skills: Publish Version…');
    await window().choose(/Publish over it/);
    await window().dialog().waitFor();
    await look('dialog-second-question');
    await page().keyboard.press('Escape');
    await window().dialog().waitFor({ state: 'detached' });
    // The sheet comes back.
    await window().quickInputTitled('Publish newer-there').waitFor();
    await page().keyboard.press('Escape');
    await window().quickInputTitled('Publish newer-there').waitFor({ state: 'hidden' });
  });

  it('shows what is deleted', async () => {
    await window().fromMenu(window().row(/^Skill newer-there/), /Delete Skill/);
    await window().dialog().waitFor();
    await look('dialog-delete');
    await page().keyboard.press('Escape');
    await window().dialog().waitFor({ state: 'detached' });
  });

  it('shows the page of a skill, and a comparison', async () => {
    await window().fromMenu(window().row(/^Skill newer-there/), /Show Details/);
    await page().locator('.tab.active', { hasText: 'newer-there.md' }).waitFor();
    await look('details');
    await window().fromMenu(window().row(/^Skill newer-there/), /Compare with Workspace Folder/);
    await page().locator('.multiDiffEntry').first().waitFor();
    await look('compare');
  });

  it('shows production', async () => {
    await window().runCommand('Skills: Select Connection…');
    await window().choose(/Live/);
    await page().locator('.statusbar').getByText('Live').waitFor();
    await look('views-production');
  });

  for (const each of inProduction.slice(1))
    it(`shows the sheet of ${each.name}, in production`, async () => {
      await window()
        .row(new RegExp(`^Skill ${each.name}, `), 'Workspace')
        .click();
      await window().runCommand('Skills: Publish Version…');
      await window().quickInputTitled(`Publish ${each.name}`).waitFor();
      await look(`production-${each.name}`);
      await page().keyboard.press('Escape');
      await window().quickInputTitled(`Publish ${each.name}`).waitFor({ state: 'hidden' });
    });

  it('shows a registry that cannot be reached', async () => {
    await window().runCommand('Skills: Select Connection…');
    await window().choose(/Nobody/);
    await window().quickInput().waitFor();
    await window().answer(key);
    await page().keyboard.press('Enter');
    await look('views-unreachable');
  });
});
