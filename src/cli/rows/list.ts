import { command, type Flags } from '../command.ts';
import { connectionFlags, formatFlag } from './connectionFlags.ts';

export const listFlags = {
  ...connectionFlags,
  source: { value: 'SOURCE', words: ['custom', 'anthropic', 'all'], help: 'custom (default), anthropic, or all' },
  ...formatFlag,
} as const satisfies Flags;

export const list = command({
  name: 'list',
  operands: '[<skill id>]',
  summary: 'list published skills, or the versions of one',
  description:
    'Lists the skills of a Skills API, newest first, or the versions of one skill, with who ' +
    'published them, as recorded in the publish history .skill-publisher.json at or above the ' +
    'current folder.',
  flags: listFlags,
  exitCodes: '0 listed, 1 the service could not be asked, 2 wrong arguments, 130 stopped.',
  load: async () => (await import('../listCommand.ts')).listCommand,
});
