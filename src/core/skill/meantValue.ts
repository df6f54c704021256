import { lineAt } from './envelope.ts';
import type { FrontMatter, FrontMatterEntry } from './frontMatter.ts';
import type { Range } from './problem.ts';
import { meantText } from './yamlText.ts';

/**
 * Where the value of a broken top-level entry lies when it was meant as a text: from behind the colon to the end of the
 * last line that is indented. `undefined` when it is a list, a map or block text.
 */
export function meantRange(
  text: string,
  { content }: Pick<FrontMatter, 'content'>,
  { keyRange }: FrontMatterEntry,
): Range | undefined {
  if (keyRange.start > content.start && !/[\r\n]/.test(text.charAt(keyRange.start - 1))) return undefined;
  const line = lineAt(text, keyRange.end);
  const key = /^["']?[ \t]*:[ \t]+(?=[^\s#])/.exec(text.slice(keyRange.end, line.end));
  const start = key ? keyRange.end + key[0].length : textBelow(text, keyRange.end, line);
  if (start === undefined || start >= content.end) return undefined;
  if (/^[|>][-+\d]{0,3}[ \t]*(?:#.*)?$/.test(text.slice(start, line.end))) return undefined;
  const first = lineAt(text, start);
  let end = first.end;
  for (let at = first.next; at < content.end; ) {
    const next = lineAt(text, at);
    const source = text.slice(at, next.end);
    if (source.trim() !== '' && !/^[ \t]/.test(source)) break;
    if (source.trim() !== '') end = next.end;
    if (next.next === at) break;
    at = next.next;
  }
  return { start, end: start + text.slice(start, end).trimEnd().length };
}

/** Where a text begins on the line below its key; `undefined` when that line holds a list or a map. */
function textBelow(text: string, keyEnd: number, line: ReturnType<typeof lineAt>): number | undefined {
  if (!/^["']?[ \t]*:[ \t]*$/.test(text.slice(keyEnd, line.end))) return undefined;
  const below = text.slice(line.next, lineAt(text, line.next).end);
  const indent = /^[ \t]+(?=\S)(?!- |["']?[A-Za-z_][\w.-]*["']?[ \t]*:(?:[ \t]|$))/.exec(below);
  return indent ? line.next + indent[0].length : undefined;
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
