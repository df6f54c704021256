import path from 'node:path';
import { version } from '../package.json';
import { runCli } from './cli/run.ts';

const controller = new AbortController();
const giveUp = new AbortController();
/** As a shell has it for a process that a signal ended. */
const codes = { SIGINT: 130, SIGTERM: 143 } as const;
/** What these do outlives the signal: an upload is followed up, a file finished, a server closed. The others end at once. */
const finishing = ['publish', 'pack', 'registry'];
let stops = 0;
let stoppedBy: keyof typeof codes = 'SIGINT';
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    stops += 1;
    stoppedBy = name;
    // The first asks to stop; what was sent is still followed up. The second gives that up, and says so. The third
    // waits for nothing.
    if (stops > 2 || !finishing.includes(process.argv[2] ?? '')) process.exit(codes[name]);
    if (stops === 2) giveUp.abort();
    controller.abort();
  });
}
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    void import('./cli/bugReport.ts').then(({ bugReport }) => {
      process.stderr.write(bugReport(error, version), () => process.exit(2));
    });
  });
}
// Nobody reads it anymore, such as `head`: what runs comes to its end, and the exit code tells the truth.
let unwritten: string | undefined;
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // What follows a closed pipe, such as writing to a stream that is gone, says nothing new. A full disk does: of the
    // results something is missing, whatever they are.
    if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED' || stream !== process.stdout) return;
    unwritten ??= error.message;
  });

async function readStdin(): Promise<string> {
  process.stdin.setEncoding('utf8');
  let text = '';
  for await (const part of process.stdin.iterator({ destroyOnReturn: false }) as AsyncIterable<string>) text += part;
  return text;
}

async function askOnTerminal(question: string): Promise<string | undefined> {
  // Not looked at before: to open the standard input takes 3 ms, and most commands never ask.
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  const { createInterface } = await import('node:readline/promises');
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await reader.question(question, { signal: controller.signal });
  } finally {
    reader.close();
  }
}

async function main(): Promise<void> {
  const code = await runCli(
    process.argv.slice(2),
    {
      stdout: (text) => process.stdout.write(text),
      stderr: (text) => process.stderr.write(text),
      signal: controller.signal,
      giveUp: giveUp.signal,
      env: process.env,
      cwd: process.cwd(),
      stdin: readStdin,
      terminal: { stdout: process.stdout.isTTY, stderr: process.stderr.isTTY },
      judgeProgram: path.join(__dirname, 'judge.js'),
      ask: askOnTerminal,
    },
    version,
  );
  process.exitCode = code === codes.SIGINT ? codes[stoppedBy] : code;
  await flushed(process.stdout);
  if (unwritten !== undefined) {
    process.stderr.write(`The output could not be written (${unwritten}).\n`);
    // What 1 says of the results cannot be looked up in them; the others say what happened.
    if (code <= 1) process.exitCode = 2;
  }
  await flushed(process.stderr);
  // Whatever still runs, such as a request over a proxy that is tried again forever, has no one left to answer to.
  process.exit();
}

/** Resolves when everything written so far has been handed on, or cannot be. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => {
      resolve();
    });
  });
}

void main();
