import { command, type Flags } from '../command.ts';
import { connectionFlags, formatFlag } from './connectionFlags.ts';
import { choiceFlags } from './choiceFlags.ts';

export const planFlags = {
  ...connectionFlags,
  out: { value: 'DIR', help: 'write plan.json and the archives here, for “skill-publisher publish --plan DIR”' },
  offline: {
    help:
      'use only the work tree and the publish history, for pull requests: no sign-in and no requests. ' +
      'Such a plan is only for reading, so there is no --out',
  },
  ...formatFlag,
  note: { value: 'TEXT', help: 'release note, kept in the publish history' },
  'no-author': { help: "do not record who publishes (Git's user.name)" },
  ...choiceFlags,
  expires: { value: 'TIME', help: 'how long the plan is valid, for example 24h or 30m (default and maximum: 72h)' },
  compare: {
    value: 'DIR',
    help: 'exit 1 unless the plan in this folder does the same, and name the skills that differ',
  },
} as const satisfies Flags;

export const plan = command({
  name: 'plan',
  operands: '[<folder>...]',
  summary: 'work out what publishing would do, for review and for another job to carry out',
  description:
    'Plans a publish of every skill below the folders (default: the current folder): what changes, ' +
    'what stands in the way, and the exact bytes. Only reads. Later, exactly this is published, or ' +
    'nothing.',
  flags: planFlags,
  exitCodes:
    '0 planned, also with nothing to do; 1 a skill cannot be published, the registry cannot be asked, or --compare ' +
    'found another plan; 2 wrong arguments; 130 stopped.',
  load: async () => (await import('../planCommand.ts')).planCommand,
});
