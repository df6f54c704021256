import { command, type Command } from '../command.ts';

/** `commands`: all of them, this one too. */
export const completion = (commands: () => readonly Command[]): Command =>
  command({
    name: 'completion',
    operands: 'bash|zsh|fish',
    summary: 'print a completion script for a shell',
    description:
      'Prints a script that makes a shell complete commands and options. Add “source <(skill-publisher ' +
      'completion bash)” to ~/.bashrc, the same with zsh to ~/.zshrc, or “skill-publisher completion ' +
      'fish | source” to ~/.config/fish/config.fish.',
    flags: {},
    exitCodes: '0 printed, 2 wrong arguments.',
    load: async () => (await import('../completionCommand.ts')).completionOf(commands()),
  });
