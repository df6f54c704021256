import path from 'node:path';
import type { CliIo } from '../../src/cli/io.ts';
import { runCli } from '../../src/cli/run.ts';

export interface CommandLineResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line in this process, in a folder, to its end; it never waits between two tries. */
export async function runCommandLine(
  cwd: string,
  args: readonly string[],
  changes: Partial<CliIo> = {},
): Promise<CommandLineResult> {
  let out = '';
  let err = '';
  const io: CliIo = {
    stdout: (text) => {
      out += text;
    },
    stderr: (text) => {
      err += text;
    },
    signal: new AbortController().signal,
    env: { XDG_STATE_HOME: path.join(cwd, '.state') },
    cwd,
    delay: () => Promise.resolve(),
    ...changes,
  };
  const code = await runCli(args, io, '1.2.3');
  return { code, out, err };
}
