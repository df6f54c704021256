import { withEntry, type Ledger, type LedgerEntry } from '../../src/core/publish/ledger.ts';

export const connection = 'https://api.anthropic.com';

/** An entry of a skill, as its publish wrote it. */
export const entry = (version: string, changes: Partial<LedgerEntry> = {}): LedgerEntry => ({
  skillId: 'skill_1',
  name: 'a',
  version,
  fingerprint: `sha256:${version}`,
  time: `2026-11-0${(version.length % 9) + 1}T00:00:00.000Z`,
  notes: {},
  ...changes,
});

export const set = (ledger: Ledger, folder: string, value: LedgerEntry): Ledger =>
  withEntry(ledger, folder, connection, value);
