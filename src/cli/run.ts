import type { CliCommand, CliIo } from './io.ts';

const usage = `Usage: skill-publisher <command> [arguments]

  validate <folder>...   check skill folders
  pack <folder>          write the archive that would be published
  publish <folder>       publish a skill folder, after showing what would happen
  list [<skill id>]      list published skills, or the versions of one
  registry               serve a local Skills API

  <command> --help       arguments and exit codes of a command
  --version              the version of this tool
`;

interface Entry {
  readonly run: CliCommand;
  readonly usage: string;
}

/** What a command does is loaded when it is run: `--version` loads nothing else. */
const commands: Readonly<Record<string, () => Promise<Entry>>> = {
  validate: async () => {
    const { validateCommand, validateUsage } = await import('./validateCommand.ts');
    return { run: validateCommand, usage: validateUsage };
  },
  pack: async () => {
    const { packCommand, packUsage } = await import('./packCommand.ts');
    return { run: packCommand, usage: packUsage };
  },
  publish: async () => {
    const { publishCommand, publishUsage } = await import('./publishCommand.ts');
    return { run: publishCommand, usage: publishUsage };
  },
  list: async () => {
    const { listCommand, listUsage } = await import('./listCommand.ts');
    return { run: listCommand, usage: listUsage };
  },
};

/** Runs the command line after the program's name; resolves to the exit code. */
export async function runCli(args: readonly string[], io: CliIo, version: string): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    (name === undefined ? io.stderr : io.stdout)(usage);
    return name === undefined ? 2 : 0;
  }
  if (name === '--version') {
    io.stdout(`${version}\n`);
    return 0;
  }
  if (name === 'registry') return (await import('./registryCommand.ts')).registryCommand(rest, io);
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) {
    io.stderr(`There is no command '${name}'.\n\n${usage}`);
    return 2;
  }
  const command = await load();
  if (rest.includes('--help') || rest.includes('-h')) {
    io.stdout(command.usage);
    return 0;
  }
  try {
    return await command.run(rest, io);
  } catch (error) {
    if (io.signal.aborted && error instanceof Error && error.name === 'AbortError') {
      io.stderr('Stopped.\n');
      return 130;
    }
    const { UsageError } = await import('./arguments.ts');
    if (error instanceof UsageError) {
      io.stderr(`${error.message.replace(/\.$/, '')}.\nSee skill-publisher ${name} --help.\n`);
      return 2;
    }
    if (isSystemError(error)) {
      const { redact } = await import('../core/registry/redact.ts');
      io.stderr(`${redact(error.message, [])}\n`);
      return 1;
    }
    throw error;
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}
