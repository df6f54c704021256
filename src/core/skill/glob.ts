/** Braces that are opened out in one pattern; further ones count as characters. */
const maxAlternatives = 256;

/** One step of a pattern: a character as it is, or a wildcard. */
type Step = { readonly kind: 'character'; readonly character: string } | { readonly kind: '?' | '*' | '**' | '**/' };

/**
 * A matcher of whole paths. `*` is any run of characters inside of one folder, `?` one of them, `**` any run across
 * folders, a leading or inner double star with its slash also none; `{a,b}` is either. Anything else is meant as
 * it is written. Takes at most as many steps as the pattern has characters times those of the path; `spend` is told how
 * many.
 */
export function globMatcher(
  pattern: string,
  spend: (steps: number) => void = () => undefined,
): (path: string) => boolean {
  const alternatives = expandBraces(pattern).map(stepsOf);
  return (path) => alternatives.some((steps) => matches(steps, path, spend));
}

function stepsOf(pattern: string): readonly Step[] {
  const steps = pattern.split(/(\*{2,}\/|\*+|\?)/).flatMap((part, index): Step[] => {
    if (index % 2 === 0) return Array.from(part, (character) => ({ kind: 'character', character }));
    if (part === '?' || part === '*') return [{ kind: part }];
    return [{ kind: part.endsWith('/') ? '**/' : '**' }];
  });
  return steps.filter(({ kind }, index) => kind === 'character' || kind === '?' || kind !== steps[index - 1]?.kind);
}

/** Follows all ways through the pattern at once, one character of the path after another; never goes back. */
function matches(steps: readonly Step[], path: string, spend: (steps: number) => void): boolean {
  let active = new Set<number>();
  let spent = 1;
  enter(steps, 0, active);
  for (const character of path) {
    const next = new Set<number>();
    for (const index of active) follow(steps, index, character, next);
    spent += active.size;
    if (next.size === 0) {
      spend(spent);
      return false;
    }
    active = next;
  }
  spend(spent);
  return active.has(steps.length);
}

/** Where one is who reaches step `index`: there, and behind it when it may stand for nothing. */
function enter(steps: readonly Step[], index: number, reached: Set<number>): void {
  for (let at = index; ; at += 1) {
    reached.add(at);
    const kind = steps[at]?.kind;
    if (kind !== '*' && kind !== '**' && kind !== '**/') return;
  }
}

function follow(steps: readonly Step[], index: number, character: string, next: Set<number>): void {
  const step = steps[index];
  switch (step?.kind) {
    case 'character':
      if (step.character === character) enter(steps, index + 1, next);
      return;
    case '?':
      if (character !== '/') enter(steps, index + 1, next);
      return;
    case '*':
      if (character !== '/') enter(steps, index, next);
      return;
    case '**':
      enter(steps, index, next);
      return;
    case '**/':
      // Inside of a folder's name only its end leads on.
      next.add(index);
      if (character === '/') enter(steps, index + 1, next);
      return;
    case undefined:
  }
}

/** The patterns without braces that a pattern stands for. A brace that is not closed is a character. */
export function expandBraces(pattern: string): readonly string[] {
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
