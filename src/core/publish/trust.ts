import type { ArchiveFile } from '../bundle/extract.ts';
import { fingerprint } from '../bundle/fingerprint.ts';
import type { Ability } from '../impact/ability.ts';
import type { ImpactReader, VersionFiles } from '../impact/impact.ts';

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
 * folder first. Without a known version that can be read everything is new. What was kept of a version is not asked:
 * whoever may write to the workspace may write it. Rejects with `ImpactError`.
 */
export async function judgeTrust(
  incoming: readonly ArchiveFile[],
  known: readonly KnownVersion[],
  reader: ImpactReader,
): Promise<Trust> {
  const now: VersionFiles = { files: incoming, fingerprint: await fingerprint(incoming) };
  if (known.some((version) => version.fingerprint === now.fingerprint))
    return { own: true, compared: true, abilities: [] };
  const old = await readKnown(known);
  const { abilities } = await reader.impact({ now, old, tool: '', isSealed: false });
  return { own: false, compared: old !== undefined, abilities };
}

async function readKnown(known: readonly KnownVersion[]): Promise<VersionFiles | undefined> {
  for (const version of known) {
    const files = await version.files();
    if (files && (await fingerprint(files)) === version.fingerprint) return { files, fingerprint: version.fingerprint };
  }
  return undefined;
}
