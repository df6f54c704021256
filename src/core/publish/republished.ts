import { toEntry } from './attempt.ts';
import type { LedgerEntry } from './ledgerEntry.ts';

/** Content of a published version that was published once more. */
export interface Republished {
  /** Where it came from; `connection`: its key. */
  readonly from: { readonly connection: string; readonly skillId: string; readonly version: string };
  /** Where it is now. */
  readonly to: { readonly connection: string; readonly skillId: string; readonly version: string };
  readonly name: string;
  readonly fingerprint: string;
  readonly note: string | undefined;
  readonly author: string | undefined;
  /** Display name, where it is another than the name. */
  readonly title: string | undefined;
  readonly allowedSecrets?: LedgerEntry['allowedSecrets'];
  readonly time: Date;
}

/**
 * What the ledger then remembers of a folder that is mapped to the skill it came from, on the connection it went to;
 * `undefined`: what it remembers now. A restore of other content than the folder was published with adds only its note:
 * the folder is still based on its own version, and the next publish must ask before it goes over the restored one.
 */
export function afterRepublish(
  entry: LedgerEntry | undefined,
  { from, to, time, ...facts }: Republished,
): LedgerEntry | undefined {
  if (entry && entry.skillId !== to.skillId) return undefined;
  const restores = from.connection === to.connection && from.skillId === to.skillId;
  const action = restores
    ? ({ kind: 'restore', version: from.version } as const)
    : ({ kind: 'promote', ...from } as const);
  const whole = toEntry({ ...facts, action }, to.skillId, to.version, time);
  if (!restores) return whole;
  if (entry?.fingerprint === facts.fingerprint) return whole;
  return entry && facts.note !== undefined
    ? { ...entry, notes: { ...entry.notes, [to.version]: facts.note } }
    : undefined;
}
