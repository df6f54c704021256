import { codePoint } from '../../text/display.ts';
import { l10n } from '../../text/l10n.ts';

const longest = 60;
const hidden = /[\p{C}\p{Zl}\p{Zp}]/u;

/**
 * A text of the user's file inside a message: one line, cut, hidden and control characters as their code points, in
 * quotes.
 */
export function show(text: string): string {
  if (text.length <= longest && !hidden.test(text)) return `“${text}”`;
  const visible = Array.from(text.slice(0, longest * 4), (character) =>
    hidden.test(character) ? codePoint(character) : character,
  );
  const cut = visible.length > longest ? `${visible.slice(0, longest - 1).join('')}…` : visible.join('');
  return l10n.t`“${cut}”`;
}

/** The first of some texts, each as `show` has it, and how many more there are. */
export function showSome(texts: readonly string[], most: number): string {
  const shown = texts.slice(0, most).map(show).join(', ');
  return texts.length > most ? l10n.t`${shown} and ${texts.length - most} more` : shown;
}
