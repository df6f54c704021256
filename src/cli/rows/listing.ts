import { command, type Flags } from '../command.ts';
import { formatFlag } from './connectionFlags.ts';

export const listingFlags = {
  agent: {
    value: 'ID',
    words: [
      'claude-code',
      'claude-code-200k',
      'claude-code-older',
      'codex',
      'codex-unknown-window',
      'vscode',
      'vscode-skill-tool',
      'copilot',
      'gemini',
      'opencode',
      'goose',
      'api',
    ],
    help:
      'whose list: claude-code (1M context), claude-code-200k, codex, vscode, gemini, api … (default: the agent whose ' +
      'folders are there, else claude-code)',
  },
  window: { value: 'TOKENS', help: 'context window, for agents whose budget is a share of it' },
  ...formatFlag,
  'fail-on': {
    value: 'STATE',
    words: ['omitted', 'name-only', 'cut'],
    help: 'exit 1 if a skill is in this state or a worse one: cut, then only its name is sure, then omitted',
  },
} as const satisfies Flags;

export const listing = command({
  name: 'listing',
  operands: '[<folder>...]',
  summary: 'show what a model sees of your skills before it chooses one',
  description:
    'Lists skills the way an agent does: which are described, cut, or only named, and what they ' +
    'cost. Based on facts that were read in one version of each agent; nothing is started. JSON ' +
    'contains the exact text.',
  flags: listingFlags,
  exitCodes: '0 listed, 1 a skill is in the state of --fail-on, 2 wrong arguments, 130 stopped.',
  findings: true,
  load: async () => (await import('../listingCommand.ts')).listingCommand,
});
