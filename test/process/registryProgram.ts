import process from 'node:process';
import { registryCommand } from '../../src/cli/registryCommand.ts';

/** `skill-publisher registry` as a process, for tests that kill it. */
const stop = new AbortController();
process.once('SIGTERM', () => {
  stop.abort();
});
void registryCommand(process.argv.slice(2), {
  stdout: (text) => {
    process.stdout.write(text);
  },
  stderr: (text) => {
    process.stderr.write(text);
  },
  signal: stop.signal,
  env: process.env,
  cwd: process.cwd(),
}).then((code) => {
  process.exitCode = code;
});
