import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../vscode/browser.ts';
import { endGroup, spawnGroup } from '../vscode/processes.ts';

describe('npm start', function () {
  this.timeout(120_000);
  let child: ChildProcess;
  let browser: Browser;
  let address: URL;

  before(async () => {
    const args = ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', 'test/vscode/start.ts'];
    child = spawnGroup(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, SKILL_PUBLISHER_VSCODE: 'server' },
    });
    address = new URL(await printedAddress(child));
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
    await endGroup(child);
  });

  it('prints the address of a VS Code whose local registry holds sample skills', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    // The machine may be busy: the first page of a fresh server takes the longest.
    await page.goto(address.href, { timeout: 90_000 });
    await page.getByRole('tab', { name: /^Skills/ }).click();
    await page.getByRole('button', { name: 'Use the Local Registry' }).click();
    await page.getByRole('treeitem', { name: /csv-report.*in sync/ }).waitFor();
    await page.getByRole('treeitem', { name: /pdf-forms.*changed/ }).waitFor();
    await page
      .locator('.pane')
      .filter({ hasText: /2 skills/ })
      .getByRole('treeitem', { name: /pdf-forms/ })
      .click();
    await page.getByRole('treeitem', { name: /^Version .*, latest/ }).waitFor();
    await page.screenshot({ path: 'out/ui/start.png' });
  });

  it('answers nobody without the token in the address', async () => {
    const answer = await fetch(new URL('/', address), { redirect: 'manual' });
    assert.equal(answer.status, 403);
  });

  it('leaves nothing behind when it is stopped', async () => {
    const workspace = address.searchParams.get('folder') ?? '';
    assert.ok(existsSync(workspace));
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    await ended;
    assert.ok(!existsSync(workspace));
    await assert.rejects(fetch(new URL('/version', address)));
  });
});

function printedAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const found = /http:\/\/\S+/.exec(text)?.[0];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', () => {
      reject(new Error(`npm start ended: ${text}`));
    });
  });
}
