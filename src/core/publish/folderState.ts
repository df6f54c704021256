import type { LedgerEntry } from './ledger.ts';
import { l10n } from '../text/l10n.ts';

/** What is known of a published skill without asking again. */
export interface KnownSkill {
  /** What addresses the latest version; `undefined` when the skill has none. */
  readonly latest: string | undefined;
  /** False when the registry said that there is no such skill. */
  readonly exists: boolean;
  /**
   * The registry's time of the last change that is known of, ISO 8601: as the skill says, or when its latest version was
   * published, after which one may have been deleted. '' when none is known.
   */
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
  /** `lineEndsDiffer`: what the text files say is the same, the bytes are not. */
  | { readonly kind: 'inSync' | 'changed'; readonly version: string; readonly lineEndsDiffer?: true }
  /**
   * A version was published after the one the folder is based on. `conflict`: and the folder was changed too. `newer` is
   * known after a check. `noted`: the publish history has the latest version, which was restored, say; else somebody
   * published it from elsewhere.
   */
  | {
      readonly kind: 'remoteNewer' | 'conflict';
      readonly version: string;
      readonly latest: string;
      readonly newer: number | undefined;
      readonly noted?: true;
    }
  /** The skill, or the version the folder is based on, was deleted there. */
  | { readonly kind: 'gone'; readonly what: 'skill' | 'version'; readonly version: string }
  /** An upload was sent at that time (ISO 8601), and it is not known whether it arrived. */
  | { readonly kind: 'unsettled'; readonly since: string }
  | { readonly kind: 'unknown'; readonly reason: string };

interface FolderFacts {
  /** The ledger's entry for the folder and the registry. */
  readonly entry: LedgerEntry | undefined;
  /** Of the files that would travel now; `undefined` when they cannot be read, then `unreadable` says why. */
  readonly fingerprint: string | undefined;
  readonly unreadable?: string | undefined;
  /** Of the same files with LF line ends. */
  readonly contentKey?: string | undefined;
  readonly known?: KnownSkill | undefined;
  /** True when the version of the ledger is known to be deleted, whatever else was seen. */
  readonly baseDeleted?: boolean | undefined;
  /** When an upload was sent of which it is not known whether it arrived, ISO 8601. */
  readonly unsettledSince?: string | undefined;
}

/** The state of a folder from what is remembered and what was seen. Asks nobody. */
export function folderState({
  entry,
  fingerprint,
  unreadable,
  contentKey,
  known,
  baseDeleted = false,
  unsettledSince,
}: FolderFacts): FolderState {
  if (unsettledSince !== undefined) return { kind: 'unsettled', since: unsettledSince };
  if (!entry) return { kind: 'unpublished' };
  const { version } = entry;
  if (fingerprint === undefined)
    return { kind: 'unknown', reason: unreadable ?? l10n.t`The folder could not be read.` };
  const sameText = contentKey !== undefined && contentKey === entry.contentKey;
  const changed = fingerprint !== entry.fingerprint && !sameText;
  const checked = known?.checked?.base === version ? known.checked : undefined;
  // Whoever looked for this very version did so after it was published, whatever the clocks say.
  const remote = known && (checked || !isOlder(known, entry)) ? known : undefined;
  if (remote?.exists === false) return { kind: 'gone', what: 'skill', version };
  const age = remote && (checked ? ageByCheck(checked) : compareAge(remote, entry, baseDeleted));
  if (age === 'newer' && remote?.latest !== undefined) {
    const noted = Object.hasOwn(entry.notes, remote.latest) ? { noted: true as const } : {};
    return {
      kind: changed ? 'conflict' : 'remoteNewer',
      version,
      latest: remote.latest,
      newer: checked?.newer,
      ...noted,
    };
  }
  if (age === 'older' || baseDeleted || checked?.baseExists === false)
    return { kind: 'gone', what: 'version', version };
  if (changed) return { kind: 'changed', version };
  return { kind: 'inSync', version, ...(fingerprint === entry.fingerprint ? {} : { lineEndsDiffer: true as const }) };
}

/** True for the states in which the folder holds something that its registry does not. */
export function hasUnpublishedChanges(state: FolderState): boolean {
  return state.kind === 'changed' || state.kind === 'conflict';
}

/**
 * Milliseconds since 1970 at which the ledger's version was published: by the server's clock where its number tells,
 * else as the ledger says.
 */
export function baseTime({ version, time }: Pick<LedgerEntry, 'version' | 'time'>): number {
  return /^\d{16}$/.test(version) ? Number(version.slice(0, 13)) : Date.parse(time);
}

/** What was seen before the ledger's publish says nothing about it. */
function isOlder(known: KnownSkill, entry: LedgerEntry): boolean {
  const published = Date.parse(entry.time);
  return Date.parse(known.seenAt) < published && !(Date.parse(known.updatedAt) >= published);
}

/**
 * How the latest version stands to that of the ledger; `older` only after the one of the ledger was deleted,
 * `undefined` when nothing tells.
 */
type Age = 'same' | 'newer' | 'older' | undefined;

function ageByCheck({ baseExists, newer }: CheckedBase): Age {
  return newer > 0 ? 'newer' : baseExists ? 'same' : 'older';
}

/**
 * Ids of the two dialects do not compare (`skills-api.md` 4.2): nothing is said then. Numbers count microseconds; of
 * ids only a change of the skill after the publish tells that they are newer, and not when the deletion of the ledger's
 * version may be that change.
 */
function compareAge({ latest, updatedAt }: KnownSkill, entry: LedgerEntry, baseDeleted: boolean): Age {
  const { version } = entry;
  if (latest === version) return 'same';
  const seenSince = Date.parse(updatedAt) - baseTime(entry);
  const gone = seenSince >= 0 ? 'older' : undefined;
  if (latest === undefined) return gone;
  const [isNumber, wasNumber] = [latest, version].map((ref) => /^\d+$/.test(ref));
  if (isNumber !== wasNumber) return undefined;
  if (isNumber === true)
    return latest.length > version.length || (latest.length === version.length && latest > version) ? 'newer' : gone;
  return seenSince > 0 && !baseDeleted ? 'newer' : gone;
}
