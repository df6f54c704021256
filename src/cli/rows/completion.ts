import { command, type Command } from '../command.ts';

/** `commands`: all of them, this one too. */
export const completion = (commands: () => readonly Command[]): Command =>
  command({
    name: 'completion',
    operands: 'bash|zsh|fish',
    summary: 'print what makes a shell complete commands and options',
    description:
      'Prints a script for a shell. Put “source <(skill-publisher completion bash)” into ~/.bashrc, the same with zsh into ' +
      '~/.zshrc, or “skill-publisher completion fish | source” into ~/.config/fish/config.fish.',
    flags: {},
    exitCodes: '0 printed, 2 wrong arguments.',
    load: async () => (await import('../completionCommand.ts')).completionOf(commands()),
  });
