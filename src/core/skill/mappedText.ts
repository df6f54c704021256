import type { FrontMatterValue } from './frontMatter.ts';
import type { Range } from './problem.ts';

/** The text of a scalar, without whitespace around it, and where each part of it stands in its file. Plain JSON. */
export interface MappedText {
  readonly text: string;
  /** Of the value in the file, quotes or the mark of a block included. */
  readonly range: Range;
  /**
   * Pairs of an offset in `text` and its offset in the file, in order, from 0 on: until the next pair both go on one by
   * one.
   */
  readonly steps: readonly number[];
}

/** Maps a text back to the `source` it was read from, through quotes, folds and escapes. Linear. */
export function toMappedText(source: string, value: FrontMatterValue): MappedText {
  const { text: whole, range } = value;
  const text = whole.trim();
  const lead = whole.length - whole.trimStart().length;
  const start = contentStart(source, value);
  if (source.startsWith(text, start + lead)) return { text, range, steps: [0, start + lead] };
  const steps: number[] = [];
  let expected = -1;
  align(source, value, start, (offset, at) => {
    const own = offset - lead;
    if (at !== expected && own >= 0 && own < text.length) steps.push(own, at);
    expected = at + 1;
  });
  return { text, range, steps: steps[0] === 0 ? steps : [0, start, ...steps] };
}

/** Where an offset in the text of a scalar, from 0 to its length, stands in the file. */
export function offsetInFile({ steps, range }: MappedText, offset: number): number {
  let low = 0;
  let high = steps.length / 2 - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((steps[2 * middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return Math.min((steps[2 * low + 1] ?? range.start) + offset - (steps[2 * low] ?? 0), range.end);
}

/** Behind the quote, or below the mark of a block. */
function contentStart(source: string, { range: { start, end }, style }: FrontMatterValue): number {
  if (style === 'single' || style === 'double') return start + 1;
  if (style !== 'literal' && style !== 'folded') return start;
  const line = source.slice(start, end).search(/[\r\n]/);
  return line < 0 ? end : start + line + 1;
}

/**
 * Tells of each UTF-16 unit of the text where it stands in the file. What is no whitespace stands in both in the same
 * order, and whitespace is only folded: so each unit is found by walking through both.
 */
function align(
  source: string,
  { text, range: { end }, style }: FrontMatterValue,
  start: number,
  tell: (offset: number, at: number) => void,
): void {
  let at = start;
  for (let offset = 0; offset < text.length; ) {
    let unit = unitAt(source, at, style);
    if (!isBlankUnit(text.charAt(offset)))
      while (at < end && isBlankUnit(unit.text)) {
        at += unit.length;
        unit = unitAt(source, at, style);
      }
    const isSame = unit.text !== '' && text.startsWith(unit.text, offset);
    const units = isSame ? unit.text.length : 1;
    for (let index = 0; index < units; index += 1) tell(offset + index, Math.min(at, end));
    offset += units;
    if (isSame) at += unit.length;
  }
}

/** True for an escaped line break too, which is read as nothing. */
function isBlankUnit(character: string): boolean {
  return character.trim() === '';
}

interface Unit {
  /** What it is read as; empty for an escaped line break. */
  readonly text: string;
  /** In the source. */
  readonly length: number;
}

const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};
const escapeLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function unitAt(source: string, at: number, style: FrontMatterValue['style']): Unit {
  const character = source.charAt(at);
  if (style === 'single' && character === "'") return { text: "'", length: 2 };
  if (style !== 'double' || character !== '\\') return { text: character, length: 1 };
  const mark = source.charAt(at + 1);
  const digits = escapeLengths[mark];
  if (digits !== undefined) {
    const code = Number.parseInt(source.slice(at + 2, at + 2 + digits), 16);
    return { text: code <= 0x10ffff ? String.fromCodePoint(code) : '', length: 2 + digits };
  }
  if (mark === '\n' || mark === '\r') return { text: '', length: 2 };
  return { text: escapes[mark] ?? mark, length: 2 };
}
