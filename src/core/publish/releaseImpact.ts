import { ArchiveError } from '../bundle/archiveError.ts';
import { fingerprint } from '../bundle/fingerprint.ts';
import type { Ability } from '../impact/ability.ts';
import type { VersionStep } from '../impact/compare.ts';
import type { ImpactReader, VersionFiles } from '../impact/impact.ts';
import { ImpactError } from '../impact/impactError.ts';
import { type KeptFacts, parseFacts } from '../impact/keptFacts.ts';
import type { Facts, Finding } from '../impact/model.ts';
import { RegistryError } from '../registry/errors.ts';
import type { ReadVersion } from './remote.ts';

/** What a version changes for those who use the skill, as far as it is known. Plain JSON. */
export type ReleaseImpact =
  /** There is no version before: what this one can do. */
  | { readonly kind: 'first'; readonly abilities: readonly Ability[] }
  /** Against `version`, the latest one; no findings: the same content. */
  | {
      readonly kind: 'compared';
      readonly version: string;
      readonly findings: readonly Finding[];
      readonly step: VersionStep;
    }
  /** The latest version could not be read, or not be compared. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** Who reads versions, and where what was read of them is kept; left out: nowhere. */
export interface ImpactPorts {
  readonly reader: ImpactReader;
  readonly kept?: KeptFacts | undefined;
}

interface ImpactInput extends ImpactPorts {
  readonly now: VersionFiles;
  /** The latest version; `undefined` when there is none. */
  readonly latest: { readonly skillId: string; readonly version: string } | undefined;
  /** Its fingerprint, where that is known. */
  readonly published: string | undefined;
  readonly read: ReadVersion;
  readonly signal?: AbortSignal | undefined;
}

/** An impact, and what is to be kept of the new version once it is published. */
export interface PlannedImpact {
  readonly impact: ReleaseImpact;
  readonly kept: string | undefined;
}

/**
 * Compares with the latest version: by what was kept of it, else by its archive. Rejects with the reason of the signal.
 */
export async function planImpact(input: ImpactInput): Promise<PlannedImpact> {
  const { latest, published, now, signal } = input;
  if (latest && published === now.fingerprint)
    return { impact: { kind: 'compared', version: latest.version, findings: [], step: 'patch' }, kept: undefined };
  try {
    return await compareWith(input, latest && (await readLatest(input, latest)));
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof RegistryError || error instanceof ArchiveError || error instanceof ImpactError)) throw error;
    return { impact: { kind: 'unknown', reason: error.message }, kept: undefined };
  }
}

async function compareWith(
  { reader, kept, now, latest, signal }: ImpactInput,
  old: Facts | VersionFiles | undefined,
): Promise<PlannedImpact> {
  const answer = await reader.impact({ now, old, tool: kept?.tool ?? '', isSealed: true }, signal);
  if (old && 'fingerprint' in old && answer.kept.old !== undefined) await kept?.write(old.fingerprint, answer.kept.old);
  const { findings, step } = answer;
  return {
    impact: latest
      ? { kind: 'compared', version: latest.version, findings, step }
      : { kind: 'first', abilities: answer.abilities },
    kept: answer.kept.now,
  };
}

async function readLatest(
  { kept, published, read, signal }: ImpactInput,
  { skillId, version }: { readonly skillId: string; readonly version: string },
): Promise<Facts | VersionFiles> {
  if (kept && published !== undefined) {
    const text = await kept.read(published);
    const facts = text === undefined ? undefined : parseFacts(text, { fingerprint: published, tool: kept.tool });
    if (facts) return facts;
  }
  const files = await read(skillId, version, signal);
  return { files, fingerprint: await fingerprint(files) };
}
