/** Of BM25: how soon more of a term counts less, and how much a long text counts less. */
const saturation = 1.2;
const lengthShare = 0.75;

interface Posting {
  readonly text: number;
  readonly count: number;
}

/**
 * Texts by their terms, ranked by BM25. Not a search library: those make an object of every hit, which for the phrases
 * of a thousand skills takes minutes.
 */
export class TermIndex {
  readonly #postings = new Map<string, Posting[]>();
  readonly #lengths: readonly number[];
  readonly #mean: number;
  readonly #weights: TermIndex;
  /** Of the search that runs. */
  readonly #scores: Float64Array;
  readonly #matched: Float64Array;

  /** `weights`: how much a term tells goes by these texts; by its own when left out. */
  constructor(texts: readonly (readonly string[])[], weights?: TermIndex) {
    this.#weights = weights ?? this;
    this.#lengths = texts.map(({ length }) => length);
    this.#mean = Math.max(1, this.#lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, texts.length));
    this.#scores = new Float64Array(texts.length);
    this.#matched = new Float64Array(texts.length);
    for (const [text, terms] of texts.entries()) {
      const counts = new Map<string, number>();
      for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
      for (const [term, count] of counts) {
        const postings = this.#postings.get(term);
        if (postings) postings.push({ text, count });
        else this.#postings.set(term, [{ text, count }]);
      }
    }
  }

  has(term: string): boolean {
    return this.#postings.has(term);
  }

  /** How much a term tells: the more the fewer texts have it. */
  weightOf(term: string): number {
    const texts = this.#postings.get(term)?.length ?? 0;
    return Math.log(1 + (this.#lengths.length - texts + 0.5) / (texts + 0.5));
  }

  /**
   * Other texts that rank above the text `own` for these terms, in no particular order; only those that have half of
   * the terms or more, by weight.
   */
  above(terms: readonly string[], own: number): readonly { readonly text: number; readonly score: number }[] {
    const touched: number[] = [];
    let weight = 0;
    for (const term of new Set(terms)) {
      const idf = this.#weights.weightOf(term);
      weight += idf;
      for (const { text, count } of this.#postings.get(term) ?? []) {
        if (this.#matched[text] === 0) touched.push(text);
        const norm = 1 - lengthShare + (lengthShare * (this.#lengths[text] ?? 0)) / this.#mean;
        this.#scores[text] = (this.#scores[text] ?? 0) + (idf * count * (saturation + 1)) / (count + saturation * norm);
        this.#matched[text] = (this.#matched[text] ?? 0) + idf;
      }
    }
    const least = this.#scores[own] ?? 0;
    const found = touched.flatMap((text) => {
      const score = this.#scores[text] ?? 0;
      return text !== own && score > least && (this.#matched[text] ?? 0) >= weight / 2 ? [{ text, score }] : [];
    });
    for (const text of touched) {
      this.#scores[text] = 0;
      this.#matched[text] = 0;
    }
    return found;
  }
}
