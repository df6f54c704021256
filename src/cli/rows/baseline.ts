import { command } from '../command.ts';
import { judgeFlags } from './lintFlags.ts';

export const baselineFlags = judgeFlags;

export const baseline = command({
  name: 'baseline',
  operands: '[write|prune|check] [<folder>...]',
  summary: 'accept the problems of today, report only new ones',
  description:
    'Writes what is wrong now to the baseline, which validate then leaves out; prune takes away what was solved and ' +
    'never adds; check says whether there is anything to prune. Secrets, unreadable files and what the upload refuses ' +
    'never stand in it, and publish does not read it.',
  flags: baselineFlags,
  exitCodes: '0 done, 1 check found entries that are out of date, 2 wrong arguments or configuration, 130 stopped.',
  findings: true,
  load: async () => (await import('../baselineCommand.ts')).baselineCommand,
});
