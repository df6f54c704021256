import { command, type Flags } from '../command.ts';
import { acceptFlags } from './choiceFlags.ts';
import { connectionFlags, formatFlag } from './connectionFlags.ts';

export const impactFlags = {
  against: {
    value: 'OLD',
    help: 'the older side: a folder, a zip archive, or a version of the published skill (default: the latest one)',
  },
  target: {
    value: 'TARGET',
    words: ['api', 'claude-code', 'vscode', 'spec'],
    help: 'where the skill runs: api (default), claude-code, vscode or spec',
  },
  'fail-on': {
    value: 'LIST',
    help:
      'exit 1 when there is such a finding: classes (breaking, wider, narrower, cost, neutral), each with a least ' +
      'severity behind a colon if wanted, for example breaking,wider:high',
  },
  ...acceptFlags,
  reason: { value: 'TEXT', help: 'why the changes of --accept-change are meant' },
  ...formatFlag,
  ...connectionFlags,
} as const satisfies Flags;

export const impact = command({
  name: 'impact',
  operands: '<folder>',
  summary: 'show what a new version changes for users and callers',
  description:
    'Compares two versions of a skill: what breaks, what it newly can do, what it does less, what it costs. Nothing is ' +
    'run. Where --against names no folder and no archive, the published version is downloaded; the publish history ' +
    'says of which skill. A change that is accepted for the same content, with --accept-change here or in the publish ' +
    'history, does not count for --fail-on.',
  flags: impactFlags,
  exitCodes: '0 compared, 1 a finding of --fail-on or no older side, 2 wrong arguments, 130 stopped.',
  findings: true,
  load: async () => (await import('../impactCommand.ts')).impactCommand,
});
