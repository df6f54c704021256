import { countCharacters } from '../skill/limits.ts';
import { utf8Length } from '../text/bytes.ts';
import type { ListingProfile } from './profile.ts';

/** Wide in every terminal (Unicode Standard Annex 11, `W` and `F`), and what is drawn as an emoji. */
const wide = new RegExp(
  [
    '[\\u1100-\\u115F\\u2E80-\\u303E\\u3041-\\u4DBF\\u4E00-\\uA4CF\\uA960-\\uA97F\\uAC00-\\uD7A3\\uF900-\\uFAFF\\uFE30-\\uFE6F',
    '\\uFF00-\\uFF60\\uFFE0-\\uFFE6\\u{1B000}-\\u{1B2FF}\\u{1F200}-\\u{1F251}\\u{20000}-\\u{3FFFD}]|\\p{Emoji_Presentation}',
  ].join(''),
  'gu',
);
const noWidth = /[\p{Cc}\p{Mn}\p{Me}\p{Cf}]/gu;
const plain = /^[\x20-\x7e]*$/;

/** Columns on a screen. */
export function displayWidth(text: string): number {
  if (plain.test(text)) return text.length;
  const seen = text.replace(noWidth, '');
  return countCharacters(seen) + (seen.match(wide)?.length ?? 0);
}

const bytesPerToken = 4;

export function tokensOfBytes(bytes: number): number {
  return Math.ceil(bytes / bytesPerToken);
}

/** What the text of an entry costs by the agent's own count, the line break behind it included where that counts it. */
export function costOf(text: string, count: ListingProfile['count']): number {
  if (count === 'width') return displayWidth(text);
  if (count === 'characters') return text.length + 1;
  if (count === 'codePoints') return countCharacters(text) + 1;
  return tokensOfBytes(utf8Length(text) + 1);
}

/** The first `most` UTF-16 units, or one less where that would split a character. */
export function firstUnits(text: string, most: number): string {
  const code = text.charCodeAt(most - 1);
  return text.slice(0, code >= 0xd800 && code <= 0xdbff && most < text.length ? most - 1 : most);
}

/** The first `most` code points. */
export function firstCodePoints(text: string, most: number): string {
  if (text.length <= most) return text;
  let at = 0;
  for (let count = 0; count < most && at < text.length; count += 1) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return text.slice(0, at);
}
