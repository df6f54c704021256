import type { Flags } from '../command.ts';

/** Options that name a Skills API. */
export const connectionFlags = {
  connection: {
    value: 'NAME',
    words: ['anthropic', 'local'],
    help: 'anthropic (default) or local: the registry of “skill-publisher registry” on port 4010',
  },
  'base-url': { value: 'URL', help: 'another Skills API; https only, http for this machine' },
  'api-key-env': {
    value: 'NAME',
    help:
      'environment variable that holds the API key (default: ANTHROPIC_API_KEY, for anthropic only; ' +
      'SKILL_REGISTRY_API_KEY for this machine). Keys are never taken as arguments, and never printed',
  },
  'workspace-id': { value: 'ID', help: 'workspace to work in, where the key may use several' },
  dialect: {
    value: 'DIALECT',
    words: ['auto', 'ga', 'skills-2025-10-02'],
    help: 'auto (default), ga or skills-2025-10-02',
  },
} as const satisfies Flags;

/** How the answer is written. */
export const formatFlag = {
  format: { value: 'FORMAT', words: ['text', 'json'], help: 'text (default) or json' },
} as const satisfies Flags;
