import { findSecret } from '../text/spellings.ts';

/** What stands where a secret was. */
export const redacted = '‹redacted›';

/** Anything that looks like a key or token of the service, or like a signed token, also cut off: whoever it belongs to. */
const keyLike = /\bsk-ant-[\w-]{6,}|\beyJ[\w-]{8,}\.eyJ[\w-]*(?:\.[\w-]*)?/g;

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
