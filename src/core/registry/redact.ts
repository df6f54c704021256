/** What stands where a secret was. */
export const redacted = '‹redacted›';

/** Anything that looks like a key of the service, whoever it belongs to. */
const keyLike = /\bsk-ant-[\w-]{6,}/g;

/**
 * `text` without any of `secrets`, in whatever spelling they appear: plain, percent-encoded, JSON-escaped, base64, with
 * or without the line breaks they were pasted with. Secrets under 4 characters are not searched: they would blank out
 * ordinary words.
 */
export function redact(text: string, secrets: Iterable<string>): string {
  let result = text;
  for (const secret of secrets) {
    for (const spelling of spellings(secret)) result = result.replaceAll(spelling, redacted);
  }
  return result.replace(keyLike, redacted);
}

function spellings(secret: string): readonly string[] {
  const trimmed = secret.trim();
  if (trimmed.length < 4) return [];
  const parts = trimmed.split(/\s+/).filter((part) => part.length >= 8);
  const plain = new Set([secret, trimmed, ...parts]);
  const all = new Set<string>();
  for (const text of plain) {
    all.add(text);
    all.add(encodeURIComponent(text));
    all.add(JSON.stringify(text).slice(1, -1));
    for (const encoded of base64Spellings(text)) all.add(encoded);
  }
  return [...all].filter((text) => text.length >= 4).sort((a, b) => b.length - a.length);
}

/**
 * Base64 of the text at the three alignments it can have inside a longer encoded string, without the characters its
 * neighbours decide.
 */
function base64Spellings(text: string): readonly string[] {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length < 8) return [];
  return [0, 1, 2].map((lead) => {
    const padded = new Uint8Array(lead + bytes.length);
    padded.set(bytes, lead);
    const encoded = btoa(String.fromCharCode(...padded)).replace(/=+$/, '');
    const start = lead === 0 ? 0 : lead + 1;
    const whole = Math.floor((padded.length * 8) / 6);
    return encoded.slice(start, whole);
  });
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
