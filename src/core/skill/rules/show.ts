import { codePoint } from '../../text/display.ts';

const longest = 60;

/**
 * A text of the user's file inside a message: one line, cut, hidden and control characters as their code points, in
 * quotes.
 */
export function show(text: string): string {
  const visible = Array.from(text.slice(0, longest * 4), (character) =>
    /[\p{C}\p{Zl}\p{Zp}]/u.test(character) ? codePoint(character) : character,
  );
  const cut = visible.length > longest ? `${visible.slice(0, longest - 1).join('')}…` : visible.join('');
  return `“${cut}”`;
}
