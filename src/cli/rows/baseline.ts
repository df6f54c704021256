import { command } from '../command.ts';
import { judgeFlags } from './lintFlags.ts';

export const baselineFlags = judgeFlags;

export const baseline = command({
  name: 'baseline',
  operands: '[write|prune|check] [<folder>...]',
  summary: 'accept the current problems and report only new ones',
  description:
    'Writes the current problems to the baseline, which validate then leaves out. prune removes ' +
    'entries that were fixed and never adds any; check says whether there is anything to prune. ' +
    'Secrets, unreadable files, and whatever an upload rejects are never in it, and publish ignores ' +
    'it.',
  flags: baselineFlags,
  exitCodes: '0 done, 1 check found entries that are out of date, 2 wrong arguments or configuration, 130 stopped.',
  findings: true,
  load: async () => (await import('../baselineCommand.ts')).baselineCommand,
});
