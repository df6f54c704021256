import type { Registry } from '../registry/registry.ts';
import type { Delay } from '../registry/retry.ts';
import type { LedgerEntry } from './ledger.ts';
import type { PublishPlan } from './plan.ts';
import { reconcile, type Before, type UploadFate, type Present } from './reconcile.ts';
import { byTime, type ReadVersion } from './remote.ts';

export type { Present } from './reconcile.ts';

/**
 * An upload, and what it takes to find out later whether it arrived. Plain JSON: it may outlive the process that sent
 * it.
 */
export interface Attempt {
  /** The skill that was to get a version; left out: a new skill was to be made. */
  readonly skillId?: string | undefined;
  readonly name: string;
  readonly fingerprint: string;
  /** When it was sent, ISO 8601, by this computer's clock. */
  readonly time: string;
  readonly commit?: string | undefined;
  readonly note?: string | undefined;
  readonly author?: string | undefined;
  /** Display name of the skill, where it is another than its name. */
  readonly title?: string | undefined;
  /** The newest that was there before, by the service's clock; left out: nothing was. */
  readonly newest?:
    | {
        readonly createdAt: string;
        /** Versions, or skills, of that time. */
        readonly addresses: readonly string[];
      }
    | undefined;
}

/** What an attempt and the ledger both keep of a plan. */
export function toRemembered({ name = '', fingerprint, target, request, git, note }: PublishPlan): Remembered {
  const label = request?.label ?? target.label;
  const title = label === name ? undefined : label;
  return { name, fingerprint, commit: git.commit, note, author: git.author, title };
}

type Remembered = Pick<Attempt, 'name' | 'fingerprint' | 'commit' | 'note' | 'author' | 'title'>;

/** @param present The newest versions of the plan's skill, for a new skill the newest skills, right before the upload. */
export function toAttempt(plan: PublishPlan, present: readonly Present[], time: Date): Attempt {
  const [newest] = present.toSorted((a, b) => byTime(b.createdAt, a.createdAt));
  return {
    skillId: plan.target.skillId,
    ...toRemembered(plan),
    time: time.toISOString(),
    newest: newest && {
      createdAt: newest.createdAt,
      addresses: present.filter(({ createdAt }) => createdAt === newest.createdAt).map(({ address }) => address),
    },
  };
}

interface SettleInput {
  readonly registry: Registry;
  readonly attempt: Attempt;
  readonly read: ReadVersion;
  readonly signal?: AbortSignal | undefined;
  readonly delay?: Delay | undefined;
  readonly now?: (() => Date) | undefined;
  /** Looks once, however short ago it was sent: `absent` then says little. */
  readonly once?: boolean | undefined;
}

/** Milliseconds after an upload in which it is looked for again and again, for something between may hand it on late. */
const lateDelivery = 30_000;
const lookAgain = 3_000;

/**
 * Looks for what became of an upload: `unclear` when that cannot be told, also when the registry does not answer. Of an
 * upload of the last half minute it says `absent` only when that is over. Changes nothing.
 */
export function settleAttempt(input: SettleInput): Promise<UploadFate> {
  const { registry, attempt, read, delay, signal } = input;
  return reconcile({
    registry,
    before: beforeAttempt(attempt),
    fingerprint: attempt.fingerprint,
    read,
    waits: input.once === true ? [0] : waitsAfter((input.now?.() ?? new Date()).getTime() - Date.parse(attempt.time)),
    delay,
    signal,
  });
}

/** @param age Milliseconds since it was sent; of a clock that was changed meanwhile, or unknown, nothing is believed. */
function waitsAfter(age: number): readonly number[] {
  if (!(age >= 0 && age < lateDelivery)) return [0];
  return [0, ...Array.from({ length: Math.ceil((lateDelivery - age) / lookAgain) }, () => lookAgain)];
}

/** Before the upload there was what is older than the newest of that time: a service's times do not go back. */
function beforeAttempt({ skillId, name, newest }: Attempt): Before {
  return {
    skillId,
    name,
    isNew: ({ address, createdAt }) =>
      newest === undefined || (byTime(createdAt, newest.createdAt) >= 0 && !newest.addresses.includes(address)),
  };
}

/**
 * What the ledger remembers once an upload was found; `undefined` when it remembers something later, which stays.
 *
 * @param before The ledger's entry of the folder.
 */
export function toSettledEntry(
  attempt: Attempt,
  { skillId, version, createdAt }: Extract<UploadFate, { kind: 'found' }>,
  before: LedgerEntry | undefined,
): LedgerEntry | undefined {
  if (before && Date.parse(before.time) > Date.parse(attempt.time)) return undefined;
  return toEntry({ ...attempt, action: { kind: 'publish' } }, skillId, version, new Date(createdAt));
}

/** What the ledger remembers once a version is known to be there. */
export function toEntry(
  {
    name,
    fingerprint,
    commit,
    note,
    author,
    title,
    action,
    contentKey,
    allowedSecrets,
    acceptedChanges,
  }: Remembered & Pick<LedgerEntry, 'action' | 'contentKey' | 'allowedSecrets' | 'acceptedChanges'>,
  skillId: string,
  version: string,
  time: Date,
): LedgerEntry {
  return {
    skillId,
    version,
    name,
    fingerprint,
    time: time.toISOString(),
    ...(commit === undefined ? {} : { commit }),
    ...(author === undefined ? {} : { author }),
    ...(title === undefined ? {} : { title }),
    ...(action === undefined ? {} : { action }),
    ...(contentKey === undefined ? {} : { contentKey }),
    ...(allowedSecrets === undefined ? {} : { allowedSecrets }),
    ...(acceptedChanges === undefined ? {} : { acceptedChanges }),
    notes: note === undefined ? {} : { [version]: note },
  };
}
