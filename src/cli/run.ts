import type { CliIo } from './io.ts';

/**
 * Runs the command line after the program's name; resolves to the exit code. Never rejects: an error that nobody
 * expects is told as the bug that it is, with exit code 2.
 */
export async function runCli(args: readonly string[], process: CliIo, version: string): Promise<number> {
  const io = await guardOutput(process);
  try {
    return await runCommand(args, io, version);
  } catch (error) {
    const { bugReport } = await import('./bugReport.ts');
    io.stderr(bugReport(error, version));
    return 2;
  }
}

/** Nothing that was read acts on a terminal, or becomes a command in the log of a CI service. */
export async function guardOutput(io: CliIo): Promise<CliIo> {
  const [{ isCiLog, withoutCommands }, { withoutControls }] = await Promise.all([
    import('./workflowCommands.ts'),
    import('../core/text/controls.ts'),
  ]);
  const { ask } = io;
  const inCi = isCiLog(io.env);
  const styled = inCi ? streamsOf(io, withoutCommands) : { stdout: io.stdout, stderr: io.stderr };
  const guarded = {
    ...io,
    ...streamsOf(styled, withoutControls),
    styled,
    ask: ask && ((question: string) => ask(withoutControls(question))),
  };
  if (!inCi) return guarded;
  return {
    ...guarded,
    command: io.stdout,
    mask: (secret) => {
      if (io.env['GITHUB_ACTIONS'] === 'true') io.stderr(`::add-mask::${secret}\n`);
    },
  };
}

type Streams = Pick<CliIo, 'stdout' | 'stderr'>;

function streamsOf({ stdout, stderr }: Streams, change: (text: string) => string): Streams {
  return {
    stdout: (text) => {
      stdout(change(text));
    },
    stderr: (text) => {
      stderr(change(text));
    },
  };
}

async function runCommand(args: readonly string[], io: CliIo, version: string): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--version') {
    io.stdout(`${version}\n`);
    return 0;
  }
  const { commands } = await import('./commands.ts');
  const command = commands.find((each) => each.name === name);
  if (!command) return answerNoCommand(name, io);
  if (rest.includes('--help') || rest.includes('-h')) {
    io.stdout((await import('./help.ts')).commandHelp(command));
    return 0;
  }
  try {
    return await command.run(rest, { ...io, version });
  } catch (error) {
    if (io.signal.aborted && error instanceof Error && error.name === 'AbortError') {
      io.stderr('Stopped.\n');
      return 130;
    }
    const { UsageError } = await import('./arguments.ts');
    if (error instanceof UsageError) {
      io.stderr(`${error.message.replace(/(?<![.?])$/, '.')}\nSee skill-publisher ${command.name} --help.\n`);
      return 2;
    }
    const { isSystemError } = await import('../node/disk/systemError.ts');
    if (isSystemError(error)) {
      const { redact } = await import('../core/registry/redact.ts');
      io.stderr(`${redact(error.message, [])}\n`);
      return command.findings === true ? 2 : 1;
    }
    throw error;
  }
}

/** Answers what names no command. */
async function answerNoCommand(name: string | undefined, io: CliIo): Promise<number> {
  const [{ commands }, { toolHelp }] = await Promise.all([import('./commands.ts'), import('./help.ts')]);
  const help = toolHelp(commands);
  if (name === '--help' || name === '-h' || name === 'help') {
    io.stdout(help);
    return 0;
  }
  if (name === undefined) io.stderr(help);
  else {
    const { findMeant } = await import('../core/text/meant.ts');
    const names = commands.map((each) => each.name);
    const meant = findMeant(name, names);
    io.stderr(`There is no command '${name}'.${meant === undefined ? '' : ` Did you mean ${meant}?`}\n\n${help}`);
  }
  return 2;
}
