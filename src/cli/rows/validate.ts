import { command, type Flags } from '../command.ts';

export const validateFlags = {
  target: {
    value: 'TARGET',
    words: ['api', 'claude-code', 'vscode', 'spec'],
    help: 'api (default), claude-code, vscode or spec',
  },
  format: {
    value: 'FORMAT',
    words: ['text', 'json'],
    help: 'text (default) or json: an array of {folder, problems}; lines and characters count from 0',
  },
} as const satisfies Flags;

export const validate = command({
  name: 'validate',
  operands: '[<folder>...]',
  summary: 'check skill folders',
  description:
    'Checks skill folders: SKILL.md, the files that would travel, and the limits of the target; several folders also ' +
    'against each other. A folder that is no skill is searched for skills; without one, the current folder.',
  flags: validateFlags,
  exitCodes: '0 no errors (warnings are free), 1 errors, 2 wrong arguments, 130 stopped.',
  load: async () => (await import('../validateCommand.ts')).validateCommand,
});
