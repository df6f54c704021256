/** Braces that are opened out in one pattern; further ones count as characters. */
const maxAlternatives = 256;

/** One step of a pattern: a character as it is, or a wildcard. */
type Step = { readonly kind: 'character'; readonly character: string } | { readonly kind: '?' | '*' | '**' | '**/' };

/**
 * A matcher of whole paths: the one dialect of patterns, whatever they are for; `.gitignore` and `.skillignore` have
 * Git's. Own code, for a matcher that makes regular expressions takes time without end on some patterns.
 *
 * `*` is any run of characters inside of one folder, `?` one of them, `**` any run across folders, a leading or inner
 * double star with its slash also none; `{a,b}` is either. Anything else is meant as it is written. Takes at most as many
 * steps as the pattern has characters times those of the path; `spend` is told how many.
 */
export function globMatcher(
  pattern: string,
  spend: (steps: number) => void = () => undefined,
): (path: string) => boolean {
  const alternatives = expandBraces(pattern).map(stepsOf);
  return (path) => alternatives.some((steps) => matches(steps, path, spend));
}

function stepsOf(pattern: string): readonly Step[] {
  const steps = pattern.split(/(\*{2,}\/?|\*|\?)/).flatMap((part, index): Step[] => {
    if (index % 2 === 0) return Array.from(part, (character) => ({ kind: 'character', character }));
    if (part === '?' || part === '*') return [{ kind: part }];
    return [{ kind: part.endsWith('/') ? '**/' : '**' }];
  });
  return steps.filter(({ kind }, index) => kind === 'character' || kind === '?' || kind !== steps[index - 1]?.kind);
}

function matches(steps: readonly Step[], path: string, spend: (steps: number) => void): boolean {
  const front = new Front(steps);
  let spent = 1;
  for (const character of path) {
    spent += front.size;
    front.advance(character);
    if (front.size === 0) break;
  }
  spend(spent);
  return front.isAtEnd;
}

/** All places of a pattern at which a part of a path may end; one character after another, never back. */
class Front {
  readonly #steps: readonly Step[];
  /** For each place the round in which it was reached last. */
  readonly #reached: Int32Array;
  #round = 0;
  #places: number[] = [];

  constructor(steps: readonly Step[]) {
    this.#steps = steps;
    this.#reached = new Int32Array(steps.length + 1).fill(-1);
    this.#enter(0);
  }

  get size(): number {
    return this.#places.length;
  }

  get isAtEnd(): boolean {
    return this.size > 0 && this.#reached[this.#steps.length] === this.#round;
  }

  advance(character: string): void {
    const places = this.#places;
    this.#places = [];
    this.#round += 1;
    for (const place of places) this.#follow(place, character);
  }

  #follow(place: number, character: string): void {
    const step = this.#steps[place];
    switch (step?.kind) {
      case 'character':
        if (step.character === character) this.#enter(place + 1);
        return;
      case '?':
        if (character !== '/') this.#enter(place + 1);
        return;
      case '*':
        if (character !== '/') this.#enter(place);
        return;
      case '**':
        this.#enter(place);
        return;
      case '**/':
        // Inside of a folder's name only its end leads on.
        this.#reach(place);
        if (character === '/') this.#enter(place + 1);
        return;
      case undefined:
    }
  }

  /** Reaches a step, and those behind it while it may stand for nothing. */
  #enter(place: number): void {
    for (let at = place; ; at += 1) {
      this.#reach(at);
      const kind = this.#steps[at]?.kind;
      if (kind !== '*' && kind !== '**' && kind !== '**/') return;
    }
  }

  #reach(place: number): void {
    if (this.#reached[place] === this.#round) return;
    this.#reached[place] = this.#round;
    this.#places.push(place);
  }
}

/** The patterns without braces that a pattern stands for. A brace that is not closed is a character. */
function expandBraces(pattern: string): readonly string[] {
  const done: string[] = [];
  const waiting = [pattern];
  for (let round = 0; waiting.length > 0 && round < maxAlternatives; round += 1) {
    const next = waiting.pop() ?? '';
    const group = firstGroup(next);
    if (!group) done.push(next);
    else
      for (const option of group.options.toReversed())
        waiting.push(next.slice(0, group.start) + option + next.slice(group.end));
  }
  return [...done, ...waiting.toReversed()];
}

/** The first pair of braces, with what its commas separate. */
function firstGroup(
  pattern: string,
): { readonly start: number; readonly end: number; readonly options: readonly string[] } | undefined {
  const start = pattern.indexOf('{');
  if (start < 0) return undefined;
  const cuts = [start];
  let depth = 0;
  for (let at = start; at < pattern.length; at += 1) {
    const character = pattern[at];
    if (character === '{') depth += 1;
    else if (character === '}') depth -= 1;
    else if (character === ',' && depth === 1) cuts.push(at);
    if (depth > 0) continue;
    const ends = [...cuts.slice(1), at];
    return { start, end: at + 1, options: cuts.map((cut, index) => pattern.slice(cut + 1, ends[index])) };
  }
  return undefined;
}
