/** `text` as a quoted YAML scalar on one line that every parser reads alike: double quotes, or single ones where that saves escapes. */
export function quoteYaml(text: string): string {
  const line = text.replace(/\s*[\r\n]+\s*/g, ' ').trim();
  const plain = Array.from(line).every((character) => !/\p{Cc}/u.test(character));
  if (plain && /["\\]/.test(line)) return `'${line.replaceAll("'", "''")}'`;
  return `"${line.replace(/["\\]/g, '\\$&').replace(/\p{Cc}/gu, escapeControl)}"`;
}

function escapeControl(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

/**
 * What an author meant by the source of a value that is not YAML: without the quotes around it, without the white space of its line
 * breaks, without a comment that begins with `# `.
 */
export function meantText(source: string): string {
  const text = source.replace(/[ \t]+#[ \t][^\r\n]*$/, '').replace(/\s*[\r\n]+\s*/g, ' ').trim();
  const quote = text.charAt(0);
  if (quote !== '"' && quote !== "'") return text;
  const inner = text.slice(1);
  if (inner.endsWith(quote)) return unescape(inner.slice(0, -1), quote);
  return inner.includes(quote) ? text : unescape(inner, quote);
}

function unescape(text: string, quote: string): string {
  return quote === "'" ? text.replaceAll("''", "'") : text.replace(/\\(["\\])/g, '$1');
}
