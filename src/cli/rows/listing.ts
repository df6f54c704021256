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
  window: { value: 'TOKENS', help: 'context window, for the agents whose budget is a share of it' },
  ...formatFlag,
  'fail-on': {
    value: 'STATE',
    words: ['omitted', 'name-only', 'cut'],
    help: 'exit 1 when a skill is omitted, or worse than this: only its name is sure, it is cut',
  },
} as const satisfies Flags;

export const listing = command({
  name: 'listing',
  operands: '[<folder>...]',
  summary: 'show what a model sees of skills before it chooses one',
  description:
    'Lists skills as an agent does: which are described, cut or only named, and what they cost. By facts that were read ' +
    'in one version of each agent; nothing is started. JSON holds the very text.',
  flags: listingFlags,
  exitCodes: '0 listed, 1 a skill is in the state of --fail-on, 2 wrong arguments, 130 stopped.',
  findings: true,
  load: async () => (await import('../listingCommand.ts')).listingCommand,
});
