// `npm run test:integration [-- --vscode newest|oldest|1.103] [--suites language,registry/browse] [--grep
// TEXT] [--verbose]`: the suites of test/integration (or those in or named by the given paths) in a real VS Code, by
// default the newest and the oldest supported one.
import { createWriteStream, mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { getVsCode } from './getVsCode.ts';
import { findRelease, releases, type Release } from './releases.ts';
import { runSuite } from './runSuite.ts';
import { copySampleWorkspace } from './workspace.ts';

const { values: flags } = parseArgs({
  options: {
    vscode: { type: 'string', multiple: true },
    suites: { type: 'string', default: '' },
    grep: { type: 'string' },
    timeout: { type: 'string', default: '1200' },
    verbose: { type: 'boolean', default: false },
  },
});

/**
 * Shows the lines of the test reporter; with `--verbose` all of the extension host's. All lines are in a file, to look
 * at afterward.
 */
function printer(release: Release): (line: string) => void {
  mkdirSync('out/log', { recursive: true });
  const log = createWriteStream(`out/log/integration-${release.name}.log`);
  return (text) => {
    log.write(`${text}\n`);
    for (const line of text.split('\n')) {
      if (line.startsWith('│')) console.log(line.slice(2));
      else if (flags.verbose) console.log(line);
    }
  };
}

async function runIn(release: Release): Promise<boolean> {
  console.log(`\nVS Code ${release.version} (${release.name})`);
  const vscode = await getVsCode(release);
  const started = Date.now();
  const run = runSuite(vscode, {
    suite: 'out/integration/index',
    workspace: copySampleWorkspace(),
    timeout: Number(flags.timeout) * 1_000,
    env: {
      SKILL_PUBLISHER_TEST_SUITES: flags.suites,
      ...(flags.grep === undefined ? {} : { SKILL_PUBLISHER_TEST_GREP: flags.grep }),
    },
    print: printer(release),
  });
  const code = await run.catch((error: unknown) => {
    console.log(error instanceof Error ? error.message : String(error));
    return 1;
  });
  const seconds = Math.round((Date.now() - started) / 1_000);
  console.log(
    `VS Code ${release.version}: ${code === 0 ? 'passed' : 'FAILED'} in ${seconds} s; all output: ` +
      `out/log/integration-${release.name}.log`,
  );
  return code === 0;
}

let ok = true;
for (const release of flags.vscode?.map(findRelease) ?? releases) ok = (await runIn(release)) && ok;
process.exit(ok ? 0 : 1);
