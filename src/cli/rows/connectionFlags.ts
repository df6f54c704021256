import type { Flags } from '../command.ts';

/** Options that name a Skills API. */
export const connectionFlags = {
  connection: {
    value: 'NAME',
    words: ['anthropic', 'local'],
    help: 'anthropic (default), or local: the registry started by “skill-publisher registry” on port 4010',
  },
  'base-url': { value: 'URL', help: 'another Skills API; https only, or http for this machine' },
  'api-key-env': {
    value: 'NAME',
    help:
      'environment variable that holds the API key (default: ANTHROPIC_API_KEY, for anthropic only; ' +
      'SKILL_REGISTRY_API_KEY for this machine). Keys are never taken as arguments and never printed',
  },
  'workspace-id': {
    value: 'ID',
    help: 'workspace to use when the key has access to several; always required with federation',
  },
  auth: {
    value: 'WAY',
    words: ['auto', 'key', 'profile', 'federation'],
    help: 'how to sign in: auto (default, if there is only one way), key, profile, or federation',
  },
  profile: { value: 'NAME', help: 'profile of “ant auth login”; in CI, only a profile named here is used' },
  'federation-rule': {
    value: 'ID',
    help: 'sign in without a key, with an identity token (ANTHROPIC_FEDERATION_RULE_ID)',
  },
  organization: { value: 'ID', help: 'organization of the federation rule (ANTHROPIC_ORGANIZATION_ID)' },
  'service-account': { value: 'ID', help: 'service account to act as (ANTHROPIC_SERVICE_ACCOUNT_ID)' },
  'identity-token-file': {
    value: 'FILE',
    help:
      'file with the identity token (ANTHROPIC_IDENTITY_TOKEN_FILE, or the token itself in ' +
      'ANTHROPIC_IDENTITY_TOKEN; in GitHub Actions, one is requested)',
  },
  audience: { value: 'URL', help: 'audience of the identity token from GitHub (default: https://api.anthropic.com)' },
  dialect: {
    value: 'DIALECT',
    words: ['auto', 'ga', 'skills-2025-10-02'],
    help: 'auto (default), ga, or skills-2025-10-02',
  },
} as const satisfies Flags;

/** How the answer is written. */
export const formatFlag = {
  format: { value: 'FORMAT', words: ['text', 'json'], help: 'text (default) or json' },
} as const satisfies Flags;
