import type { Fact } from '../model.ts';

type Facts = ReadonlyMap<string, readonly Fact[]>;

/** Texts of `from` that nothing in `to` is like: 60 % for headings, 70 % for lines. */
export function lostTexts(from: Facts, to: Facts, what: 'heading' | 'line'): readonly Fact[] {
  const piecesOf = what === 'heading' ? headingPieces : linePieces;
  const least = what === 'heading' ? 0.6 : 0.7;
  const exact = new Set([...to.keys()].map((text) => foldedText(text)));
  const alone = [...from.entries()].filter(([text]) => !exact.has(foldedText(text)));
  if (alone.length === 0) return [];
  const others = [...to.keys()].map(piecesOf);
  return alone.flatMap(([text, [fact]]) => {
    const pieces = piecesOf(text);
    return fact && !others.some((other) => dice(pieces, other) >= least) ? [fact] : [];
  });
}

/** Without numbering, emoji and marks. */
function foldedText(text: string): string {
  return text
    .toLowerCase()
    .replace(/^(?:(?:step|phase|part|section)\s+)?[\d.]+[.):]?\s*[-–—:.]?\s*/, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Pairs of neighboring characters. */
function headingPieces(text: string): ReadonlySet<string> {
  const characters = Array.from(foldedText(text));
  if (characters.length < 2) return new Set(characters);
  return new Set(characters.slice(1).map((character, index) => `${characters[index] ?? ''}${character}`));
}

function linePieces(text: string): ReadonlySet<string> {
  return new Set(foldedText(text).split(' '));
}

/** Twice what two sets share, by the sum of their sizes. */
function dice(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size + other.size === 0) return 1;
  let shared = 0;
  for (const piece of one) if (other.has(piece)) shared += 1;
  return (2 * shared) / (one.size + other.size);
}
