/** Makes one emoji of several: `👩‍👧`. */
const joiner = '\u200D';

function isBetweenEmoji(text: string, at: number): boolean {
  return (
    /\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?$/u.test(text.slice(Math.max(0, at - 4), at)) &&
    /^\p{Extended_Pictographic}/u.test(text.slice(at + 1, at + 3))
  );
}

/**
 * One line of at most `limit` UTF-16 units that is safe to show: control characters and invisible direction marks
 * become `U+XXXX` (but what joins emoji to one), whitespace collapses. For text that came from a server or from a file.
 */
export function toDisplayText(text: string, limit = 300): string {
  const line = text
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character, at: number, whole: string) =>
      character === joiner && isBetweenEmoji(whole, at) ? character : codePoint(character),
    )
    .trim();
  if (line.length <= limit) return line;
  const cut = line.slice(0, limit - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** `U+202E` for a character. */
export function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
