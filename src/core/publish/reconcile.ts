import { isGone, RegistryError } from '../registry/errors.ts';
import type { Registry } from '../registry/registry.ts';
import { sleep, type Delay } from '../registry/retry.ts';
import {
  byTime,
  listAllVersions,
  newestOwnSkills,
  newestVersions,
  type Newest,
  type ReadVersion,
  fingerprintOfVersion,
} from './remote.ts';
import { l10n } from '../text/l10n.ts';

/** A version, or for a new skill a skill, that was there before an upload. */
export interface Present {
  readonly address: string;
  readonly createdAt: string;
}

/** What was on the service right before an upload, to tell what is new after it. */
export interface Before {
  /** The skill that was to get a version; `undefined`: a new skill was to be made. */
  readonly skillId: string | undefined;
  /** Of what was sent. */
  readonly name: string;
  /** Tells of a version of the skill, or of a skill when a new one was to be made. */
  readonly isNew: (item: Present) => boolean;
}

/** What became of an upload whose answer is missing. */
export type UploadFate =
  | { readonly kind: 'found'; readonly skillId: string; readonly version: string; readonly createdAt: string }
  | {
      readonly kind: 'absent';
      /** Versions of others that came meanwhile. */
      readonly others: readonly string[];
    }
  | {
      readonly kind: 'unclear';
      /** Versions that may be it. */
      readonly candidates: readonly string[];
      readonly reason: string;
    };

interface ReconcileInput {
  readonly registry: Registry;
  readonly before: Before;
  /** Of what was sent. */
  readonly fingerprint: string;
  readonly read: ReadVersion;
  /**
   * Milliseconds to wait before each look, counted from the one before; looks after 0, 2, 5 and 10 seconds when left
   * out.
   */
  readonly waits?: readonly number[] | undefined;
  readonly delay?: Delay | undefined;
  /** Gives up; the answer is then `unclear`. Not the signal of the upload, which is often aborted already. */
  readonly signal?: AbortSignal | undefined;
}

const usualWaits = [0, 2_000, 3_000, 5_000];
/** Milliseconds that pass until the last of the usual looks. */
export const lookedFor = usualWaits.reduce((sum, wait) => sum + wait);
/** New skills whose versions are looked at: each takes a request. Newest first. */
const maxNewSkills = 20;

interface Candidate {
  readonly skillId: string;
  readonly version: string;
  readonly createdAt: string;
}

/**
 * Finds out whether an upload was applied, by listing what is new and comparing its content. Says `found` only for
 * equal content, and `absent` only when the last look succeeded and everything new was read and is different.
 */
export async function reconcile(input: ReconcileInput): Promise<UploadFate> {
  const verdicts = new Map<string, 'same' | 'different' | 'unreadable'>();
  let last: UploadFate = { kind: 'unclear', candidates: [], reason: l10n.t`The list could not be read.` };
  for (const wait of input.waits ?? usualWaits) {
    try {
      if (wait > 0) await (input.delay ?? sleep)(wait, input.signal);
      const { items: candidates, cut } = await findNew(input);
      for (const candidate of candidates) {
        const verdict = await compareContent(input, candidate, verdicts);
        if (verdict === 'same')
          return {
            kind: 'found',
            skillId: candidate.skillId,
            version: candidate.version,
            createdAt: candidate.createdAt,
          };
      }
      last = conclude(candidates, cut, verdicts);
    } catch (error) {
      if (input.signal?.aborted === true)
        return { kind: 'unclear', candidates: [...verdicts.keys()], reason: l10n.t`The check was stopped.` };
      if (!(error instanceof RegistryError)) throw error;
      last = { kind: 'unclear', candidates: [...verdicts.keys()], reason: error.message };
      // Who may not look now may not in a moment.
      if (error.kind === 'auth' || error.kind === 'denied') break;
    }
  }
  return last;
}

async function compareContent(
  { fingerprint, read, signal }: ReconcileInput,
  { skillId, version }: Candidate,
  verdicts: Map<string, 'same' | 'different' | 'unreadable'>,
): Promise<'same' | 'different' | 'unreadable'> {
  const known = verdicts.get(version);
  if (known !== undefined && known !== 'unreadable') return known;
  const found = await fingerprintOfVersion(read, skillId, version, signal);
  const verdict = found === undefined ? 'unreadable' : found === fingerprint ? 'same' : 'different';
  verdicts.set(version, verdict);
  return verdict;
}

function conclude(candidates: readonly Candidate[], cut: boolean, verdicts: ReadonlyMap<string, string>): UploadFate {
  const unreadable = candidates
    .filter(({ version }) => verdicts.get(version) === 'unreadable')
    .map(({ version }) => version);
  if (unreadable.length === 0 && cut)
    return { kind: 'unclear', candidates: [], reason: l10n.t`More was published since than can be searched.` };
  if (unreadable.length === 0) return { kind: 'absent', others: candidates.map(({ version }) => version) };
  const reason =
    unreadable.length === 1 && candidates.length === 1
      ? l10n.t`Version ${unreadable[0] ?? ''} was published at that time, so it is most likely this one, but its content could not be read.`
      : l10n.t`Several versions were published at that time, and their content could not be read.`;
  return { kind: 'unclear', candidates: unreadable, reason };
}

interface Found {
  readonly items: readonly Candidate[];
  /** True when more may be new than was looked at. */
  readonly cut: boolean;
}

async function findNew(input: ReconcileInput): Promise<Found> {
  const {
    registry,
    before: { skillId, isNew },
    signal,
  } = input;
  if (skillId === undefined) return findNewSkills(input);
  try {
    const newest = await newestVersions(registry, skillId, signal);
    const fresh = newest.items.filter(({ ref, createdAt }) => isNew({ address: ref, createdAt }));
    const items = fresh.map(({ ref, createdAt }) => ({ skillId, version: ref, createdAt }));
    return { items, cut: mayHideNew(newest, fresh.length) };
  } catch (error) {
    // A skill that is gone has nothing new.
    if (isGone(error)) return { items: [], cut: false };
    throw error;
  }
}

/** Behind one that is not new there are only older ones. */
function mayHideNew({ items, rest }: Newest<unknown>, fresh: number): boolean {
  return rest === 'any' || (rest === 'older' && fresh === items.length);
}

async function findNewSkills({ registry, before: { name, isNew }, signal }: ReconcileInput): Promise<Found> {
  const newest = await newestOwnSkills(registry, { signal });
  const fresh = newest.items.filter(({ id, createdAt }) => isNew({ address: id, createdAt }));
  const candidates: Candidate[] = [];
  for (const skill of fresh.slice(0, maxNewSkills)) {
    const { items: versions } = await listAllVersions(registry, skill.id, signal);
    const first = versions.at(-1);
    if (first?.name === name) candidates.push({ skillId: skill.id, version: first.ref, createdAt: first.createdAt });
  }
  return { items: candidates, cut: fresh.length > maxNewSkills || mayHideNew(newest, fresh.length) };
}

/**
 * What is new after `items` were the newest: what was not among them. Of a list that was cut, only what is also later
 * than one of them: an older one moves up when another is deleted. No clock is asked, for this machine's may be hours
 * off.
 */
export function newSince({ items, rest }: Newest<Present>): Before['isNew'] {
  const known = new Set(items.map(({ address }) => address));
  const oldest = rest === 'older' ? items.at(-1) : undefined;
  return ({ address, createdAt }) =>
    !known.has(address) && (oldest === undefined || byTime(createdAt, oldest.createdAt) > 0);
}
