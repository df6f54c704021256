import { LedgerError } from '../core/publish/ledger.ts';
import { isSystemError } from '../node/disk/systemError.ts';
import type { CliIo } from './io.ts';
import { rememberedSkills } from './ledgers.ts';
import { findWorkspace, nearestLedger } from './workspace.ts';

/** What the publish history says of versions, by version. */
export type VersionHistory = ReadonlyMap<string, { readonly note?: string; readonly author?: string }>;

/**
 * What is remembered of the versions of a skill, by the publish history of a folder, else at or above the current one.
 * Nothing where there is none, or none that can be read.
 *
 * @param connection Key of the connection. @param folder Absolute.
 */
export async function historyOf(
  skillId: string,
  connection: string,
  io: CliIo,
  folder?: string,
): Promise<VersionHistory> {
  const known = new Map<string, { note?: string; author?: string }>();
  const root = folder === undefined ? nearestLedger(io.cwd) : findWorkspace(folder, undefined, io.cwd).root;
  if (root === undefined) return known;
  try {
    for (const entries of (await rememberedSkills(root, io, { offline: true })).values()) {
      const entry = entries.get(connection);
      if (entry?.skillId !== skillId) continue;
      for (const [version, note] of Object.entries(entry.notes)) known.set(version, { ...known.get(version), note });
      const { version, author } = entry;
      if (author !== undefined) known.set(version, { ...known.get(version), author });
    }
  } catch (error) {
    if (!(error instanceof LedgerError) && !isSystemError(error)) throw error;
  }
  return known;
}
