import type { LedgerEntry } from './ledger.ts';

/** What is known of a published skill without asking again. */
export interface KnownSkill {
  /** What addresses the latest version; `undefined` when the skill has none. */
  readonly latest: string | undefined;
  /** False when the registry said that there is no such skill. */
  readonly exists: boolean;
  /** The registry's time of the last change, ISO 8601; '' when it is not known. */
  readonly updatedAt: string;
  /** When it was seen, ISO 8601, by this computer's clock. */
  readonly seenAt: string;
  /** Set by a check only: what listing the versions showed for the version of the ledger. */
  readonly checked?: CheckedBase | undefined;
}

export interface CheckedBase {
  /** The version of the ledger that was looked for. */
  readonly base: string;
  /** False when it was deleted. */
  readonly baseExists: boolean;
  /** Versions published after it. */
  readonly newer: number;
}

/** How a skill folder stands against one registry. */
export type FolderState =
  | { readonly kind: 'unpublished' }
  | { readonly kind: 'inSync' | 'changed'; readonly version: string }
  /** Somebody published after the version the folder is based on. `conflict`: and the folder was changed too. `newer` is known after a check. */
  | { readonly kind: 'remoteNewer' | 'conflict'; readonly version: string; readonly latest: string; readonly newer: number | undefined }
  /** The skill, or the version the folder is based on, was deleted there. */
  | { readonly kind: 'gone'; readonly what: 'skill' | 'version'; readonly version: string }
  | { readonly kind: 'unknown'; readonly reason: string };

export interface FolderFacts {
  /** The ledger's entry for the folder and the registry. */
  readonly entry: LedgerEntry | undefined;
  /** Of the files that would travel now; `undefined` when they cannot be read, then `unreadable` says why. */
  readonly fingerprint: string | undefined;
  readonly unreadable?: string | undefined;
  readonly known?: KnownSkill | undefined;
}

/** The state of a folder from what is remembered and what was seen. Asks nobody. */
export function folderState({ entry, fingerprint, unreadable, known }: FolderFacts): FolderState {
  if (!entry) return { kind: 'unpublished' };
  const { version } = entry;
  if (fingerprint === undefined) return { kind: 'unknown', reason: unreadable ?? 'The folder could not be read.' };
  const changed = fingerprint !== entry.fingerprint;
  const remote = known && !isOlder(known, entry) ? known : undefined;
  if (remote?.exists === false) return { kind: 'gone', what: 'skill', version };
  const checked = remote?.checked?.base === version ? remote.checked : undefined;
  if (checked?.baseExists === false && checked.newer === 0) return { kind: 'gone', what: 'version', version };
  const latest = remote?.latest;
  if (latest !== undefined && isNewer(latest, version)) return { kind: changed ? 'conflict' : 'remoteNewer', version, latest, newer: checked?.newer };
  return { kind: changed ? 'changed' : 'inSync', version };
}

/** True for the states in which the folder holds something that its registry does not. */
export function hasUnpublishedChanges(state: FolderState): boolean {
  return state.kind === 'changed' || state.kind === 'conflict';
}

/** What was seen before the ledger's publish says nothing about it. */
function isOlder(known: KnownSkill, entry: LedgerEntry): boolean {
  const published = Date.parse(entry.time);
  return Date.parse(known.seenAt) < published && !(Date.parse(known.updatedAt) >= published);
}

/** Ids of the two dialects do not compare (`skills-api.md` 4.2): nothing is said then. Numbers count microseconds, so they can be told apart by age. */
function isNewer(latest: string, version: string): boolean {
  if (latest === version) return false;
  const numeric = [latest, version].map((ref) => /^\d+$/.test(ref));
  if (numeric[0] !== numeric[1]) return false;
  return numeric[0] === true ? latest.length > version.length || (latest.length === version.length && latest > version) : true;
}
