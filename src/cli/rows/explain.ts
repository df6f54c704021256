import { command } from '../command.ts';
import { formatFlag } from './connectionFlags.ts';

export const explainFlags = formatFlag;

export const explain = command({
  name: 'explain',
  operands: '<rule>',
  summary: 'say what a rule wants, and why',
  description: 'Prints the documentation of one rule, for example name/charset; without a rule, the list of all.',
  flags: explainFlags,
  exitCodes: '0 printed, 1 there is no such rule, 2 wrong arguments.',
  load: async () => (await import('../explainCommand.ts')).explainCommand,
});
