import { command, type Flags } from '../command.ts';
import { connectionFlags, formatFlag } from './connectionFlags.ts';

export const authFlags = { ...connectionFlags, ...formatFlag } as const satisfies Flags;

export const auth = command({
  name: 'auth',
  operands: 'status',
  summary: 'show who you are signed in as, and check it with the service',
  description:
    'Signs in like every other command, asks the service for one skill, and says who you are. Lists ' +
    'every way to sign in found in flags, the environment, and profiles, and which one is used. ' +
    'Never shows a key or token.',
  flags: authFlags,
  exitCodes: '0 signed in, 1 not signed in, 2 wrong arguments, 130 stopped.',
  load: async () => (await import('../authCommand.ts')).authCommand,
});
