/**
 * What stands between the characters that match `separator`, without the whitespace around it. A separator in
 * parentheses, behind which they close, is none. Linear.
 */
export function splitOutside(text: string, separator: RegExp): readonly string[] {
  const pieces: string[] = [];
  let end = text.length;
  let isInside = false;
  for (let at = text.length - 1; at >= 0; at -= 1) {
    const character = text.charAt(at);
    if (character === '(' || character === ')') isInside = character === ')';
    if (isInside || !separator.test(character)) continue;
    pieces.push(text.slice(at + 1, end).trim());
    end = at;
  }
  return [...pieces, text.slice(0, end).trim()].reverse();
}
