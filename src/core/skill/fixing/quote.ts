import type { Range } from '../problem.ts';
import { meantText, quoteYaml } from '../yamlText.ts';
import { type FixContext, type Fixer, type Trust, entryAt, fix, replace, replaceValue } from './fix.ts';

/** The text that a value should be. */
export interface Quote {
  readonly quote: string;
}

/** What belongs between quotes as it stands there. */
export interface QuoteRange {
  readonly quoteRange: Range;
}

/** Writes the value at the range of the problem as the text that the data names; without data it cannot be one. */
export function quoteValue(title: string, trust: Trust): Fixer<Quote | undefined> {
  return (context) => {
    const { problem, frontMatter, data } = context;
    const entry = entryAt(frontMatter.entries, problem.range);
    if (!data || !entry || entry.broken || entry.value.properties) return [];
    const edit = replaceValue(context, entry, quoteYaml(data.quote));
    return edit ? [fix(context, title, trust, edit)] : [];
  };
}

/** Quotes what was meant by a range: escapes and quotes that are there already are understood. */
export const quoteMeant: Fixer<QuoteRange | undefined> = (context) =>
  context.data ? quoteRange(context, context.data, 'safe', meantText) : [];

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
  return [fix(context, 'Quote the value', trust, replace(context, range, quoteYaml(text)))];
}
