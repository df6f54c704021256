import { command, type Flags } from '../command.ts';
import { lintFlags } from './lintFlags.ts';

export const validateFlags = {
  ...lintFlags,
  output: { short: 'o', value: 'FILE', help: 'write the report to a file, and a line per problem to the terminal' },
  fix: { help: 'apply the safe fixes first' },
  unsafe: { help: 'with --fix or --diff: also the preferred fix of each problem; may create and rename files' },
  diff: { help: 'print what --fix would change without writing it; exit 1 if there is anything' },
  since: { value: 'REF', help: 'only skills with a file that was changed by commits since HEAD and REF diverged' },
  staged: { help: 'only skills with a staged file; checked as they are in the work tree' },
  'stdin-path': { value: 'PATH', help: 'check the text on standard input as this file; use - as the folder' },
  'fail-on': {
    value: 'SEVERITY',
    words: ['error', 'warning', 'information', 'hint'],
    help: 'exit 1 for this severity and above (default: error)',
  },
  'max-warnings': { value: 'COUNT', help: 'exit 1 if there are more warnings than this' },
  'strict-baseline': { help: 'exit 1 if the baseline has entries that are out of date' },
} as const satisfies Flags;

export const validate = command({
  name: 'validate',
  operands: '[<folder>...]',
  summary: 'check skills, and fix them',
  description:
    'Checks skill folders: SKILL.md, the files that would be included, and the limits of the target; several folders also ' +
    'against each other. A folder that is not a skill is searched for skills; the default is the current folder.',
  flags: validateFlags,
  exitCodes:
    '0 nothing as severe as --fail-on, 1 findings, or --diff found something to change, 2 wrong arguments or ' +
    'configuration, or a file cannot be read or written, 130 stopped.',
  findings: true,
  load: async () => (await import('../validateCommand.ts')).validateCommand,
});
