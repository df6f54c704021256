import path from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { runDesktop } from './desktop.ts';
import type { VsCode } from './getVsCode.ts';
import { startServer, type RunningServer, type ServerOptions } from './server.ts';

/** What to run: a bundled suite that exports `run()`, in the extension host of a window with `workspace` open. */
export interface SuiteOptions extends Pick<ServerOptions, 'settings' | 'env' | 'dataFolder' | 'port'> {
  readonly suite: string;
  readonly workspace: string;
  /** The folder of the extension under development; this project when left out. */
  readonly extension?: string;
  /** Milliseconds after which the run has failed. */
  readonly timeout: number;
  /** Takes one printed line of the extension host. */
  readonly print: (line: string) => void;
}

/**
 * Runs a suite in a VS Code, a server opened by a headless browser; resolves to the exit code, 0 when every test
 * passed.
 */
export async function runSuite(vscode: VsCode, options: SuiteOptions): Promise<number> {
  if (vscode.kind === 'desktop') return runDesktop(vscode.executable, options);
  const server = await startServer(vscode.server, { ...options, automation: true });
  try {
    const browser = await launchBrowser();
    try {
      return await exitCode(await browser.newPage(), server, options);
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

async function exitCode(page: Page, server: RunningServer, options: SuiteOptions): Promise<number> {
  await page.exposeFunction('codeAutomationLog', (_type: string, args: readonly unknown[]) => {
    options.print(args.map(String).join(' '));
  });
  let limit: NodeJS.Timeout | undefined;
  const ended = new Promise<number>((resolve, reject) => {
    limit = setTimeout(() => {
      reject(new Error(`no result after ${options.timeout / 1000} s`));
    }, options.timeout);
    page.on('crash', () => {
      reject(new Error('the browser page crashed'));
    });
    page
      .exposeFunction('codeAutomationExit', resolve)
      .then(() => page.goto(suiteUrl(server, options), { waitUntil: 'commit' }))
      .catch(reject);
  });
  return ended.finally(() => {
    clearTimeout(limit);
  });
}

function suiteUrl(server: RunningServer, options: SuiteOptions): string {
  const remote = (file: string): string => `vscode-remote://127.0.0.1:${server.port}${path.resolve(file)}`;
  // What a desktop VS Code takes as switches.
  const payload = [
    ['extensionDevelopmentPath', remote(options.extension ?? '.')],
    ['extensionTestsPath', remote(options.suite)],
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  return `${server.windowUrl(options.workspace)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}
