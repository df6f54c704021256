import assert from 'node:assert/strict';
import { inProduction, type Decision } from './decisions.ts';
import { withDecisions } from './withDecisions.ts';

describe('the publish sheet answered with Enter only, in a window', function () {
  this.timeout(60_000);
  const { all, window, registry, key, begin } = withDecisions('sheet');

  const posts = (): number => registry().requests.filter(({ method }) => method === 'POST').length;
  const sheet = (name: string) => window().quickInputTitled(`Publish ${name} · `);

  /** Opens the sheet of a folder by the keyboard alone, with one of its files in front. */
  async function publish(name: string): Promise<void> {
    await window()
      .row(new RegExp(`^Skill ${name}, `), 'Workspace')
      .click();
    await window().page.locator('.tab.active', { hasText: 'SKILL.md' }).waitFor();
    await window().runCommand('Skills: Publish Version…');
    await sheet(name).waitFor();
  }

  /** The row that Enter takes. */
  async function active(): Promise<string> {
    const row = window().page.locator('.quick-input-list .monaco-list-row.focused');
    return (await row.getAttribute('aria-label')) ?? '';
  }

  async function closeEditors(): Promise<void> {
    await window().page.keyboard.press('ControlOrMeta+k');
    await window().page.keyboard.press('ControlOrMeta+w');
    await window().page.locator('.editor-group-container .tab').first().waitFor({ state: 'detached' });
  }

  /** Waits until the sheet was hidden after this call, also when it is there again at once. */
  async function whenHidden(): Promise<() => Promise<void>> {
    await window().page.evaluate(`(() => {
      const widget = document.querySelector('.quick-input-widget');
      globalThis.sheetWasHidden = false;
      new MutationObserver((_, observer) => {
        if (widget.style.display !== 'none' && !widget.classList.contains('quick-input-widget-closing')) return;
        globalThis.sheetWasHidden = true;
        observer.disconnect();
      }).observe(widget, { attributes: true });
    })()`);
    return async () => {
      await window().page.waitForFunction('globalThis.sheetWasHidden');
    };
  }

  async function leave(name: string): Promise<void> {
    await sheet(name).waitFor();
    await window().page.keyboard.press('Escape');
    await sheet(name).waitFor({ state: 'hidden' });
  }

  const tab = (text: RegExp) => window().page.locator('.editor-group-container.active .tab.active', { hasText: text });

  const shows: Readonly<Record<Decision['then'], (name: string, row: string) => Promise<void>>> = {
    published: async () => {
      await window().notification(/Published/);
      await window().hideNotifications();
      await closeEditors();
    },
    file: async (_name, row) => {
      const [, file = '', line = ''] = /Open (\S+):(\d+)/.exec(row) ?? [];
      await tab(new RegExp(file)).waitFor();
      await window()
        .page.locator('.statusbar-item', { hasText: `Ln ${line},` })
        .waitFor();
      await window().page.locator('.editor-group-container.active .monaco-editor.focused').waitFor();
      await closeEditors();
    },
    // What was opened has the keyboard, and the sheet comes back when it is closed.
    review: async (name) => {
      await tab(/zip\.txt|↔/).waitFor();
      await closeEditors();
      await leave(name);
    },
    again: async (name) => {
      await window().notification(/could not confirm/);
      await leave(name);
      await window().hideNotifications();
      await closeEditors();
    },
  };

  async function enter(each: Pick<Decision, 'name' | 'point' | 'row' | 'then'>, picture: string): Promise<void> {
    const before = posts();
    await publish(each.name);
    const choices = await window().choices();
    if (each.point) assert.match(choices[0] ?? '', each.point, choices.join('\n'));
    const row = await active();
    assert.match(row, each.row, choices.join('\n'));
    await window().screenshot(`sheet-${picture}`);
    const hidden = await whenHidden();
    await window().page.keyboard.press('Enter');
    await hidden();
    await shows[each.then](each.name, row);
    assert.equal(posts() - before, each.then === 'published' ? 1 : 0);
  }

  async function connect(name: string): Promise<void> {
    await window().runCommand('Skills: Select Connection…');
    await window().choose(new RegExp(name));
  }

  it('is reached from the row of each skill', async () => {
    await begin();
    await connect('Team');
    await window().answer(key);
    await window().page.locator('.part.sidebar .pane-header').filter({ hasText: 'Registry' }).click();
    await window()
      .row(/^Skill brand-new, not published/, 'Workspace')
      .waitFor();
  });

  for (const each of all)
    it(`${each.name}: Enter ${each.then === 'published' ? 'publishes' : 'sends nothing'}`, () =>
      enter(each, each.name));

  it('asks a second time before it publishes over a newer version, and Enter goes back to look', async () => {
    const before = posts();
    await publish('newer-there');
    await window().choose(/Publish over it/);
    await window().dialog().waitFor();
    await window().screenshot('sheet-second-question');
    await window().page.keyboard.press('Enter');
    await window().dialog().waitFor({ state: 'detached' });
    await shows.review('newer-there', '');
    assert.equal(posts(), before);
  });

  it('offers another target where the chosen skill is not there', async () => {
    const before = posts();
    await publish('with-errors');
    await window().choose(/Change target/);
    await window().choose(/A skill by its/);
    await window().answer('skill_01NotThereAtAll');
    await sheet('with-errors').waitFor();
    assert.match((await window().choices())[0] ?? '', /The chosen skill is not on Team/);
    await window().screenshot('sheet-missing');
    await window().page.keyboard.press('Enter');
    await window().quickInputTitled('Publish where?').waitFor();
    await window().page.keyboard.press('Escape');
    await leave('with-errors');
    await closeEditors();
    assert.equal(posts(), before);
  });

  it('is connected to production', async () => {
    await connect('Live');
    await window().page.locator('.statusbar').getByText('Live').waitFor();
  });

  for (const each of inProduction)
    it(`${each.name}, in production: Enter sends nothing`, () => enter(each, `production-${each.name}`));

  it('asks for a commit first where a clean folder is required: Enter sends nothing', async () => {
    const before = posts();
    window().changeSettings({ 'skillPublisher.publish.requireCleanGit': true });
    await window().useTheme('Light Modern');
    await connect('Team');
    await publish('same-name');
    const choices = await window().choices();
    assert.match(choices[0] ?? '', /Commit first: a clean folder is required/, choices.join('\n'));
    await window().screenshot('sheet-dirty');
    await window().page.keyboard.press('Enter');
    await window().page.locator('.part.sidebar .composite.title').getByText('Source Control').waitFor();
    assert.equal(posts(), before);
  });
});
