import { clausesOf, stemsOf } from '../impact/clauses.ts';

/** What a description says, for comparing it with others. */
export interface Phrases {
  /** Clauses that say when a skill is meant. */
  readonly positive: readonly Phrase[];
  /** What stands in sentences that say when it is not meant: words, names of other skills among them. */
  readonly excluded: ReadonlySet<string>;
}

export interface Phrase {
  readonly text: string;
  readonly stems: readonly string[];
}

export function phrasesOf(text: string): Phrases {
  const { positive, exclusions } = clausesOf(text);
  return {
    positive,
    excluded: new Set(exclusions.flatMap((clause) => clause.text.toLowerCase().split(/[^\p{L}\p{N}_-]+/u))),
  };
}

/** Phrases of a text that a list does not show whole, in their order. `kept`: its beginning, as it is shown. */
export function lostPhrases(text: string, kept: string): readonly string[] {
  const left = textsOf(phrasesOf(kept));
  return phrasesOf(text)
    .positive.map((phrase) => phrase.text)
    .filter((phrase) => !left.has(phrase));
}

/** Of `whole` what a beginning of its text still has; a phrase that is cut is lost. */
export function keptPhrases(whole: Phrases, kept: string): readonly Phrase[] {
  const left = textsOf(phrasesOf(kept));
  return whole.positive.filter(({ text }) => left.has(text));
}

function textsOf({ positive }: Phrases): ReadonlySet<string> {
  return new Set(positive.map(({ text }) => text));
}

/** In how many skills of a hundred two words side by side say nothing of one of them. */
const stopShare = 0.2;
const stopLeast = 3;
/** A word in more than this share of the skills weighs nothing. */
const commonShare = 1 / 3;
const commonLeast = 2;

/** What a set of skills has in common: words of a family, and openings such as "Use this skill when". */
export class CommonTerms {
  readonly #common: ReadonlySet<string>;
  readonly #stops: ReadonlySet<string>;

  /** `names` and `phrases` of the same skills, one for one. */
  constructor(names: readonly string[], phrases: readonly Phrases[]) {
    const skills = names.length;
    this.#stops = frequent(
      phrases.map(({ positive }) => positive.flatMap(({ stems }) => neighbors(stems))),
      Math.max(stopLeast, skills * stopShare) - 1e-9,
    );
    this.#common = frequent(
      phrases.map(({ positive }, index) => [...stemsOf(names[index] ?? ''), ...positive.flatMap(({ stems }) => stems)]),
      Math.max(commonLeast, skills * commonShare) + 1e-9,
    );
  }

  /** The terms of a phrase that tell one skill from another. */
  termsOf(stems: readonly string[]): readonly string[] {
    const pairs = neighbors(stems);
    return stems.filter(
      (stem, index) =>
        !this.#common.has(stem) &&
        !this.#stops.has(pairs[index] ?? '') &&
        !(index > 0 && this.#stops.has(pairs[index - 1] ?? '')),
    );
  }
}

function neighbors(stems: readonly string[]): readonly string[] {
  return stems.slice(1).map((stem, index) => `${stems[index] ?? ''} ${stem}`);
}

/** Terms that at least so many texts have. */
function frequent(texts: readonly (readonly string[])[], least: number): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const terms of texts) for (const term of new Set(terms)) counts.set(term, (counts.get(term) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count >= least).map(([term]) => term));
}
