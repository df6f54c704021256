import type { Range } from './problem.ts';

/** What Windows-1252 shows for the bytes 0x80 to 0x9F, by code point. */
const windows1252 = new Map(
  Array.from('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ').map((character, index) => {
    const bytes = [
      0x80, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8e, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96,
      0x97, 0x98, 0x99, 0x9a, 0x9b, 0x9c, 0x9e, 0x9f,
    ];
    return [character, bytes[index] ?? 0] as const;
  }),
);

/** The first byte of a character beyond ASCII as one character, and those that may follow. */
const suspects = /[\u00C2-\u00F4][\u0080-\u00BF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{0,3}/g;

/** A piece of text that was UTF-8, read as Latin-1 or Windows-1252 and written as UTF-8 again. */
export interface Mojibake {
  readonly range: Range;
  /** What it was; `undefined` when bytes are lost. */
  readonly meant: string | undefined;
}

/**
 * Pieces that were encoded twice. Ordinary text has none: `Ã` before a letter is a letter, `â€™` is not. A piece that
 * lost bytes counts only with a control character in it.
 */
export function findMojibake(text: string): readonly Mojibake[] {
  const found: Mojibake[] = [];
  for (const { 0: piece, index } of text.matchAll(suspects)) {
    const meant = decodedTwice(piece);
    if (meant === undefined && !/[\u0080-\u0084\u0086-\u009F]/.test(piece)) continue;
    found.push({ range: { start: index, end: index + (meant?.length ?? piece.length) }, meant: meant?.text });
  }
  return found;
}

/** The character whose bytes begin the piece, and how many characters of it they take. */
function decodedTwice(piece: string): { readonly text: string; readonly length: number } | undefined {
  const bytes = Array.from(piece, (character) => windows1252.get(character) ?? character.charCodeAt(0));
  const first = bytes[0] ?? 0;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (bytes.length < length || bytes.some((byte) => byte > 0xff)) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes.slice(0, length)));
    if (/\p{Cc}/u.test(text)) return undefined;
    // `Å²` and `×–` are units and punctuation; of two characters only those after `Â` and `Ã`, or a control, tell.
    return length === 2 && !/[ÂÃ\u0080-\u009F]/.test(piece.slice(0, length)) ? undefined : { text, length };
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
