import { withoutEnd } from '../text/ends.ts';
import { stemmer } from 'stemmer';
import { stopWords } from './stopWords.ts';

/** A part of a description that says one thing. */
export interface Clause {
  readonly text: string;
  readonly stems: readonly string[];
}

/** What a description says: when a skill fires, and when it does not. */
export interface Clauses {
  readonly positive: readonly Clause[];
  readonly exclusions: readonly Clause[];
  /** Stems of all that is positive. */
  readonly stems: ReadonlySet<string>;
}

const exclusion = new RegExp(
  String.raw`\b(?:do(?:es)? not|don['’]t|not for|not (?:to be )?used?|never|except|instead of|rather than|` +
    String.raw`skip (?:this|it)? ?(?:for|when|if)|not (?:intended|suitable|meant|applicable)|avoid (?:using|` +
    String.raw`for|this))\b|\b(?:use|see|prefer|try)\b[^.;]{0,80}\binstead\b|(?:不要|请勿|不适用|使用しない|ではなく)`,
  'i',
);
const separators = /[,;:()[\]/–—，、；：（）]|\s-\s|\band\b|\bor\b/i;

/** Splits what a description says, whitespace folded. Linear. */
export function clausesOf(description: string): Clauses {
  const text = description.replace(/\s+/g, ' ').trim().slice(0, 8_000);
  const positive: Clause[] = [];
  const exclusions: Clause[] = [];
  for (const sentence of text.split(/(?<=[.!?](?=["')\]]?\s)["')\]]?)\s|(?<=[。！？])/)) {
    for (const [isExclusion, part] of halves(sentence)) {
      if (isExclusion) exclusions.push(...toClause(part));
      else positive.push(...partsOf(part).flatMap(toClause));
    }
  }
  return { positive, exclusions, stems: new Set(positive.flatMap(({ stems }) => stems)) };
}

/** A sentence that begins positive and goes on with an exclusion is both: "Use for A, not for B". */
function* halves(sentence: string): Iterable<readonly [isExclusion: boolean, text: string]> {
  const match = exclusion.exec(sentence);
  if (!match) {
    yield [false, sentence];
    return;
  }
  const lead = sentence.slice(0, match.index);
  const cut = Math.max(...[',', ';', ' - ', '—', '–', '(', ':'].map((mark) => lead.lastIndexOf(mark)));
  const isHalf = cut > 0 && !/^\W*(?:use|for)?$/i.test(withoutEnd(lead.slice(0, cut), /\W/));
  if (isHalf) yield [false, lead.slice(0, cut)];
  yield [true, isHalf ? sentence.slice(cut + 1) : sentence];
}

function partsOf(sentence: string): string[] {
  const parts: string[] = [];
  let rest = '';
  let from = 0;
  for (const match of sentence.matchAll(/"([^"]{1,200})"|“([^”]{1,200})”/g)) {
    rest += `${sentence.slice(from, match.index)},`;
    parts.push(match[1] ?? match[2] ?? '');
    from = match.index + match[0].length;
  }
  return [...(rest + sentence.slice(from)).split(separators), ...parts];
}

function toClause(part: string): Clause[] {
  const text = withoutEnd(part.trim(), /[.!?\s]/);
  const stems = stemsOf(text);
  return stems.length === 0 ? [] : [{ text, stems }];
}

/** The stems of words that mean something; Chinese and Japanese in pieces of two characters. */
export function stemsOf(text: string): readonly string[] {
  const found: string[] = [];
  for (const [word] of text
    .toLowerCase()
    .matchAll(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+|[\p{L}\p{N}][\p{L}\p{N}'’+#.-]*/gu)) {
    if (/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word)) {
      const characters = Array.from(word);
      for (let index = 0; index < Math.max(1, characters.length - 1); index += 1)
        found.push(characters.slice(index, index + 2).join(''));
    } else {
      for (const part of word.replace(/['’]s$/, '').split(/[-'’]/)) {
        const plain = withoutEnd(part, /\./);
        if (plain.length > 0 && !stopWords.has(plain)) found.push(/^[a-z]+$/.test(plain) ? stemmer(plain) : plain);
      }
    }
  }
  return [...new Set(found)];
}

/** Share of the stems of `clause` that are among `known`; 0 to 1. */
export function shareOf({ stems }: Clause, known: { has: (stem: string) => boolean }): number {
  return stems.filter((stem) => known.has(stem)).length / stems.length;
}

/** Jaccard index of two sets; 1 for two empty ones. */
export function jaccard(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const all = new Set([...one, ...other]);
  return all.size === 0 ? 1 : [...one].filter((each) => other.has(each)).length / all.size;
}
