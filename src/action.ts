import { version } from '../package.json';
import { runAction } from './action/run.ts';

const controller = new AbortController();
const giveUp = new AbortController();
// A job that is canceled gets the one, and seven and a half seconds later the other.
process.on('SIGINT', () => {
  controller.abort();
});
process.on('SIGTERM', () => {
  controller.abort();
  giveUp.abort();
});

void runAction(
  {
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
    signal: controller.signal,
    giveUp: giveUp.signal,
    env: process.env,
    cwd: process.cwd(),
  },
  version,
).then((code) => {
  // Whatever still runs has no one left to answer to.
  process.stdout.write('', () => process.exit(code));
});
