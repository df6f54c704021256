/** Longer texts are no slip of a name. */
const maxMeant = 200;

/**
 * The candidate that `text` is probably a slip of, ignoring case; `undefined` when none is near enough to be sure: one
 * edit for short texts, a fifth of the length for long ones.
 */
export function findMeant(text: string, candidates: Iterable<string>): string | undefined {
  if (text.length > maxMeant) return undefined;
  const limit = Math.min(4, Math.max(1, Math.floor(text.length / 5)));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    const found = editDistance(text.toLowerCase(), candidate.toLowerCase(), limit);
    if (found < bestDistance) [best, bestDistance] = [candidate, found];
  }
  return best;
}

/** `a, b or c`. */
export function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

/**
 * Number of characters that were inserted, left out, changed or swapped with their neighbor between two texts (optimal
 * string alignment); anything above `limit` is reported as `limit + 1`. Takes as many steps as `a` has characters times
 * `2 * limit + 1`.
 */
export function editDistance(a: string, b: string, limit: number): number {
  const far = limit + 1;
  if (Math.abs(a.length - b.length) > limit) return far;
  let older = new Int32Array(b.length + 1);
  let previous = new Int32Array(b.length + 1);
  for (let j = 1; j <= b.length; j += 1) previous[j] = Math.min(j, far);
  let row = new Int32Array(b.length + 1);
  for (let i = 1; i <= a.length; i += 1) {
    // Places further from the diagonal than the limit cannot be on a way that is short enough.
    const [from, to] = [Math.max(1, i - limit), Math.min(b.length, i + limit)];
    row[from - 1] = from === 1 ? Math.min(i, far) : far;
    let least = row[from - 1] ?? far;
    for (let j = from; j <= to; j += 1) {
      const above = j === i + limit ? far : (previous[j] ?? far);
      const change = (previous[j - 1] ?? far) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = isSwap ? (older[j - 2] ?? far) + 1 : far;
      const steps = Math.min(change, above + 1, (row[j - 1] ?? far) + 1, swap, far);
      row[j] = steps;
      least = Math.min(least, steps);
    }
    if (least > limit) return far;
    [older, previous, row] = [previous, row, older];
  }
  return previous[b.length] ?? far;
}
