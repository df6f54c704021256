import { redact } from '../core/registry/redact.ts';
import { UsageError } from './arguments.ts';
import type { CliCommand, CliIo } from './io.ts';
import { listCommand, listUsage } from './listCommand.ts';
import { packCommand, packUsage } from './packCommand.ts';
import { publishCommand, publishUsage } from './publishCommand.ts';
import { validateCommand, validateUsage } from './validateCommand.ts';

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

const commands: Readonly<Record<string, Entry>> = {
  validate: { run: validateCommand, usage: validateUsage },
  pack: { run: packCommand, usage: packUsage },
  publish: { run: publishCommand, usage: publishUsage },
  list: { run: listCommand, usage: listUsage },
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
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    io.stderr(`There is no command '${name}'.\n\n${usage}`);
    return 2;
  }
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
    if (error instanceof UsageError) {
      io.stderr(`${error.message.replace(/\.$/, '')}.\nSee skill-publisher ${name} --help.\n`);
      return 2;
    }
    if (isSystemError(error)) {
      io.stderr(`${redact(error.message, [])}\n`);
      return 1;
    }
    throw error;
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}
