import { command } from '../command.ts';
import { formatFlag } from './connectionFlags.ts';

export const explainFlags = formatFlag;

export const explain = command({
  name: 'explain',
  operands: '<rule>',
  summary: 'explain a rule',
  description: 'Prints the documentation of one rule, for example name/charset; without a rule, lists all rules.',
  flags: explainFlags,
  exitCodes: '0 printed, 1 there is no such rule, 2 wrong arguments.',
  load: async () => (await import('../explainCommand.ts')).explainCommand,
});
