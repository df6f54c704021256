/** ASCII codes that Markdown gives a meaning. */
export const code = {
  tab: 9,
  newline: 10,
  return: 13,
  space: 32,
  bang: 33,
  quote: 34,
  hash: 35,
  apostrophe: 39,
  open: 40,
  close: 41,
  star: 42,
  plus: 43,
  minus: 45,
  dot: 46,
  slash: 47,
  colon: 58,
  less: 60,
  equals: 61,
  greater: 62,
  question: 63,
  at: 64,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  underscore: 95,
  tick: 96,
  tilde: 126,
} as const;

export function isBlank(char: number): boolean {
  return char === code.space || char === code.tab;
}

export function isLineEnd(char: number): boolean {
  return char === code.newline || char === code.return;
}

export function isWhite(char: number): boolean {
  return char === code.space || char === code.tab || char === code.newline || char === code.return;
}

export function isDigit(char: number): boolean {
  return char >= 48 && char <= 57;
}

export function isLetter(char: number): boolean {
  const lower = char | 32;
  return lower >= 97 && lower <= 122;
}

export function isControl(char: number): boolean {
  return (char < 32 && char !== 0) || char === 127;
}

/** Punctuation of ASCII: what a backslash escapes. */
export function isPunctuation(char: number): boolean {
  return (
    (char >= 33 && char <= 47) ||
    (char >= 58 && char <= 64) ||
    (char >= 91 && char <= 96) ||
    (char >= 123 && char <= 126)
  );
}

/** The first offset from `from` on, before `end`, that is not a space or tab. */
export function skipBlank(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isBlank(text.charCodeAt(at))) at += 1;
  return at;
}

/** The same over line ends. */
export function skipWhite(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isWhite(text.charCodeAt(at))) at += 1;
  return at;
}

/** The end of `text` before the spaces and tabs it ends with, not before `start`. */
export function trimBlank(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isBlank(text.charCodeAt(at - 1))) at -= 1;
  return at;
}
