import type { Flags } from '../command.ts';

/** Options that say how skills are judged. */
export const judgeFlags = {
  target: {
    value: 'TARGET',
    words: ['api', 'claude-code', 'vscode', 'spec'],
    help: 'where the skills will run: api (default), claude-code, vscode, or spec',
  },
  config: {
    value: 'FILE',
    help: 'configuration (default: the nearest skill-publisher.config.json at or above each skill)',
  },
  rule: {
    value: 'ID=SEVERITY',
    many: true,
    help: 'change the severity of a rule: error, warning, information, hint, or off; repeatable',
  },
  baseline: {
    value: 'FILE',
    help: 'file of known problems (default: .skill-publisher-baseline.json, if there is one)',
  },
  quiet: { help: 'show only errors, and no progress' },
  color: { value: 'WHEN', words: ['auto', 'always', 'never'], help: 'auto (default), always, or never' },
} as const satisfies Flags;

/** Options of what is reported. */
export const lintFlags = {
  ...judgeFlags,
  'no-baseline': { help: 'report known problems too' },
  format: {
    value: 'FORMAT',
    words: ['text', 'concise', 'json', 'sarif', 'github', 'gitlab', 'junit'],
    help:
      'text (default), concise (a line per problem), json (an array of {folder, problems}; lines and characters count ' +
      'from 0), sarif, github (annotations), gitlab (code quality), or junit',
  },
} as const satisfies Flags;
