import { findSecret } from '../text/spellings.ts';

/** What stands where a secret was. */
export const redacted = '‹redacted›';

/** Anything that looks like a key of the service, whoever it belongs to. */
const keyLike = /\bsk-ant-[\w-]{6,}/g;

/**
 * `text` without any of `secrets`, in whatever spelling they appear. Secrets under 4 characters are not searched: they
 * would blank out ordinary words.
 */
export function redact(text: string, secrets: Iterable<string>): string {
  let result = text;
  for (const secret of secrets) {
    const places = findSecret(result, secret);
    const pieces = places.map(({ start }, index) => result.slice(places[index - 1]?.end ?? 0, start));
    result = [...pieces, result.slice(places.at(-1)?.end ?? 0)].join(redacted);
  }
  return result.replace(keyLike, redacted);
}

/**
 * One line of at most `limit` UTF-16 units that is safe to show: control characters and invisible direction marks
 * become `U+XXXX`, white space collapses. For text that came from a server or from a file.
 */
export function toDisplayText(text: string, limit = 300): string {
  const line = text
    .replace(/\s+/g, ' ')
    .replace(
      /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
      (character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
    )
    .trim();
  if (line.length <= limit) return line;
  const cut = line.slice(0, limit - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
