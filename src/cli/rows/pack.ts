import { command, type Flags } from '../command.ts';

/** Options of the commands that can let single places pass. */
const allowSecretFlags = {
  'allow-secret': {
    value: 'FINGERPRINT',
    many: true,
    help:
      'continue although this place looks like a secret; repeatable, and remembered in the publish history by a publish. Your own key ' +
      'is never published',
  },
  'allow-secrets': { help: undefined },
} as const satisfies Flags;

/** Options of the commands that remember it. */
export const rememberSecretFlags = {
  ...allowSecretFlags,
  reason: { value: 'TEXT', help: 'why the places of --allow-secret are not secrets' },
} as const satisfies Flags;

export const packFlags = {
  output: { short: 'o', value: 'FILE', help: 'where to write it (default: <name>.zip in the current folder)' },
  ...allowSecretFlags,
  list: { help: 'only list what would be included and excluded' },
} as const satisfies Flags;

export const pack = command({
  name: 'pack',
  operands: '<folder>',
  summary: 'write the archive that would be published',
  description: 'Writes the archive that publish would send: the same folder gives the same bytes on every machine.',
  flags: packFlags,
  exitCodes: '0 packed, 1 the skill has errors or secrets, 2 wrong arguments, 130 stopped.',
  load: async () => (await import('../packCommand.ts')).packCommand,
});
