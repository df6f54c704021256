import { summaryOf } from '../../impact/show.ts';
import type { Blocker } from '../guards.ts';
import type { PublishPlan } from '../plan.ts';
import type { Facts, RowName, SheetCase, SheetOptions } from './model.ts';
import { gatedFindings } from './impactRows.ts';
import { errorsOf, placeName, short, tail } from './words.ts';

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
  readonly despite?: { readonly label: string; readonly go: string };
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
    point: ({ plan }) => `An earlier upload to ${short(plan.connection.name)} may still arrive`,
    preselected: ['settle'],
    ways: ['despite'],
    despite: { label: 'Publish although it may arrive twice…', go: 'Publish Anyway' },
  },
  {
    case: 'nothing',
    applies: blocks('nothing'),
    point: () => 'There is nothing to publish in this folder',
    preselected: ['package'],
    ways: [],
  },
  {
    case: 'missing',
    applies: blocks('missing'),
    point: ({ plan }) => `The chosen skill is not on ${short(plan.connection.name)}`,
    preselected: ['target'],
    ways: [],
  },
  {
    case: 'readOnly',
    applies: blocks('readOnly'),
    point: ({ plan }) => `This skill belongs to ${short(plan.target.readOnly ?? 'somebody else')}`,
    preselected: ['package'],
    ways: ['asNew'],
  },
  {
    case: 'ownKey',
    applies: blocks('ownKey'),
    point: ({ plan }) => `Your own API key is in ${placeName(plan.secrets.find(({ overridable }) => !overridable))}`,
    preselected: ['open', 'package'],
    ways: [],
  },
  {
    case: 'notScanned',
    applies: blocks('scanFailed'),
    point: () => 'Not all files could be searched for secrets',
    preselected: ['package'],
    ways: [],
  },
  {
    case: 'tooCostly',
    applies: firstErrorIs((code) => code.startsWith('check/')),
    point: ({ plan }) => `${tail(errorsOf(plan)[0]?.file ?? '')} could not be checked`,
    preselected: ['open', 'package'],
    ways: [],
  },
  {
    case: 'tooLarge',
    applies: firstErrorIs((code) => code === 'package/too-large' || code === 'zip/size'),
    point: () => 'The upload is larger than the service accepts',
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
    point: () => 'Commit first: a clean folder is required',
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
    point: ({ plan }) => `The published skill was deleted on ${short(plan.connection.name)}`,
    preselected: ['package'],
    ways: ['asNew'],
  },
  {
    case: 'renamed',
    applies: blocks('renamed'),
    point: ({ plan }) => `Renamed: published as ${short(plan.target.publishedName ?? '')}`,
    preselected: ['open', 'package'],
    ways: ['asNew'],
  },
  {
    case: 'sameName',
    applies: blocks('sameName'),
    point: ({ plan }) => `${short(plan.connection.name)} already has a skill of this name`,
    preselected: ['changes', 'package'],
    ways: ['sameName', 'asNew'],
  },
  {
    case: 'newer',
    applies: blocks('remoteNewer'),
    point: (facts) => newerPoint(facts),
    preselected: ['changes', 'package'],
    ways: ['update', 'despite'],
    despite: { label: 'Publish over it…', go: 'Publish Over It' },
  },
  {
    case: 'unchanged',
    applies: blocks('unchanged'),
    point: ({ plan, options }) =>
      plan.publishedFingerprint === undefined || plan.publishedFingerprint === plan.fingerprint
        ? `Nothing changed since the latest version${since(plan, options)}`
        : `Only line ends differ from the latest version${since(plan, options)}`,
    preselected: ['package'],
    ways: ['despite'],
    despite: { label: 'Publish the same content again…', go: 'Publish Again' },
  },
  {
    case: 'production',
    applies: blocks('production'),
    point: ({ plan }) => `${short(plan.connection.name)} is a production connection`,
    preselected: ['changes', 'package'],
    ways: ['despite'],
    despite: { label: 'Publish to production…', go: 'Publish to Production' },
  },
  {
    case: 'impact',
    applies: ({ plan, options }) => gatedFindings(plan, options.confirmImpact).length > 0,
    point: ({ plan, options }) => summaryOf(gatedFindings(plan, options.confirmImpact)),
    preselected: ['changes', 'package'],
    ways: ['despite', 'accept'],
    despite: { label: 'Publish with these changes…', go: 'Publish With These Changes' },
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
  const { length } = errorsOf(plan);
  return length === 1
    ? `1 error in ${tail(errorsOf(plan)[0]?.file ?? 'the folder')}`
    : `${length} errors must be fixed first`;
}

function secretPoint({ secrets }: PublishPlan): string {
  const own = secrets.filter(({ overridable }) => overridable);
  return own.length === 1
    ? `A possible secret in ${placeName(own[0])}`
    : `${own.length} possible secrets, first in ${placeName(own[0])}`;
}

function newerPoint({ plan, options }: Facts): string {
  const { target, connection } = plan;
  const age = target.latestTime === undefined ? '' : `: ${options.ago(target.latestTime)}`;
  if (target.lastGone === true) return `Your version was deleted; the latest is another${age}`;
  const other = plan.guards.some(({ kind, skillId }) => kind === 'remoteNewer' && skillId !== target.skillId);
  return other
    ? 'This folder was published as another skill'
    : `Newer on ${short(connection.name)}${age}, not from here`;
}

function since({ target }: PublishPlan, { ago }: SheetOptions): string {
  const age = target.latestTime === undefined ? '' : ago(target.latestTime);
  return age === '' ? '' : ` (${age})`;
}
