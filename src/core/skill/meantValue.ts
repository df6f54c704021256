import { lineAt } from './envelope.ts';
import type { FrontMatter, FrontMatterEntry } from './frontMatter.ts';
import type { Range } from './problem.ts';
import { meantText } from './yamlText.ts';

/**
 * Where the value of a broken top-level entry lies when it was meant as a text: from behind the colon to the end of the
 * last line that is indented. `undefined` when it does not begin on the line of its key, or is block text.
 */
export function meantRange(
  text: string,
  { content }: Pick<FrontMatter, 'content'>,
  { keyRange }: FrontMatterEntry,
): Range | undefined {
  if (keyRange.start > content.start && !/[\r\n]/.test(text.charAt(keyRange.start - 1))) return undefined;
  const line = lineAt(text, keyRange.end);
  const key = /^["']?[ \t]*:[ \t]+(?=[^\s#])/.exec(text.slice(keyRange.end, line.end));
  if (!key) return undefined;
  const start = keyRange.end + key[0].length;
  if (/^[|>][-+\d]{0,3}[ \t]*(?:#.*)?$/.test(text.slice(start, line.end))) return undefined;
  let end = line.end;
  for (let at = line.next; at < content.end; ) {
    const next = lineAt(text, at);
    const source = text.slice(at, next.end);
    if (source.trim() !== '' && !/^[ \t]/.test(source)) break;
    if (source.trim() !== '') end = next.end;
    if (next.next === at) break;
    at = next.next;
  }
  return { start, end: start + text.slice(start, end).trimEnd().length };
}

/** The value of a top-level entry as a text: what is read or, where the YAML is broken, what was probably meant. */
export function readableText(
  text: string,
  frontMatter: FrontMatter,
  entry: FrontMatterEntry,
): { readonly text: string; readonly range: Range } | undefined {
  if (!entry.broken)
    return entry.value.kind === 'text' ? { text: entry.value.text, range: entry.value.range } : undefined;
  const range = meantRange(text, frontMatter, entry);
  return range && { text: meantText(text.slice(range.start, range.end)), range };
}
