import { mkdirSync, writeFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { withWindow } from '../ui/withWindow.ts';
import type { Theme, VsCodeWindow } from '../ui/window.ts';

const themes: readonly (readonly [name: string, theme: Theme])[] = [
  ['dark', 'Dark Modern'],
  ['light', 'Light Modern'],
  ['contrast', 'Default High Contrast'],
];

const small = { width: 600, height: 400 };
const large = { width: 1280, height: 720 };

/**
 * The pictures of the walkthrough and of README.md, made from a real window: `out/media/`. `npm run pictures` makes them
 * and puts them into `media/`.
 */
describe('the pictures of the walkthrough and the README', function () {
  this.timeout(240_000);
  const window = withWindow({
    samplesPublished: true,
    settings: { 'editor.minimap.enabled': false, 'editor.lineNumbers': 'off' },
  });
  const page = (): Page => window().page;

  /** The same place in each theme. */
  async function picture(name: string, shown?: Locator): Promise<void> {
    for (const [theme, label] of themes) {
      await window().useTheme(label);
      await shown?.waitFor();
      await saveSmall(window(), `walkthrough/${name}-${theme}`);
    }
    await window().useTheme('Dark Modern');
  }

  const calm = (): Promise<void> =>
    page().locator('.notifications-toasts .notification-list-item').first().waitFor({ state: 'hidden' });

  before(async () => {
    mkdirSync('out/media/walkthrough', { recursive: true });
    await window().showContainer('Skills');
    await window().welcomeButton('Use the Local Registry').click();
    await window()
      .row(/^Skill csv-report, in sync/, 'Workspace')
      .waitFor();
    await page().setViewportSize(small);
  });

  it('show a skill that is written', async () => {
    await window().openFile('skills/pdf-forms/SKILL.md');
    await window().runCommand('View: Toggle Primary Side Bar Visibility');
    await picture('write');
  });

  it('show a problem and what fixes it', async () => {
    await window().openFile('skills/needs-work/SKILL.md');
    await page().locator('.monaco-editor .squiggly-error').first().waitFor();
    await window().runCommand('Go to Next Problem (Error, Warning, Info)');
    await page().locator('.marker-widget').waitFor();
    await page().keyboard.press('ControlOrMeta+.');
    await page().locator('.action-widget').first().waitFor();
    await picture('fix');
    await page().keyboard.press('Escape');
    await page().keyboard.press('Escape');
  });

  it('show the choice of a registry', async () => {
    await window().runCommand('Skills: Select Connection…');
    await window().quickInputTitled('Which registry').waitFor();
    await picture('registry');
    await page().keyboard.press('Escape');
  });

  it('show the sheet that asks before a publish', async () => {
    await window().openFile('skills/pdf-forms/SKILL.md');
    await window().runCommand('Skills: Publish Version…');
    await window().quickInputTitled('Publish pdf-forms').waitFor();
    await picture('publish');
    await page().setViewportSize(large);
    await save(window(), 'publish');
    await page().setViewportSize(small);
    await page().keyboard.press('Escape');
  });

  it('show a comparison', async () => {
    await window().runCommand('Skills: Compare with Registry');
    await page().locator('.monaco-diff-editor, .multiDiffEntry').first().waitFor();
    await calm();
    await picture('compare');
  });

  it('show versions and the page of a skill', async () => {
    await window().runCommand('View: Toggle Primary Side Bar Visibility');
    await window().fromMenu(window().row(/^Skill pdf-forms/), /Show Details/);
    await page().locator('.tab.active', { hasText: 'pdf-forms.md' }).waitFor();
    await window()
      .row(/^Skill pdf-forms/)
      .locator('.monaco-tl-twistie')
      .click();
    await window()
      .row(/^Version 2, latest/)
      .waitFor();
    await calm();
    const preview = page().frameLocator('iframe.webview').frameLocator('iframe').getByText('Reads and fills').first();
    await picture('handle', preview);
    await page().setViewportSize(large);
    await save(window(), 'details');
  });

  it('show problems in a SKILL.md', async () => {
    await page().setViewportSize(large);
    await window().openFile('skills/needs-work/SKILL.md');
    await window().runCommand('Problems: Focus on Problems View');
    await page().locator('.markers-panel').getByRole('treeitem').filter({ hasText: 'fm/unquoted-colon' }).waitFor();
    await save(window(), 'problems');
  });
});

/** What the window shows, as `out/media/NAME.png`. */
async function save({ page }: VsCodeWindow, name: string): Promise<void> {
  writeFileSync(`out/media/${name}.png`, await shot(page));
}

async function shot(page: Page, clip?: { x: number; y: number; width: number; height: number }): Promise<Buffer> {
  await page.mouse.move(small.width - 1, 200);
  await page.locator('.workbench-hover-container').first().waitFor({ state: 'hidden' });
  return page.screenshot({ animations: 'disabled', caret: 'hide', ...(clip ? { clip } : {}) });
}

/**
 * Without activity bar and status bar, as a WebP, which the browser itself makes: a window in twelve colors
 * and without loss takes a fifth of a PNG.
 */
async function saveSmall({ page }: VsCodeWindow, name: string): Promise<void> {
  const png = await shot(page, { x: 50, y: 0, width: small.width - 50, height: small.height - 65 });
  const maker = await page.context().browser()?.newPage();
  if (!maker) throw new Error('the window has no browser');
  const address = await maker.evaluate<string>(`(async () => {
    const picture = new Image();
    picture.src = 'data:image/png;base64,${png.toString('base64')}';
    await picture.decode();
    const canvas = document.createElement('canvas');
    canvas.width = picture.width;
    canvas.height = picture.height;
    const context = canvas.getContext('2d');
    context.drawImage(picture, 0, 0);
    const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
    const color = (at) => (pixels.data[at] << 16) | (pixels.data[at + 1] << 8) | pixels.data[at + 2];
    const counts = new Map();
    for (let at = 0; at < pixels.data.length; at += 4) counts.set(color(at), (counts.get(color(at)) ?? 0) + 1);
    const distance = (a, b) => [16, 8, 0].reduce((sum, bits) => sum + Math.abs(((a >> bits) & 255) - ((b >> bits) & 255)), 0);
    const palette = [];
    // The backgrounds first, which differ by little, then what stands out from all that were taken.
    for (const [each] of [...counts].sort((a, b) => b[1] - a[1]))
      if (palette.length < 12 && palette.every((other) => distance(other, each) > (palette.length < 3 ? 10 : 70)))
        palette.push(each);
    const nearest = new Map();
    for (const each of counts.keys())
      nearest.set(each, palette.reduce((best, other) => (distance(other, each) < distance(best, each) ? other : best)));
    for (let at = 0; at < pixels.data.length; at += 4) {
      const shown = nearest.get(color(at));
      pixels.data.set([shown >> 16, (shown >> 8) & 255, shown & 255], at);
    }
    context.putImageData(pixels, 0, 0);
    return canvas.toDataURL('image/webp', 1);
  })()`);
  await maker.close();
  writeFileSync(`out/media/${name}.webp`, Buffer.from(address.split(',')[1] ?? '', 'base64'));
}
