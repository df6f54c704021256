import process from 'node:process';
import type { CliIo } from '../../src/cli/io.ts';
import { runCli } from '../../src/cli/run.ts';

/** `skill-publisher registry` as a process, for tests that kill it. */
const stop = new AbortController();
process.once('SIGTERM', () => {
  stop.abort();
});
const io: CliIo = {
  stdout: (text) => {
    process.stdout.write(text);
  },
  stderr: (text) => {
    process.stderr.write(text);
  },
  signal: stop.signal,
  env: process.env,
  cwd: process.cwd(),
};
void runCli(['registry', ...process.argv.slice(2)], io, '').then((code) => {
  process.exitCode = code;
});
