import type { Registry } from '../registry/registry.ts';
import type { Delay } from '../registry/retry.ts';
import { RegistryError } from '../registry/errors.ts';
import { byTime, fingerprintOf, listAllVersions, listOwnSkills, type ReadVersion } from './remote.ts';

/** What was on the service right before the upload, to tell what is new after it. */
export type Before =
  | { readonly kind: 'newVersion'; readonly skillId: string; readonly versions: ReadonlySet<string> }
  | { readonly kind: 'newSkill'; readonly skills: ReadonlySet<string>; readonly name: string };

/** What became of an upload whose answer is missing. */
export type Finding =
  | { readonly kind: 'found'; readonly skillId: string; readonly version: string; readonly createdAt: string }
  | { readonly kind: 'absent'; /** Versions of others that came meanwhile. */ readonly others: readonly string[] }
  | { readonly kind: 'unclear'; /** Versions that may be it. */ readonly candidates: readonly string[]; readonly reason: string };

export interface ReconcileInput {
  readonly registry: Registry;
  readonly before: Before;
  /** Of what was sent. */
  readonly fingerprint: string;
  readonly read: ReadVersion;
  readonly delay: Delay;
  /** Gives up; the answer is then `unclear`. Not the signal of the upload, which is often aborted already. */
  readonly signal?: AbortSignal | undefined;
}

/** Milliseconds to wait before each look, counted from the one before: looks after 0, 2, 5 and 10 seconds. */
const waits = [0, 2_000, 3_000, 5_000];
/** New skills whose versions are looked at: each takes a request. Newest first. */
const maxNewSkills = 20;

interface Candidate {
  readonly skillId: string;
  readonly version: string;
  readonly createdAt: string;
}

/**
 * Finds out whether an upload was applied, by listing what is new and comparing its content. Says `found` only for equal content, and `absent` only
 * when the last look succeeded and everything new was read and is different.
 */
export async function reconcile(input: ReconcileInput): Promise<Finding> {
  const verdicts = new Map<string, 'same' | 'different' | 'unreadable'>();
  let last: Finding = { kind: 'unclear', candidates: [], reason: 'The list could not be read.' };
  for (const wait of waits) {
    try {
      if (wait > 0) await input.delay(wait, input.signal);
      const candidates = await findNew(input);
      for (const candidate of candidates) {
        const verdict = await judge(input, candidate, verdicts);
        if (verdict === 'same') return { kind: 'found', skillId: candidate.skillId, version: candidate.version, createdAt: candidate.createdAt };
      }
      last = conclude(candidates, verdicts);
    } catch (error) {
      if (input.signal?.aborted === true) return { kind: 'unclear', candidates: [...verdicts.keys()], reason: 'The check was stopped.' };
      if (!(error instanceof RegistryError)) throw error;
      last = { kind: 'unclear', candidates: [...verdicts.keys()], reason: error.message };
    }
  }
  return last;
}

async function judge({ fingerprint, read, signal }: ReconcileInput, { skillId, version }: Candidate, verdicts: Map<string, 'same' | 'different' | 'unreadable'>): Promise<'same' | 'different' | 'unreadable'> {
  const known = verdicts.get(version);
  if (known !== undefined && known !== 'unreadable') return known;
  const found = await fingerprintOf(read, skillId, version, signal);
  const verdict = found === undefined ? 'unreadable' : found === fingerprint ? 'same' : 'different';
  verdicts.set(version, verdict);
  return verdict;
}

function conclude(candidates: readonly Candidate[], verdicts: ReadonlyMap<string, string>): Finding {
  const unreadable = candidates.filter(({ version }) => verdicts.get(version) === 'unreadable').map(({ version }) => version);
  if (unreadable.length === 0) return { kind: 'absent', others: candidates.map(({ version }) => version) };
  const reason = unreadable.length === 1 && candidates.length === 1
    ? `Version ${unreadable[0] ?? ''} came at that time, so it is most likely this one, but its content could not be read.`
    : 'Several versions came at that time and their content could not be read.';
  return { kind: 'unclear', candidates: unreadable, reason };
}

async function findNew({ registry, before, signal }: ReconcileInput): Promise<readonly Candidate[]> {
  if (before.kind === 'newVersion') {
    const { items, cut } = await listAllVersions(registry, before.skillId, signal);
    const fresh = items.filter(({ ref }) => !before.versions.has(ref));
    if (cut && fresh.length === 0) throw new RegistryError('shape', 'The list of versions is too long to be read to its end.', { outcome: 'refused' });
    return fresh.map(({ ref, createdAt }) => ({ skillId: before.skillId, version: ref, createdAt }));
  }
  const { items } = await listOwnSkills(registry, signal);
  // New is what was not in the list before: no clock is asked, for this machine's may be hours off.
  const fresh = items.filter(({ id }) => !before.skills.has(id)).toSorted((a, b) => byTime(b.createdAt, a.createdAt)).slice(0, maxNewSkills);
  const candidates: Candidate[] = [];
  for (const skill of fresh) {
    const { items: versions } = await listAllVersions(registry, skill.id, signal);
    const [first] = versions.toSorted((a, b) => byTime(a.createdAt, b.createdAt));
    if (first?.name === before.name) candidates.push({ skillId: skill.id, version: first.ref, createdAt: first.createdAt });
  }
  return candidates;
}
