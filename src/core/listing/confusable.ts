import { stemsOf } from '../impact/clauses.ts';
import { CommonTerms, keptPhrases, phrasesOf, type Phrases } from './phrases.ts';
import { TermIndex } from './termIndex.ts';
import { atOnce, type Pieces } from '../text/pieces.ts';

/** A skill as it is compared with others. Plain JSON. */
export interface ComparedSkill {
  readonly folder: string;
  readonly name: string;
  /** All that its author wrote for the list. */
  readonly full: string;
  /** The beginning of it that the list shows; empty for a name alone. */
  readonly shown: string;
  /** Questions that should find it. */
  readonly questions: readonly string[];
}

/** Another skill that ranks above a skill for words of its own. */
export interface Shadow {
  /** The skill whose words they are, and the one that ranks above it; folders. */
  readonly skill: string;
  readonly by: string;
  /** Share of the skill's own phrases that the other one ranks above it for, by weight; 0 to 1. */
  readonly score: number;
  /** The same by all that their authors wrote, nothing cut. */
  readonly fullScore: number;
  /** Apart in full, and not as they are listed. */
  readonly onlyWhenCut: boolean;
  /** The phrases, those that weigh most first. */
  readonly phrases: readonly string[];
}

/** A question of a skill's own that finds another skill before it. */
export interface LostQuestion {
  readonly skill: string;
  readonly question: string;
  readonly by: string;
  /** It is found first by all that its author wrote. */
  readonly onlyWhenCut: boolean;
}

/** Which skills of a set share their words. A rank of words is a hint: which skill a model chooses it does not say. */
export interface Confusion {
  /** The largest share first. */
  readonly shadows: readonly Shadow[];
  readonly questions: readonly LostQuestion[];
}

/** A pair is told of from this share on, and from so many phrases. */
const leastScore = 0.25;
const leastPhrases = 2;
/** What is left of a share when one of the two says "not for this, use the other". */
const namedShare = 0.5;

/** Ranks the phrases and the questions of each skill among all: by what is written, and by what is shown. Pure. */
export function findConfusion(skills: readonly ComparedSkill[]): Confusion {
  return atOnce(confusionPieces(skills));
}

/** Skills that are looked at in one piece. */
const together = 50;

/** The same in pieces of some ten milliseconds for a thousand skills. */
export function* confusionPieces(skills: readonly ComparedSkill[]): Pieces<Confusion> {
  const phrases: Phrases[] = [];
  for (const { full } of skills) {
    phrases.push(phrasesOf(full));
    if (phrases.length % together === 0) yield;
  }
  const common = new CommonTerms(
    skills.map(({ name }) => name),
    phrases,
  );
  yield;
  const set = new ComparedSet(skills, phrases, common);
  const shadows: Shadow[] = [];
  const questions: LostQuestion[] = [];
  for (const index of skills.keys()) {
    if (index % together === 0) yield;
    shadows.push(...set.shadowsOf(index));
    questions.push(...set.lostQuestionsOf(index));
  }
  shadows.sort((a, b) => b.score - a.score || (`${a.skill} ${a.by}` < `${b.skill} ${b.by}` ? -1 : 1));
  return { shadows, questions };
}

/** What one skill takes of the phrases of another. */
interface Taken {
  weight: number;
  readonly phrases: { readonly text: string; readonly weight: number }[];
}

class ComparedSet {
  readonly #skills: readonly ComparedSkill[];
  readonly #phrases: readonly Phrases[];
  readonly #common: CommonTerms;
  readonly #full: TermIndex;
  readonly #shown: TermIndex;

  constructor(skills: readonly ComparedSkill[], phrases: readonly Phrases[], common: CommonTerms) {
    this.#skills = skills;
    this.#phrases = phrases;
    this.#common = common;
    this.#full = this.#index(({ positive }) => positive);
    this.#shown = skills.every(({ full, shown }) => full === shown)
      ? this.#full
      : this.#index(
          (phrases, { full, shown }) =>
            full === shown ? phrases.positive : shown === '' ? [] : keptPhrases(phrases, shown),
          this.#full,
        );
  }

  /** Who ranks above a skill for its own phrases. */
  shadowsOf(own: number): readonly Shadow[] {
    const phrases = (this.#phrases[own]?.positive ?? []).map(({ text, stems }) => {
      const terms = this.#common.termsOf(stems);
      return { text, terms, weight: terms.reduce((sum, term) => sum + this.#full.weightOf(term), 0) };
    });
    const whole = phrases.reduce((sum, { weight }) => sum + weight, 0);
    if (whole === 0) return [];
    const full = takenBy(this.#full, phrases, own);
    const shown = this.#shown === this.#full ? full : takenBy(this.#shown, phrases, own);
    return [...shown].flatMap(([other, taken]) => {
      const factor = this.#isNamed(own, other) ? namedShare : 1;
      const isTold = (each: Taken | undefined): boolean =>
        each !== undefined && (each.weight / whole) * factor >= leastScore && each.phrases.length >= leastPhrases;
      if (!isTold(taken)) return [];
      const before = full.get(other);
      return {
        skill: this.#folder(own),
        by: this.#folder(other),
        score: (taken.weight / whole) * factor,
        fullScore: ((before?.weight ?? 0) / whole) * factor,
        onlyWhenCut: !isTold(before),
        phrases: taken.phrases.toSorted((a, b) => b.weight - a.weight).map(({ text }) => text),
      };
    });
  }

  /** Which of its questions find another skill first. */
  lostQuestionsOf(own: number): readonly LostQuestion[] {
    return (this.#skills[own]?.questions ?? []).flatMap((question) => {
      const terms = this.#common.termsOf(stemsOf(question)).filter((term) => this.#full.has(term));
      const [first] = this.#shown.above(terms, own).toSorted((a, b) => b.score - a.score || a.text - b.text);
      if (!first) return [];
      const onlyWhenCut = this.#shown !== this.#full && this.#full.above(terms, own).length === 0;
      return { skill: this.#folder(own), question, by: this.#folder(first.text), onlyWhenCut };
    });
  }

  #index(positiveOf: (phrases: Phrases, skill: ComparedSkill) => Phrases['positive'], weights?: TermIndex): TermIndex {
    return new TermIndex(
      this.#skills.map((skill, index) => {
        const phrases = this.#phrases[index];
        const positive = phrases ? positiveOf(phrases, skill) : [];
        return [stemsOf(skill.name), ...positive.map(({ stems }) => stems)].flatMap((stems) =>
          this.#common.termsOf(stems),
        );
      }),
      weights,
    );
  }

  /** True when one of two skills sends to the other. */
  #isNamed(one: number, other: number): boolean {
    const names = (index: number): string => (this.#skills[index]?.name ?? '').toLowerCase();
    return (
      this.#phrases[one]?.excluded.has(names(other)) === true || this.#phrases[other]?.excluded.has(names(one)) === true
    );
  }

  #folder(index: number): string {
    return this.#skills[index]?.folder ?? '';
  }
}

function takenBy(
  index: TermIndex,
  phrases: readonly { readonly text: string; readonly terms: readonly string[]; readonly weight: number }[],
  own: number,
): ReadonlyMap<number, Taken> {
  const taken = new Map<number, Taken>();
  for (const { text, terms, weight } of phrases) {
    if (weight === 0) continue;
    for (const { text: other } of index.above(terms, own)) {
      const sum = taken.get(other) ?? { weight: 0, phrases: [] };
      sum.weight += weight;
      sum.phrases.push({ text, weight });
      taken.set(other, sum);
    }
  }
  return taken;
}
