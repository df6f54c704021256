import { editDistance } from './path.ts';

/**
 * The candidate that `text` is probably a slip of, ignoring case; `undefined` when none is near enough to be sure: one
 * edit for short texts, a fifth of the length for long ones.
 */
export function findNearest(text: string, candidates: Iterable<string>): string | undefined {
  if (text.length > 200) return undefined;
  const limit = Math.min(4, Math.max(1, Math.floor(text.length / 5)));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    const found = editDistance(text.toLowerCase(), candidate.toLowerCase(), limit);
    if (found < bestDistance) [best, bestDistance] = [candidate, found];
  }
  return best;
}
