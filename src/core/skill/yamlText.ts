import { endOf } from '../text/ends.ts';
/**
 * `text` as a quoted YAML scalar on one line that every parser reads alike: double quotes, or single ones where that
 * saves escapes.
 */
export function quoteYaml(text: string): string {
  return quote(onOneLine(text));
}

/** Like `quoteYaml`, but the line breaks inside of the text stay, as `\n`. */
export function quoteYamlLines(text: string): string {
  return quote(text.replace(/\r\n?/g, '\n').trim());
}

function quote(line: string): string {
  const plain = Array.from(line).every((character) => !/\p{Cc}/u.test(character));
  if (plain && /["\\]/.test(line)) return `'${line.replaceAll("'", "''")}'`;
  return `"${line.replace(/["\\]/g, '\\$&').replace(/\p{Cc}/gu, escapeControl)}"`;
}

function escapeControl(character: string): string {
  if (character === '\n') return '\\n';
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

/**
 * What an author meant by the source of a value that is not YAML: without the quotes around it, without the whitespace
 * of its line breaks, without a comment that begins with `# `.
 */
export function meantText(source: string): string {
  const last = source.length - endOf(source, /[^\r\n]/).length;
  const text = onOneLine(source.slice(0, last) + source.slice(last).replace(/(?<![ \t])[ \t]+#[ \t].*/s, ''));
  const mark = text.charAt(0);
  if (mark !== '"' && mark !== "'") return text;
  const inner = text.slice(1);
  if (inner.endsWith(mark))
    return closesAndReopens(inner.slice(0, -1), mark) ? text : unescape(inner.slice(0, -1), mark);
  return inner.includes(mark) ? text : unescape(inner, mark);
}

/** True for what stands between the first and the last quote of `"one" and "two"`: these are not around the whole. */
function closesAndReopens(inner: string, mark: string): boolean {
  const closing = inner.search(new RegExp(`(?<=\\S)${mark}(?=[\\s,;:.+)/—–-])`));
  const opening = inner.search(new RegExp(`(?<=[\\s,;:+(/—–-]|^)${mark}(?=\\S)`));
  return closing >= 0 && closing < opening;
}

function unescape(text: string, mark: string): string {
  return mark === "'" ? text.replaceAll("''", "'") : text.replace(/\\(["\\])/g, '$1');
}

/** Where the entry of a map begins whose key begins at `keyStart`: there, or at the `?` before an explicit key. */
export function entryStart(source: string, keyStart: number): number {
  const before = source.slice(0, keyStart).trimEnd();
  if (!before.endsWith('?')) return keyStart;
  const lead = before.slice(before.lastIndexOf('\n') + 1, -1);
  return lead.trim() === '' ? before.length - 1 : keyStart;
}

/** Its lines without the whitespace around them, blanks between them. */
function onOneLine(text: string): string {
  return text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
}
