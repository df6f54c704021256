import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { endGroup, spawnGroup, temporaryFolder } from './processes.ts';
import type { Release } from './releases.ts';

const unreachable = path.resolve('.vscode-test', 'desktop-unreachable');
const day = 24 * 60 * 60 * 1_000;
const updateServer = 'https://update.code.visualstudio.com/api/releases/stable';

/**
 * The executable of a desktop VS Code of this release, downloaded on first use; `undefined` where no window can be
 * shown or the download cannot be had. A failed download is remembered for a day, so that not every run waits for it.
 */
export async function getDesktop(release: Release): Promise<string | undefined> {
  if (!canShowWindows() || failedToday()) return undefined;
  try {
    const answer = await fetch(updateServer, { method: 'HEAD', signal: AbortSignal.timeout(4_000) });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const executable = await downloadAndUnzipVSCode({ version: release.version, timeout: 30_000 });
    rmSync(unreachable, { force: true });
    return executable;
  } catch (error) {
    mkdirSync(path.dirname(unreachable), { recursive: true });
    writeFileSync(unreachable, String(error));
    console.log(
      `A desktop VS Code ${release.version} cannot be downloaded here (${String(error)}); not tried again for a day.`,
    );
    return undefined;
  }
}

function canShowWindows(): boolean {
  return (
    process.platform !== 'linux' || process.env['DISPLAY'] !== undefined || process.env['WAYLAND_DISPLAY'] !== undefined
  );
}

function failedToday(): boolean {
  return existsSync(unreachable) && Date.now() - statSync(unreachable).mtimeMs < day;
}

/** How a desktop VS Code is started: always with a fresh profile and no other extensions. */
export interface DesktopOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly workspace: string;
  /** The folder of the extension under development; this project when left out. */
  readonly extension?: string;
  /** The module of a suite, which is then run; without it the window stays open for a person. */
  readonly suite?: string;
  /** Milliseconds after which the window is closed and the run has failed. */
  readonly timeout?: number;
  readonly print: (line: string) => void;
  /** The user data folder; a new temporary one by default. */
  readonly dataFolder?: string;
}

/** Starts a desktop VS Code with the extension of this project; resolves to its exit code when it is closed. */
export async function runDesktop(executable: string, options: DesktopOptions): Promise<number> {
  const data = options.dataFolder ?? temporaryFolder('vscode');
  mkdirSync(path.join(data, 'User'), { recursive: true });
  writeFileSync(path.join(data, 'User', 'settings.json'), JSON.stringify(options.settings ?? {}, undefined, 2));
  const tests = options.suite === undefined ? [] : [`--extensionTestsPath=${path.resolve(options.suite)}`];
  const profile = [`--user-data-dir=${data}`, `--extensions-dir=${path.join(data, 'extensions')}`];
  const calm = [
    '--disable-workspace-trust',
    '--disable-updates',
    '--skip-welcome',
    '--skip-release-notes',
    '--wait',
    '--new-window',
  ];
  const sandbox = process.platform === 'linux' ? ['--no-sandbox', '--disable-gpu-sandbox'] : [];
  const args = [
    options.workspace,
    `--extensionDevelopmentPath=${path.resolve(options.extension ?? '.')}`,
    ...tests,
    ...profile,
    ...calm,
    ...sandbox,
  ];
  const child = spawnGroup(executable, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', ...options.env },
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      options.print(text.trimEnd());
    });
  }
  const limit = AbortSignal.timeout(options.timeout ?? 2 ** 31 - 1);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      resolve(code ?? 1);
    });
    limit.addEventListener('abort', () => {
      void endGroup(child);
    });
  });
}
