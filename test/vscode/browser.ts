import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { run } from './processes.ts';

const known = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];
const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const missing =
  'No Chromium or Chrome was found. Install one (Debian: `apt-get install chromium`) or set CHROMIUM to the ' +
  'path of its executable.';

/**
 * Path of a Chromium or Chrome of this machine; as root on Debian it is installed where missing. Throws with what to do
 * otherwise.
 */
export async function getBrowser(): Promise<string> {
  return findBrowser() ?? installBrowser();
}

/** A headless browser. Throws with what to do when there is none. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = await getBrowser();
  const sandbox = process.platform === 'linux' ? ['--no-sandbox'] : [];
  return chromium.launch({
    executablePath,
    args: [...quiet, ...sandbox],
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

function findBrowser(): string | undefined {
  const named = process.env['CHROMIUM'];
  if (named === undefined) return known.find((file) => existsSync(file));
  if (!existsSync(named)) throw new Error(`CHROMIUM is set to ${named}, which does not exist`);
  return named;
}

async function installBrowser(): Promise<string> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw new Error(missing);
  console.log('Installing Chromium from the Debian packages, once…');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await run('apt-get', ['update', '-q'], { env });
    await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], { env });
  } catch (error) {
    throw new Error(missing, { cause: error });
  }
  const found = findBrowser();
  if (found === undefined) throw new Error(missing);
  return found;
}
