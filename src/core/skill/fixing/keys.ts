import { lineBreakOf, withIndentation } from '../edits.ts';
import { lineStart } from '../envelope.ts';
import { type FrontMatterEntry, type FrontMatterValue, findEntry } from '../frontMatter.ts';
import type { Range } from '../problem.ts';
import { quoteYaml, quoteYamlLines } from '../yamlText.ts';
import type { FileEdit } from '../edits.ts';
import { type FixContext, type Fixer, type Trust, fix, replace } from './fix.ts';
import { l10n, translated } from '../../text/l10n.ts';

/** What should go. */
export interface Removal {
  readonly remove: Range;
}

export interface RightKey {
  readonly rename: string;
}

export interface UnknownKey {
  /** Whether it may become an entry of `metadata`. */
  readonly movable: boolean;
}

/** Removes a key, with the indentation before it. `title`: in English. */
export function removeKey(title: string, trust: Trust): Fixer<Removal> {
  return (context) => [
    fix(context, translated(title), trust, replace(context, withIndentation(context.text, context.data.remove), '')),
  ];
}

/** Writes the right key. Another spelling of the same letters is safe. */
export const renameKey: Fixer<RightKey> = (context) => {
  const key = context.data.rename;
  const written = context.text.slice(context.problem.range.start, context.problem.range.end);
  const sameLetters = written.replace(/[-_]/g, '').toLowerCase() === key.replace(/[-_]/g, '');
  return [
    fix(
      context,
      l10n.t`Rename to “${key}”`,
      sameLetters ? 'safe' : 'preferred',
      replace(context, context.problem.range, key),
    ),
  ];
};

/** Moves a key of one's own under `metadata`, as a text, or removes it. */
export const moveToMetadata: Fixer<UnknownKey> = (context) => {
  const { problem, frontMatter, text, data } = context;
  const entry = frontMatter.entries.find(({ keyRange }) => keyRange.start === problem.range.start);
  if (!entry) return [];
  const removal = fix(context, l10n.t`Remove “${entry.key}”`, 'possible', replace(context, entry.range, ''));
  const line = metadataLine(entry, text);
  if (!data.movable || entry.broken || line === undefined) return [removal];
  const metadata = findEntry(frontMatter, 'metadata');
  const eol = lineBreakOf(text);
  const title = l10n.t`Move “${entry.key}” to metadata`;
  if (!metadata && frontMatter.entries.some(({ key }) => key.toLowerCase() === 'metadata')) return [removal];
  if (!metadata) {
    return [fix(context, title, 'safe', replace(context, entry.range, `metadata:${eol}  ${line}${eol}`)), removal];
  }
  const { value } = metadata;
  if (metadata.broken || value.entries.some(({ key }) => key === entry.key)) return [removal];
  if (value.kind === 'map' && value.style === 'flow') {
    const insert = entry.value.comment ? undefined : intoFlow(context, entry, value);
    return insert ? [fix(context, title, 'safe', replace(context, entry.range, ''), insert), removal] : [removal];
  }
  const last = value.entries.at(-1);
  const indent = last ? last.keyRange.start - lineStart(text, last.keyRange.start) : 2;
  if (!(value.kind === 'map' && value.style === 'block') && value.style !== 'none') return [removal];
  const end = metadata.range.end;
  const lead = /[\r\n]/.test(text.charAt(end - 1)) ? '' : eol;
  const insert = replace(context, { start: end, end }, `${lead}${' '.repeat(indent)}${line}${eol}`);
  return [fix(context, title, 'safe', replace(context, entry.range, ''), insert), removal];
};

/** One more pair before the closing brace of a map in braces. */
function intoFlow(
  context: FixContext,
  entry: FrontMatterEntry,
  { range, comment }: FrontMatterValue,
): FileEdit | undefined {
  const { text } = context;
  const inside = text.slice(range.start + 1, range.end - 1);
  if (text.charAt(range.end - 1) !== '}' || comment || inside.includes('#')) return undefined;
  const at = range.start + 1 + inside.trimEnd().length;
  const last = inside.trimEnd().at(-1);
  const lead = last === undefined ? '' : last === ',' ? ' ' : ', ';
  const pair = `${quoteYaml(entry.key)}: ${quoteYamlLines(plainTextOf(entry.value))}`;
  return replace(context, { start: at, end: at }, `${lead}${pair}`);
}

function plainTextOf(value: FrontMatterValue): string {
  return value.kind === 'list' ? value.items.map((item) => item.text).join(', ') : value.text;
}

/** `undefined` for what a text cannot say: maps, what other values refer to, and comments inside of it. */
function metadataLine({ key, value }: FrontMatterEntry, text: string): string | undefined {
  const isSimple = ({ kind, properties }: FrontMatterValue): boolean =>
    kind !== 'map' && kind !== 'alias' && properties === undefined;
  const isPlain = (item: FrontMatterValue): boolean => isSimple(item) && item.kind !== 'list' && !item.comment;
  if (!isSimple(value) || !value.items.every(isPlain)) return undefined;
  const comment = value.comment ? ` ${text.slice(value.comment.start, value.comment.end).trimEnd()}` : '';
  return `${/^[A-Za-z_][\w.-]*$/.test(key) ? key : quoteYaml(key)}: ${quoteYamlLines(plainTextOf(value))}${comment}`;
}
