import { command, type Flags } from '../command.ts';
import { connectionFlags, formatFlag } from './connectionFlags.ts';
import { rememberSecretFlags } from './pack.ts';

const published = '<skill> is an ID, or a folder that was published; a version is latest, v3 (the third), or an ID.';
const codes = '0 done, 1 not done, 2 wrong arguments, 130 stopped.';
const writing = {
  'dry-run': { help: 'show what would happen; changes nothing' },
  yes: { help: 'do not ask for confirmation' },
} as const satisfies Flags;

export const initFlags = {
  kind: {
    value: 'KIND',
    words: ['instructions', 'scripts', 'references'],
    help: 'what the skill consists of (default: instructions, one SKILL.md)',
  },
} as const satisfies Flags;

export const init = command({
  name: 'init',
  operands: '<folder>',
  summary: 'create a skill',
  description: 'Creates a folder with a SKILL.md to fill in; the last part of its path is the name of the skill.',
  flags: initFlags,
  exitCodes: '0 created, 1 the folder already exists, 2 wrong arguments.',
  load: async () => (await import('../initCommand.ts')).initCommand,
});

export const versionsFlags = { ...connectionFlags, ...formatFlag } as const satisfies Flags;

export const versions = command({
  name: 'versions',
  operands: '<skill>',
  summary: 'list the versions of a skill',
  description:
    'Lists the versions of a published skill, newest first: number, age, who published it, release ' +
    `note, and ID. ${published}`,
  flags: versionsFlags,
  exitCodes: '0 listed, 1 the service could not be asked, or has no such skill, 2 wrong arguments, 130 stopped.',
  load: async () => (await import('../versionsCommand.ts')).versionsCommand,
});

export const compareFlags = {
  ...connectionFlags,
  format: {
    value: 'FORMAT',
    words: ['text', 'patch', 'json'],
    help: 'text (default): the files that differ; patch: the lines that differ; json: an array of {path, kind}',
  },
} as const satisfies Flags;

export const compare = command({
  name: 'compare',
  operands: '<folder | skill@version> [<folder | skill@version>]',
  summary: 'show how folders and versions differ',
  description:
    'Compares two sides, each a skill folder as it would be published or a published version; a single folder is ' +
    `compared with the latest version it was published as. ${published}`,
  flags: compareFlags,
  exitCodes: '0 identical, 1 different, or a side could not be read, 2 wrong arguments, 130 stopped.',
  load: async () => (await import('../compareCommand.ts')).compareCommand,
});

export const pullFlags = { ...connectionFlags, ...writing } as const satisfies Flags;

export const pull = command({
  name: 'pull',
  operands: '<skill[@version]> [<folder>]',
  summary: 'write a published version to a folder',
  description:
    'Writes a version to a folder, all files or none, after showing what changes and what it can do on this ' +
    'computer. The default is the folder that was published, else a new one of its name. Files that are not part of ' +
    `the skill are kept. ${published}`,
  flags: pullFlags,
  exitCodes: codes,
  load: async () => (await import('../pullCommand.ts')).pullCommand,
});

export const restoreFlags = {
  ...connectionFlags,
  ...writing,
  note: { value: 'TEXT', help: 'release note (default: names the version that is restored)' },
  ...rememberSecretFlags,
} as const satisfies Flags;

export const restore = command({
  name: 'restore',
  operands: '<skill@version>',
  summary: 'publish an older version as the newest one',
  description: `Publishes the exact content of an older version as the newest version of the same skill. ${published}`,
  flags: restoreFlags,
  exitCodes: '0 published, or already the latest, 1 not published, 2 wrong arguments, 3 unknown, 130 stopped.',
  load: async () => (await import('../republishCommand.ts')).restoreCommand,
});

export const promoteFlags = {
  ...restoreFlags,
  to: { value: 'NAME', words: ['anthropic', 'local'], help: 'connection to publish to' },
  'to-base-url': { value: 'URL', help: 'another Skills API to publish to' },
  'to-api-key-env': { value: 'NAME', help: 'environment variable that holds its API key' },
  'to-workspace-id': { value: 'ID', help: 'workspace there' },
  'to-auth': { ...connectionFlags.auth, help: 'how to sign in there' },
  'to-profile': { value: 'NAME', help: 'profile of “ant auth login” to sign in with there' },
  'skill-id': { value: 'ID', help: 'publish as a version of this skill there' },
  'new': { help: 'publish as a new skill there even if one of its name is known' },
} as const satisfies Flags;

export const promote = command({
  name: 'promote',
  operands: '<skill@version>',
  summary: 'publish a version to another connection',
  description:
    'Publishes the exact archive of a version to another connection, for example from local to ' +
    `anthropic. ${published}`,
  flags: promoteFlags,
  exitCodes: '0 published, or nothing changed, 1 not published, 2 wrong arguments, 3 unknown, 130 stopped.',
  load: async () => (await import('../republishCommand.ts')).promoteCommand,
});

export const deleteFlags = {
  ...connectionFlags,
  ...writing,
  skill: { help: 'delete the whole skill with all its versions' },
} as const satisfies Flags;

export const deleteRow = command({
  name: 'delete',
  operands: '<skill@version>... | --skill <skill>',
  summary: 'delete versions, or a whole skill',
  description:
    'Deletes versions of one skill, or the whole skill with --skill, after naming everything that ' +
    `will be deleted. ${published}`,
  flags: deleteFlags,
  exitCodes: '0 deleted, 1 not or only partly deleted, 2 wrong arguments, 130 stopped.',
  load: async () => (await import('../deleteCommand.ts')).deleteCommand,
});
