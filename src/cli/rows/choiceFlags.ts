import type { Flags } from '../command.ts';
import { rememberSecretFlags } from './pack.ts';

/** Options that say that a change for users is meant. */
export const acceptFlags = {
  'accept-change': {
    value: 'CODE:SUBJECT',
    many: true,
    help:
      'accept this change for users, named as “plan” and “impact” show it; repeatable, and “publish” keeps it with ' +
      'the version',
  },
} as const satisfies Flags;

/** Options that decide something for one publish. */
export const choiceFlags = {
  'new': { help: 'publish as a new skill even if one is known' },
  'skill-id': { value: 'ID', help: 'publish as a version of this skill' },
  'allow-unchanged': { help: 'publish even if nothing changed' },
  'allow-newer': { help: 'publish over a version that this folder is not based on' },
  ...rememberSecretFlags,
  ...acceptFlags,
  reason: {
    value: 'TEXT',
    help: 'why the places of --allow-secret are not secrets, or the changes of --accept-change are intended',
  },
} as const satisfies Flags;
