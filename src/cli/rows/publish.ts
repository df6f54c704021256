import { command, type Flags } from '../command.ts';
import { choiceFlags } from './choiceFlags.ts';
import { connectionFlags } from './connectionFlags.ts';

export const publishFlags = {
  ...connectionFlags,
  'dry-run': { help: 'show what would happen; writes nothing' },
  format: {
    value: 'FORMAT',
    words: ['text', 'json'],
    help:
      'text (default) or json: always one object {format: 1, plan, outcome, error, repaired}, what is not there is ' +
      'null; lines and characters count from 0',
  },
  yes: { help: 'publish without asking' },
  note: { value: 'TEXT', help: 'release note, kept in the publish history' },
  'no-author': { help: "do not record who published (Git's user.name) in the publish history" },
  ledger: {
    value: 'WHERE',
    words: ['commit', 'branch', 'file'],
    help:
      'where to keep the publish history: in a file here (default), or pushed as a commit, to its own ' +
      'branch skill-publisher-ledger (branch, the default in CI) or to the branch of the skills ' +
      '(commit). Plans read that branch too',
  },
  workspace: {
    value: 'DIR',
    help:
      'folder of the publish history .skill-publisher.json (default: the nearest one above, else the git work tree, else the ' +
      'current folder)',
  },
  ...choiceFlags,
  'send-again': { help: 'publish even if it is unknown whether an earlier upload arrived' },
  plan: {
    value: 'DIR',
    help:
      'publish exactly what “skill-publisher plan --out DIR” wrote, if it is still valid; takes no ' +
      'folder and no other choices',
  },
  digest: { value: 'DIGEST', help: 'with --plan: only the plan with this digest' },
  'max-age': { value: 'TIME', help: 'with --plan: only a plan younger than this, for example 2h; never more than 72h' },
  rebuild: {
    help:
      'with --plan: pack the skills of the work tree instead of using the archives of the plan; the ' +
      'bytes must be the same',
  },
  result: { value: 'FILE', help: 'with --plan: write what happened to each skill, as JSON, in any case' },
} as const satisfies Flags;

export const publish = command({
  name: 'publish',
  operands: '<folder>',
  summary: 'publish a skill folder, after showing what would happen',
  description:
    'Publishes a skill folder as a new skill, or as a new version of the skill it was published as. ' +
    'Callers that do not pin a version get it immediately. What would happen is shown first; nothing ' +
    'is sent without --yes or a yes at the terminal.',
  flags: publishFlags,
  exitCodes:
    '0 published, or nothing changed; 1 not published; 2 wrong arguments; 3 unknown whether it was ' +
    'published; 130 stopped before anything was sent. After that, Ctrl+C waits until it is known ' +
    'what happened to the upload; a second one gives up (3). After a 3, the upload is remembered for ' +
    'this user (XDG_STATE_HOME), and the next run checks for it before it sends anything.',
  load: async () => (await import('../publishCommand.ts')).publishCommand,
});
