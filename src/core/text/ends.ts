/**
 * The longest end of a text in which each character matches `character`, a pattern of one. In linear time, which a
 * pattern that is looked for anywhere and must end in `$` does not have.
 */
export function endOf(text: string, character: RegExp): string {
  let start = text.length;
  while (start > 0) {
    const isPair = /[\uD800-\uDBFF][\uDC00-\uDFFF]/.test(text.slice(Math.max(0, start - 2), start));
    const before = start - (isPair ? 2 : 1);
    if (!character.test(text.slice(before, start))) break;
    start = before;
  }
  return text.slice(start);
}

/** The text without that end. */
export function withoutEnd(text: string, character: RegExp): string {
  return text.slice(0, text.length - endOf(text, character).length);
}

/** UTF-16 units that are left out at most, so that a line ends. */
const longestLeft = 4_096;

/** Where the last whole line ends of `most` UTF-16 units from `start` on; a very long line is cut. */
export function endOfLines(text: string, start: number, most: number): number {
  const end = start + most;
  if (text.length <= end) return text.length;
  const newline = text.lastIndexOf('\n', end - 1);
  return newline < Math.max(start, end - longestLeft) ? end : newline + 1;
}
