import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { errors, type Browser, type Locator, type Page } from 'playwright-core';
import { launchBrowser } from '../vscode/browser.ts';
import { temporaryFolder } from '../vscode/processes.ts';
import { findRelease } from '../vscode/releases.ts';
import { fillLocalRegistry } from '../vscode/sampleRegistry.ts';
import { installExtension, installServer, startServer, writeSettings, type RunningServer } from '../vscode/server.ts';
import { copySampleWorkspace } from '../vscode/workspace.ts';

type Settings = Readonly<Record<string, unknown>>;

/** How a window is opened. */
export interface WindowOptions {
  readonly settings?: Settings;
  readonly theme?: Theme;
  /** Open the workspace untrusted, in restricted mode. */
  readonly restricted?: boolean;
  /** Begin without a folder, as after an install. */
  readonly empty?: boolean;
  /** Begin with sample skills in the local registry, as `npm start` does. */
  readonly samplesPublished?: boolean;
  /** Changes the copy of the sample workspace before it is opened. */
  readonly prepare?: (workspace: string) => void;
  /** Of what extensions say: `de`. VS Code itself stays English, for a language pack is not there. */
  readonly language?: string;
  /** Added to the environment of the extension. */
  readonly env?: Readonly<Record<string, string>>;
}

export type Theme = 'Dark Modern' | 'Light Modern' | 'Default High Contrast';

/**
 * A real VS Code window with the packaged extension and a copy of the sample workspace, driven as a person drives it.
 */
export class VsCodeWindow {
  readonly page: Page;
  /** The folder that is open, a copy. */
  readonly workspace: string;
  readonly #browser: Browser;
  readonly #server: RunningServer;
  #settings: Settings;

  private constructor(page: Page, workspace: string, browser: Browser, server: RunningServer, settings: Settings) {
    this.page = page;
    this.workspace = workspace;
    this.#browser = browser;
    this.#server = server;
    this.#settings = settings;
  }

  /** Opens a window on the `.vsix` that `npm run package` made. */
  static async open(options: WindowOptions = {}): Promise<VsCodeWindow> {
    const installed = await installServer(findRelease('newest'));
    const dataFolder = temporaryFolder('window');
    await installExtension(installed, path.resolve('skill-publisher.vsix'), dataFolder);
    const workspace = copySampleWorkspace();
    options.prepare?.(workspace);
    if (options.samplesPublished === true) await fillLocalRegistry(path.join(dataFolder, 'data', 'User'), workspace);
    const settings = windowSettings(options);
    const server = await startServer(installed, {
      settings,
      dataFolder,
      workspaceTrust: options.restricted ?? false,
      ...(options.env ? { env: options.env } : {}),
    });
    let browser: Browser | undefined;
    try {
      browser = await launchBrowser();
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      page.setDefaultTimeout(30_000);
      if (options.language !== undefined)
        await page.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(options.language)}`);
      // The machine may be busy: the first page of a fresh server takes the longest.
      await page.goto(server.windowUrl(options.empty === true ? undefined : workspace), { timeout: 90_000 });
      await isOpen(page);
      return new VsCodeWindow(page, workspace, browser, server, settings);
    } catch (error) {
      await browser?.close();
      await server.stop();
      throw error;
    }
  }

  /** Everything the window keeps on disk: settings, logs, the extension's storage. */
  get dataFolder(): string {
    return this.#server.dataFolder;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.stop();
  }

  /** Loads the window again, as a person who presses F5 in the browser: what ran in it ends in the middle. */
  async reload(): Promise<void> {
    await this.page.reload();
    await isOpen(this.page);
  }

  /** Changes settings of the user while the window is open. */
  changeSettings(settings: Settings): void {
    this.#settings = { ...this.#settings, ...settings };
    writeSettings(this.#server.dataFolder, this.#settings);
  }

  async useTheme(theme: Theme): Promise<void> {
    this.changeSettings({ 'workbench.colorTheme': theme });
    const kind = { 'Dark Modern': 'vs-dark', 'Light Modern': 'vs', 'Default High Contrast': 'hc-black' }[theme];
    await this.page.locator(`.monaco-workbench.${kind}`).waitFor();
  }

  /** Shows a view container by its name in the activity bar. */
  async showContainer(name: string): Promise<void> {
    const tab = this.page.locator('.activitybar').getByRole('tab', { name: new RegExp(`^${name}`) });
    await tab.waitFor();
    const title = this.page.locator('.part.sidebar .composite.title').getByText(name, { exact: false }).first();
    for (let attempt = 1; ; attempt++) {
      if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
      try {
        await title.waitFor({ timeout: 10_000 });
        return;
      } catch (error) {
        // A fresh window on a busy machine loses the click.
        if (!(error instanceof errors.TimeoutError) || attempt === 5) throw error;
      }
    }
  }

  /** A row of a view in the side bar, by its accessibility label. */
  row(name: string | RegExp, view = 'Registry'): Locator {
    return this.#view(view).getByRole('treeitem', { name });
  }

  /** The accessibility labels of the visible rows of a view in the side bar. */
  rows(view = 'Registry'): Promise<string[]> {
    return labels(this.#view(view).getByRole('treeitem'));
  }

  #view(name: string): Locator {
    return this.page
      .locator('.part.sidebar .pane')
      .filter({ has: this.page.locator(`.pane-header .title:text-is("${name}")`) });
  }

  /** Chooses an item of a row's context menu. */
  async fromMenu(row: Locator, item: RegExp): Promise<void> {
    const entry = this.page.locator('.monaco-menu').getByRole('menuitem', { name: item });
    for (let attempt = 1; ; attempt++) {
      await row.click({ button: 'right' });
      try {
        // A menu ignores a click in its first moments, for it may be the one that opened it.
        await entry.hover({ timeout: 10_000 });
        break;
      } catch (error) {
        // On a busy machine it may not stay: a menu closes when the keyboard goes elsewhere.
        if (!(error instanceof errors.TimeoutError) || attempt === 3) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
    await this.page.keyboard.press('Enter');
  }

  /** A button of a view's welcome content. */
  welcomeButton(name: string): Locator {
    return this.page.locator('.part.sidebar .welcome-view-content').getByRole('button', { name });
  }

  /** Runs a command by its full title (`Skills: Refresh`) through the command palette. */
  async runCommand(title: string): Promise<void> {
    await (await this.searchPalette(title, new RegExp(`^${escape(title)}(,|$)`))).click();
  }

  /** Types into the command palette; gives its first row of that label, which is there. */
  async searchPalette(typed: string, label: RegExp): Promise<Locator> {
    const entry = this.page.locator('.quick-input-list').getByRole('option', { name: label }).first();
    for (let attempt = 1; ; attempt++) {
      await this.page.keyboard.press('F1');
      try {
        await this.quickInput().fill(`>${typed}`, { timeout: 4_000 });
        await entry.waitFor({ timeout: 4_000 });
        return entry;
      } catch (error) {
        // The palette lists what it knew when it was opened: right after the start not yet every extension's commands.
        if (!(error instanceof errors.TimeoutError) || attempt === 4) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** Opens the menu of quick fixes at the cursor. */
  async openQuickFixes(): Promise<void> {
    const menu = this.page.locator('.action-widget').first();
    for (let attempt = 1; ; attempt++) {
      await this.page.keyboard.press('ControlOrMeta+.');
      try {
        await menu.waitFor({ timeout: 4_000 });
        return;
      } catch (error) {
        // While markers still come, the menu closes again.
        if (!(error instanceof errors.TimeoutError) || attempt === 4) throw error;
      }
    }
  }

  /** The input box of the quick pick or input that is open. */
  quickInput(): Locator {
    return this.page.locator('.quick-input-widget .quick-input-filter input');
  }

  /** The quick pick or input with this title. */
  quickInputTitled(title: string): Locator {
    return this.page
      .locator('.quick-input-widget:not(.quick-input-widget-closing)')
      .filter({ has: this.page.locator('.quick-input-title', { hasText: title }) });
  }

  /** The rows of the quick pick that is open, by accessibility label. */
  async choices(): Promise<string[]> {
    const options = this.page.locator('.quick-input-list').getByRole('option');
    await options.first().waitFor();
    return labels(options);
  }

  /** Chooses a row of the quick pick that is open. */
  async choose(name: string | RegExp): Promise<void> {
    const option = this.page.locator('.quick-input-list').getByRole('option', { name }).first();
    await option.waitFor();
    await option.click();
  }

  /** Types into the input box that is open, and accepts. */
  async answer(text: string): Promise<void> {
    const input = this.quickInput();
    await input.waitFor();
    await input.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** The modal dialog that is open. */
  dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  async pressInDialog(button: string): Promise<void> {
    await this.dialog().getByRole('button', { name: button, exact: true }).click();
    await this.dialog().waitFor({ state: 'detached' });
  }

  /** Waits for a notification with this text: a toast, or an entry of the notification center. */
  async notification(text: string | RegExp): Promise<Locator> {
    const shown = this.page.locator(
      '.notifications-toasts .notification-list-item, .notifications-center .notification-list-item',
    );
    const wanted = shown.filter({ hasText: text }).first();
    await wanted.waitFor();
    return wanted;
  }

  async hideNotifications(): Promise<void> {
    await this.runCommand('Notifications: Clear All Notifications');
  }

  /** Opens a file of the workspace by its path from the workspace's root, and waits until it is the active editor. */
  async openFile(file: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+p');
    const input = this.quickInput();
    await input.waitFor();
    await input.fill(file);
    const found = this.page
      .locator('.quick-input-list')
      .getByRole('option')
      .filter({ hasText: path.dirname(file) })
      .first();
    await found.waitFor();
    await found.click();
    await this.page
      .locator('.editor-group-container.active .monaco-breadcrumbs')
      .getByText(path.basename(path.dirname(file)))
      .waitFor();
  }

  /**
   * Saves what the window shows as `out/ui/NAME.png`, without the tooltip of what was clicked last: VS Code leaves it
   * standing when the row below it is drawn anew before the pointer goes.
   */
  async screenshot(name: string): Promise<void> {
    mkdirSync('out/ui', { recursive: true });
    // Where nothing has a tooltip: an entry of the status bar may be anywhere along the bottom.
    await this.page.mouse.move(1279, 600);
    await this.page.screenshot({
      path: `out/ui/${name}.png`,
      animations: 'disabled',
      style: '.workbench-hover-container { visibility: hidden !important }',
    });
  }
}

function windowSettings(options: WindowOptions): Settings {
  const trust = options.restricted === true ? { 'security.workspace.trust.startupPrompt': 'never' } : {};
  return { 'workbench.colorTheme': options.theme ?? 'Dark Modern', ...trust, ...options.settings };
}

function isOpen(page: Page): Promise<void> {
  return page.locator('.monaco-workbench .part.statusbar').waitFor();
}

async function labels(items: Locator): Promise<string[]> {
  const found = await Promise.all((await items.all()).map((item) => item.getAttribute('aria-label')));
  return found.map((label) => label ?? '');
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
