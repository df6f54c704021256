import { summaryOf } from '../../impact/show.ts';
import type { Blocker } from '../guards.ts';
import type { PublishPlan } from '../plan.ts';
import type { Facts, RowName, SheetCase, SheetOptions } from './model.ts';
import { gatedFindings } from './impactRows.ts';
import { errorsOf, placeName, short, tail } from './words.ts';
import { l10n } from '../../text/l10n.ts';

export interface Case {
  readonly case: SheetCase;
  readonly applies: (facts: Facts) => boolean;
  /** What it is about, in at most 60 characters. */
  readonly point: (facts: Facts) => string;
  /** The first of these that there is is the one that Enter takes. */
  readonly preselected: readonly RowName[];
  /** The ways on, after the safe one. */
  readonly ways: readonly RowName[];
  /** How the row that publishes all the same is called, and its button in the second question. */
  readonly despite?: () => { readonly label: string; readonly go: string };
}

const blocks =
  (code: Blocker['code']) =>
  ({ plan }: Facts): boolean =>
    plan.blockers.some((each) => each.code === code);
const firstErrorIs =
  (test: (code: string) => boolean) =>
  (facts: Facts): boolean => {
    const [first] = errorsOf(facts.plan);
    return blocks('problems')(facts) && first !== undefined && test(first.code);
  };

/**
 * The contract of the sheet: what Enter does in each case, and what is said. In every case but `new` and `changed`
 * Enter sends nothing. Later cases (missing evidence) are rows of this table.
 */
export const sheetCases: readonly Case[] = [
  {
    case: 'unsettled',
    applies: ({ options }) => options.unsettled,
    point: ({ plan }) => l10n.t`An earlier upload to ${short(plan.connection.name)} may still arrive`,
    preselected: ['settle'],
    ways: ['despite'],
    despite: () => ({ label: l10n.t`Publish although it may arrive twice…`, go: l10n.t`Publish Anyway` }),
  },
  {
    case: 'nothing',
    applies: blocks('nothing'),
    point: () => l10n.t`There is nothing to publish in this folder`,
    preselected: ['package'],
    ways: [],
  },
  {
    case: 'missing',
    applies: blocks('missing'),
    point: ({ plan }) => l10n.t`The chosen skill is not on ${short(plan.connection.name)}`,
    preselected: ['target'],
    ways: [],
  },
  {
    case: 'readOnly',
    applies: blocks('readOnly'),
    point: ({ plan }) => l10n.t`This skill belongs to ${short(plan.target.readOnly ?? l10n.t`somebody else`)}`,
    preselected: ['package'],
    ways: ['asNew'],
  },
  {
    case: 'ownKey',
    applies: blocks('ownKey'),
    point: ({ plan }) =>
      l10n.t`Your own API key is in ${placeName(plan.secrets.find(({ overridable }) => !overridable))}`,
    preselected: ['open', 'package'],
    ways: [],
  },
  {
    case: 'notScanned',
    applies: blocks('scanFailed'),
    point: () => l10n.t`Not all files could be searched for secrets`,
    preselected: ['package'],
    ways: [],
  },
  {
    case: 'tooCostly',
    applies: firstErrorIs((code) => code.startsWith('check/')),
    point: ({ plan }) => l10n.t`${tail(errorsOf(plan)[0]?.file ?? '')} could not be checked`,
    preselected: ['open', 'package'],
    ways: [],
  },
  {
    case: 'tooLarge',
    applies: firstErrorIs((code) => code === 'package/too-large' || code === 'zip/size'),
    point: () => l10n.t`The upload is larger than the service accepts`,
    preselected: ['package'],
    ways: [],
  },
  {
    case: 'errors',
    applies: blocks('problems'),
    point: ({ plan }) => errorPoint(plan),
    preselected: ['open', 'package'],
    ways: [],
  },
  {
    case: 'dirty',
    applies: ({ plan }) => plan.blockers.some(({ code, choice }) => code === 'dirty' && choice === undefined),
    point: () => l10n.t`Commit first: a clean folder is required`,
    preselected: ['sourceControl'],
    ways: [],
  },
  {
    case: 'secret',
    applies: blocks('secrets'),
    point: ({ plan }) => secretPoint(plan),
    preselected: ['open', 'package'],
    ways: ['allow'],
  },
  {
    case: 'gone',
    applies: blocks('gone'),
    point: ({ plan }) => l10n.t`The published skill was deleted on ${short(plan.connection.name)}`,
    preselected: ['package'],
    ways: ['asNew'],
  },
  {
    case: 'renamed',
    applies: blocks('renamed'),
    point: ({ plan }) => l10n.t`Renamed: published as ${short(plan.target.publishedName ?? '')}`,
    preselected: ['open', 'package'],
    ways: ['asNew'],
  },
  {
    case: 'sameName',
    applies: blocks('sameName'),
    point: ({ plan }) => l10n.t`${short(plan.connection.name)} already has a skill of this name`,
    preselected: ['changes', 'package'],
    ways: ['sameName', 'asNew'],
  },
  {
    case: 'newer',
    applies: blocks('remoteNewer'),
    point: (facts) => newerPoint(facts),
    preselected: ['changes', 'package'],
    ways: ['update', 'despite'],
    despite: () => ({ label: l10n.t`Publish over it…`, go: l10n.t`Publish Over It` }),
  },
  {
    case: 'unchanged',
    applies: blocks('unchanged'),
    point: ({ plan, options }) =>
      plan.publishedFingerprint === undefined || plan.publishedFingerprint === plan.fingerprint
        ? l10n.t`Nothing changed since the latest version${since(plan, options)}`
        : l10n.t`Only line endings differ from the latest version${since(plan, options)}`,
    preselected: ['package'],
    ways: ['despite'],
    despite: () => ({ label: l10n.t`Publish the same content again…`, go: l10n.t`Publish Again` }),
  },
  {
    case: 'production',
    applies: blocks('production'),
    point: ({ plan }) => l10n.t`${short(plan.connection.name)} is a production connection`,
    preselected: ['changes', 'package'],
    ways: ['despite'],
    despite: () => ({ label: l10n.t`Publish to production…`, go: l10n.t`Publish to Production` }),
  },
  {
    case: 'impact',
    applies: ({ plan, options }) => gatedFindings(plan, options.confirmImpact).length > 0,
    point: ({ plan, options }) => summaryOf(gatedFindings(plan, options.confirmImpact)),
    preselected: ['changes', 'package'],
    ways: ['despite', 'accept'],
    despite: () => ({ label: l10n.t`Publish with these changes…`, go: l10n.t`Publish With These Changes` }),
  },
  {
    case: 'changed',
    applies: ({ plan }) => plan.target.kind === 'newVersion',
    point: () => '',
    preselected: ['publish'],
    ways: [],
  },
  { case: 'new', applies: () => true, point: () => '', preselected: ['publish'], ways: [] },
];

function errorPoint(plan: PublishPlan): string {
  const [first, ...others] = errorsOf(plan);
  if (others.length > 0) return l10n.t`Fix ${others.length + 1} errors first`;
  return first === undefined || first.file === ''
    ? l10n.t`1 error in the folder`
    : l10n.t`1 error in ${tail(first.file)}`;
}

function secretPoint({ secrets }: PublishPlan): string {
  const own = secrets.filter(({ overridable }) => overridable);
  return own.length === 1
    ? l10n.t`A possible secret in ${placeName(own[0])}`
    : l10n.t`${own.length} possible secrets, first in ${placeName(own[0])}`;
}

function newerPoint({ plan, options }: Facts): string {
  const { target, connection } = plan;
  const age = target.latestTime === undefined ? '' : `: ${options.ago(target.latestTime)}`;
  if (target.lastGone === true) return l10n.t`Your version was deleted; the latest is another${age}`;
  const other = plan.guards.some(({ kind, skillId }) => kind === 'remoteNewer' && skillId !== target.skillId);
  if (plan.guards.some(({ noted }) => noted === true)) return l10n.t`Not based on the latest version${age}`;
  return other
    ? l10n.t`This folder was published as another skill`
    : l10n.t`Newer on ${short(connection.name)}${age}, not from here`;
}

function since({ target }: PublishPlan, { ago }: SheetOptions): string {
  const age = target.latestTime === undefined ? '' : ago(target.latestTime);
  return age === '' ? '' : ` (${age})`;
}
