import { command, type Flags } from '../command.ts';
import { connectionFlags } from './connectionFlags.ts';
import { allowSecretFlags } from './pack.ts';

export const publishFlags = {
  ...connectionFlags,
  'dry-run': { help: 'show what would happen and stop; writes nothing' },
  format: {
    value: 'FORMAT',
    words: ['text', 'json'],
    help:
      'text (default) or json: always one object {format: 1, plan, outcome, error, repaired}, what is not there is ' +
      'null; lines and characters count from 0',
  },
  yes: { help: 'publish without asking' },
  note: { value: 'TEXT', help: 'release note, kept in the ledger' },
  'no-author': { help: "do not keep who published (Git's user.name) in the ledger" },
  workspace: {
    value: 'DIR',
    help:
      'folder of the ledger .skill-publisher.json (default: the nearest one above, else the git work tree, else the ' +
      'current folder)',
  },
  'new': { help: 'publish as a new skill although one is known' },
  'skill-id': { value: 'ID', help: 'publish as a version of this skill' },
  'allow-unchanged': { help: 'publish although nothing changed' },
  'allow-newer': { help: 'publish over a version that was published from elsewhere' },
  ...allowSecretFlags,
  reason: { value: 'TEXT', help: 'why the places of --allow-secret hold no secret' },
  'send-again': { help: 'publish although it is not known whether an earlier upload arrived' },
} as const satisfies Flags;

export const publish = command({
  name: 'publish',
  operands: '<folder>',
  summary: 'publish a skill folder, after showing what would happen',
  description:
    'Publishes a skill folder as a new skill, or as a new version of the skill it was published as. Callers that do ' +
    'not pin a version get it at once. What would happen is shown first; nothing is sent without --yes or a yes at ' +
    'the terminal.',
  flags: publishFlags,
  exitCodes:
    '0 published, or nothing changed; 1 not published; 2 wrong arguments; 3 not known whether it was published; 130 ' +
    'stopped before anything was sent. Ctrl+C after that waits for what became of the upload; once more gives that up ' +
    '(3). After a 3 the upload is remembered for this user (XDG_STATE_HOME), and the next run looks for it before it ' +
    'sends anything.',
  load: async () => (await import('../publishCommand.ts')).publishCommand,
});
