import { command, type Flags } from '../command.ts';
import { choiceFlags } from './choiceFlags.ts';
import { connectionFlags } from './connectionFlags.ts';

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
  note: { value: 'TEXT', help: 'release note, kept in the publish history' },
  'no-author': { help: "do not keep who published (Git's user.name) in the publish history" },
  ledger: {
    value: 'WHERE',
    words: ['commit', 'branch', 'file'],
    help:
      'keep the publish history in a file here (default), or in CI pushed as a commit: to a branch skill-publisher-ledger of its ' +
      'own (branch, the default there), or to the branch of the skills (commit). Plans read that branch too',
  },
  workspace: {
    value: 'DIR',
    help:
      'folder of the publish history .skill-publisher.json (default: the nearest one above, else the git work tree, else the ' +
      'current folder)',
  },
  ...choiceFlags,
  'send-again': { help: 'publish although it is not known whether an earlier upload arrived' },
  plan: {
    value: 'DIR',
    help:
      'publish exactly what “skill-publisher plan --out DIR” wrote, as long as it still holds; takes no folder and ' +
      'no other choices',
  },
  digest: { value: 'DIGEST', help: 'with --plan: only the plan of this digest' },
  'max-age': { value: 'TIME', help: 'with --plan: only a plan that is younger, for example 2h; never longer than 72h' },
  rebuild: {
    help: 'with --plan: pack the skills of the work tree instead of taking the archives of the plan; same bytes, or nothing',
  },
  result: { value: 'FILE', help: 'with --plan: write what became of each skill, as JSON, whatever happens' },
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
