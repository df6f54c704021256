import { editDistance } from '../core/skill/path.ts';

/** The name that `text` was probably meant to be: at most two edits away, one for short names. */
export function findMeant(text: string, names: readonly string[]): string | undefined {
  const limit = text.length < 4 ? 1 : 2;
  const near = names
    .map((name) => ({ name, distance: editDistance(text.slice(0, 100), name, limit) }))
    .filter(({ distance }) => distance <= limit);
  return near.sort((a, b) => a.distance - b.distance)[0]?.name;
}

/** `a, b or c`. */
export function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}
