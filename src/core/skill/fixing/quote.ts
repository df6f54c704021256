import { lineBreakOf } from '../edits.ts';
import type { Range } from '../problem.ts';
import { meantText, quoteYaml } from '../yamlText.ts';
import { type FixContext, type Fixer, type Trust, entryAt, fix, replace, replaceValue } from './fix.ts';
import { l10n, translated } from '../../text/l10n.ts';

/** The text that a value should be. */
export interface Quote {
  readonly quote: string;
}

/** What belongs between quotes as it stands there. */
export interface QuoteRange {
  readonly quoteRange: Range;
}

/** Writes the value at the range of the problem as the text that the data names; without data it cannot be one. `title`: in English. */
export function quoteValue(title: string, trust: Trust): Fixer<Quote | undefined> {
  return (context) => {
    const { problem, frontMatter, data } = context;
    const entry = entryAt(frontMatter.entries, problem.range);
    if (!data || !entry || entry.broken || entry.value.properties) return [];
    const edit = replaceValue(context, entry, quoteYaml(data.quote));
    return edit ? [fix(context, translated(title), trust, edit)] : [];
  };
}

/** Quotes what was meant by a range: escapes and quotes that are there already are understood. */
export const quoteMeant: Fixer<QuoteRange | undefined> = (context) => {
  if (!context.data) return [];
  const { start } = context.data.quoteRange;
  const entry = context.frontMatter.entries.findLast(({ keyRange }) => keyRange.start <= start);
  // A text is not what `metadata: author: Ann, version: "1"` means.
  if (entry?.key === 'metadata') return pairsOnLines(context, context.data.quoteRange);
  return quoteRange(context, context.data, 'safe', meantText);
};

const pair = /[ \t]*([A-Za-z_][\w.-]*)[ \t]*:[ \t]+("[^"\r\n]*"[ \t]*|'[^'\r\n]*'[ \t]*|[^,"'\s][^,"'\r\n]*)(?:,|$)/y;

/** One line for each pair of a map that was written on the line of its key. */
function pairsOnLines(context: FixContext, { start, end }: Range): ReturnType<Fixer> {
  const source = context.text.slice(start, end);
  const eol = lineBreakOf(context.text);
  const lines: string[] = [];
  pair.lastIndex = 0;
  while (pair.lastIndex < source.length) {
    const found = pair.exec(source);
    if (!found) return [];
    lines.push(`${eol}  ${found[1] ?? ''}: ${quoteYaml(meantText(found[2] ?? ''))}`);
  }
  const colon = context.text.lastIndexOf(':', start - 1);
  if (lines.length === 0 || context.text.slice(colon + 1, start).trim() !== '') return [];
  return [
    fix(
      context,
      l10n.t`Write one pair per line`,
      'preferred',
      replace(context, { start: colon + 1, end }, lines.join('')),
    ),
  ];
}

/** Quotes a value together with what YAML takes for a comment behind it. */
export function quoteWithComment(trust: Trust): Fixer<QuoteRange> {
  return (context) => quoteRange(context, context.data, trust, (source) => source);
}

function quoteRange(
  context: FixContext,
  { quoteRange: range }: QuoteRange,
  trust: Trust,
  toText: (source: string) => string,
): ReturnType<Fixer> {
  const text = toText(context.text.slice(range.start, range.end));
  return [fix(context, l10n.t`Quote the value`, trust, replace(context, range, quoteYaml(text)))];
}
