// Own code, for a matcher that makes regular expressions of such rules takes time without end on some of them
// (`a/**/a/**/a/**/b` in a deep folder). Read and matched as by Git (`wildmatch.c`), but for case, which does not count.

/** One rule of a `.gitignore`. */
export interface IgnorePattern {
  /** True for a rule with `!`. */
  readonly negative: boolean;
  /**
   * Whether the rule names this very path, given in its parts in lower case; not whether it names a folder above. Takes at
   * most as many steps as the rule has parts times those of the path, and in each part as many as the product of lengths.
   */
  matches(parts: readonly string[], isFolder: boolean): boolean;
}

/** A wildcard for any number: of characters in a part (`*`), or of parts (`**`). */
const run = Symbol('run');
type Run = typeof run;
/** One step in a part of a rule: a character in lower case, or those that a wildcard takes. */
type Step = string | ((character: string) => boolean);
/** A part of a rule. */
type Part = { readonly literal: string } | { readonly steps: readonly (Step | Run)[] };

/** Two stars or more. */
const anyParts = /^\*{2,}$/;

/** Reads one line; `undefined` for one that can match nothing. */
export function parseIgnorePattern(line: string): IgnorePattern | undefined {
  const negative = line.startsWith('!');
  let text = withoutBlanks(negative ? line.slice(1) : line);
  const onlyFolders = text.endsWith('/') && !text.endsWith('\\/');
  if (onlyFolders) text = text.slice(0, -1);
  if (text === '') return undefined;
  const anchored = text.includes('/');
  const written = splitAtSlashes(text.replace(/^\//, ''));
  if (!written) return undefined;
  // `a/**` is what lies in the folder, not the folder.
  const inside = anchored && anyParts.test(written.at(-1) ?? '') ? [...written, '*'] : written;
  const parts: (Part | Run)[] = [];
  for (const part of inside) {
    const read = anchored && anyParts.test(part) ? run : parsePart(part);
    if (read === 'never') return undefined;
    if (read !== run || parts.at(-1) !== run) parts.push(read);
  }
  const matches = (path: readonly string[]): boolean =>
    matchesAll(parts, anchored ? path : path.slice(-1), matchesPart);
  return { negative, matches: (path, isFolder) => (isFolder || !onlyFolders) && matches(path) };
}

/** Not at one in a set, which matches none. `undefined` when a set does not end. */
function splitAtSlashes(text: string): readonly string[] | undefined {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    const isEscape = character === '\\';
    if (character === '/' || (isEscape && text[at + 1] === '/')) {
      parts.push(text.slice(from, at));
      from = at + (isEscape ? 2 : 1);
    }
    if (isEscape) at += 1;
    if (character !== '[') continue;
    const set = parseSet(text, at);
    if (!set) return undefined;
    at = set.end;
  }
  return [...parts, text.slice(from)];
}

/** Blanks at the end do not count, but for one behind a backslash. */
function withoutBlanks(text: string): string {
  let end = text.length;
  while (text[end - 1] === ' ' && !isEscaped(text, end - 1)) end -= 1;
  return text.slice(0, end);
}

function isEscaped(text: string, at: number): boolean {
  let count = 0;
  while (text[at - 1 - count] === '\\') count += 1;
  return count % 2 === 1;
}

function parsePart(text: string): Part | 'never' {
  const steps: (Step | Run)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '*') {
      if (steps.at(-1) !== run) steps.push(run);
    } else if (character === '?') steps.push(() => true);
    else if (character === '[') {
      const set = parseSet(text, at);
      if (!set) return 'never';
      steps.push(set.step);
      at = set.end;
    } else {
      if (character === '\\') at += 1;
      if (at >= text.length) return 'never';
      steps.push(text.charAt(at).toLowerCase());
    }
  }
  const isLiteral = steps.every((step) => typeof step === 'string');
  return isLiteral ? { literal: steps.join('') } : { steps };
}

/** The classes of Git, which are those of ASCII. */
const classes: Readonly<Record<string, RegExp>> = {
  alnum: /[0-9A-Za-z]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  cntrl: /[^ -~\x80-\uffff]/,
  digit: /\d/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[ \t\n\r]/,
  upper: /[A-Z]/,
  xdigit: /[\dA-Fa-f]/,
};

/** The set at the `[` at `start`, and where its `]` is; `undefined` when it has none. */
function parseSet(text: string, start: number): { readonly step: Step; readonly end: number } | undefined {
  const negated = /[!^]/.test(text.charAt(start + 1));
  const tests: ((character: string) => boolean)[] = [];
  let before: string | undefined;
  let at = start + (negated ? 2 : 1);
  for (let first = true; first || text[at] !== ']'; first = false, at += 1) {
    if (at >= text.length) return undefined;
    const name = /^\[:([^\]]*):\]/.exec(text.slice(at, at + 20));
    if (name) {
      const known = Object.hasOwn(classes, name[1] ?? '') ? classes[name[1] ?? ''] : undefined;
      if (!known) return undefined;
      tests.push((character) => known.test(character));
      before = undefined;
      at += name[0].length - 1;
    } else if (text[at] === '-' && before !== undefined && at + 1 < text.length && text[at + 1] !== ']') {
      at += text[at + 1] === '\\' ? 2 : 1;
      const [from, to] = [before, text.charAt(at)];
      tests.push((character) => from <= character && character <= to);
      before = undefined;
    } else {
      if (text[at] === '\\') at += 1;
      const one = text.charAt(at);
      tests.push((character) => character === one);
      before = one;
    }
  }
  const holds = (character: string): boolean => tests.some((test) => test(character));
  const step = (character: string): boolean => (holds(character) || holds(character.toUpperCase())) !== negated;
  return { step, end: at };
}

function matchesPart(part: Part, text: string): boolean {
  return 'literal' in part ? part.literal === text : matchesAll(part.steps, text, matchesOne);
}

function matchesOne(step: Step, character: string): boolean {
  return typeof step === 'string' ? step === character : step(character);
}

/**
 * Whether all items are what is wanted, in this order. Each run takes as few as it can: only the last one that was met
 * takes more, for its followers are as free.
 */
function matchesAll<Wanted, Item>(
  pattern: readonly (Wanted | Run)[],
  items: ArrayLike<Item>,
  matches: (wanted: Wanted, item: Item) => boolean,
): boolean {
  let [next, at] = [0, 0];
  let [retryNext, retryAt] = [-1, 0];
  while (at < items.length) {
    const wanted = pattern[next];
    if (wanted === run) [retryNext, retryAt, next] = [next, at, next + 1];
    else if (wanted !== undefined && matches(wanted, items[at] as Item)) [next, at] = [next + 1, at + 1];
    else if (retryNext < 0) return false;
    else [next, retryAt, at] = [retryNext + 1, retryAt + 1, retryAt + 1];
  }
  while (pattern[next] === run) next += 1;
  return next === pattern.length;
}
