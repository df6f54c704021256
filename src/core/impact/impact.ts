import type { ArchiveFile } from '../bundle/extract.ts';
import { abilities } from './abilities.ts';
import type { Ability } from './ability.ts';
import { findImpact, stepOf, type VersionStep } from './compare.ts';
import { FactsReader } from './facts.ts';
import { formatFacts, type KeptFor } from './keptFacts.ts';
import type { Facts, Finding } from './model.ts';
import { inEnglish, usedTranslations } from '../text/l10n.ts';

/** The files of a version, and the fingerprint by which its facts are kept. */
export interface VersionFiles {
  readonly fingerprint: string;
  readonly files: readonly ArchiveFile[];
}

export interface ImpactQuestion {
  readonly now: VersionFiles;
  /** The version before; left out for the first one. */
  readonly old?: VersionFiles | Facts | undefined;
  /** See `KeptFor`. */
  readonly tool: string;
  /** True when the skill runs where nothing can be installed or fetched. */
  readonly isSealed: boolean;
}

export interface ImpactAnswer {
  /** What changes, the loudest first; empty for a first version. */
  readonly findings: readonly Finding[];
  readonly step: VersionStep;
  /** What the new version can do on a computer: everything, or what the version before could not. */
  readonly abilities: readonly Ability[];
  /** What is to be kept of both; left out where it is too large, or was given. */
  readonly kept: { readonly now?: string | undefined; readonly old?: string | undefined };
}

/**
 * Reads versions and compares them, in this thread or another. Rejects with the reason of the signal, or with
 * `ImpactError`.
 */
export interface ImpactReader {
  impact(question: ImpactQuestion, signal?: AbortSignal): Promise<ImpactAnswer>;
}

/** Findings with what is published of them, which is English in every language. */
function withNotes(find: () => readonly Finding[]): readonly Finding[] {
  const findings = find();
  if (!usedTranslations()) return findings;
  const notes = inEnglish(find);
  return findings.map((finding, index) => ({ ...finding, note: notes[index]?.message ?? finding.message }));
}

/** Reads in this thread. */
export class DirectImpactReader implements ImpactReader {
  readonly #reader = new FactsReader();

  async impact({ now, old, tool, isSealed }: ImpactQuestion, signal?: AbortSignal): Promise<ImpactAnswer> {
    const kept = (facts: Facts, { fingerprint }: Pick<KeptFor, 'fingerprint'>): string | undefined =>
      formatFacts(facts, { fingerprint, tool });
    const before = old && ('fingerprint' in old ? await this.#reader.facts(old.files, signal) : old);
    const after = await this.#reader.facts(now.files, signal);
    const findings = before ? withNotes(() => findImpact(before, after, { isSealed })) : [];
    return {
      findings,
      step: stepOf(findings),
      abilities: abilities(after, before),
      kept: {
        now: kept(after, now),
        ...(before && 'fingerprint' in old ? { old: kept(before, old) } : {}),
      },
    };
  }
}
