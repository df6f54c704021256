import { command, type Flags } from '../command.ts';
import { acceptFlags } from './choiceFlags.ts';
import { connectionFlags, formatFlag } from './connectionFlags.ts';

export const impactFlags = {
  against: {
    value: 'OLD',
    help: 'the older side: a folder, a zip archive, or a published version (default: the latest)',
  },
  target: {
    value: 'TARGET',
    words: ['api', 'claude-code', 'vscode', 'spec'],
    help: 'where the skill runs: api (default), claude-code, vscode, or spec',
  },
  'fail-on': {
    value: 'LIST',
    help:
      'exit 1 if there is such a finding: classes (breaking, wider, narrower, cost, neutral), each ' +
      'optionally with a minimum severity after a colon, for example breaking,wider:high',
  },
  ...acceptFlags,
  reason: { value: 'TEXT', help: 'why the changes of --accept-change are intended' },
  ...formatFlag,
  ...connectionFlags,
} as const satisfies Flags;

export const impact = command({
  name: 'impact',
  operands: '<folder>',
  summary: 'show what a new version changes for users and callers',
  description:
    'Compares two versions of a skill: what breaks, what it can newly do, what it no longer does, and what it costs. ' +
    'Nothing is run. If --against names neither a folder nor an archive, the published version is downloaded; the ' +
    'publish history says which skill it is. A change that was accepted for the same content, here with ' +
    '--accept-change or in the publish history, does not count for --fail-on.',
  flags: impactFlags,
  exitCodes: '0 compared, 1 a finding of --fail-on or no older side, 2 wrong arguments, 130 stopped.',
  findings: true,
  load: async () => (await import('../impactCommand.ts')).impactCommand,
});
