import { command, type Flags } from '../command.ts';
import { connectionFlags, formatFlag } from './connectionFlags.ts';

export const authFlags = { ...connectionFlags, ...formatFlag } as const satisfies Flags;

export const auth = command({
  name: 'auth',
  operands: 'status',
  summary: 'say who requests are made as, and whether the service agrees',
  description:
    'Signs in as every other command does, asks the service for one skill, and says who that was. Lists every way to ' +
    'sign in that flags, environment and profiles offer, and which one is used. Never shows a key or a token.',
  flags: authFlags,
  exitCodes: '0 signed in, 1 not, 2 wrong arguments, 130 stopped.',
  load: async () => (await import('../authCommand.ts')).authCommand,
});
