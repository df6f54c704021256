import type { ArchiveFile } from '../bundle/extract.ts';
import { fingerprint } from '../bundle/fingerprint.ts';
import { abilities, newAbilities, type Ability } from './abilities.ts';

/** A version that was last pulled or published from here. */
export interface KnownVersion {
  /** As the ledger remembers it. */
  readonly fingerprint: string;
  /** Its files; resolves to `undefined` when they cannot be had. They count only when they have that fingerprint. */
  readonly files: () => Promise<readonly ArchiveFile[] | undefined>;
}

/** What a person should know before a version is written. */
export interface Trust {
  /** The content was pulled or published from here before: nothing has to be asked. */
  readonly own: boolean;
  /** True when `abilities` are only those that are new against a known version. */
  readonly compared: boolean;
  readonly abilities: readonly Ability[];
}

/**
 * Judges a version before its first write, on any surface. `known`: what the ledger knows of the skill, the entry of the
 * folder first. Without a known version that can be read everything is new.
 */
export async function judgeTrust(incoming: readonly ArchiveFile[], known: readonly KnownVersion[]): Promise<Trust> {
  const content = await fingerprint(incoming);
  if (known.some((version) => version.fingerprint === content)) return { own: true, compared: true, abilities: [] };
  for (const version of known) {
    const base = await version.files();
    if (base && (await fingerprint(base)) === version.fingerprint)
      return { own: false, compared: true, abilities: newAbilities(incoming, base) };
  }
  return { own: false, compared: false, abilities: abilities(incoming) };
}
