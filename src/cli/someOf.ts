/** Texts that a sentence names. */
const mostNamed = 10;

/** The first ten of some texts, and how many more there are. */
export function someOf(texts: readonly string[]): string {
  const more = texts.length > mostNamed ? ` and ${texts.length - mostNamed} more` : '';
  return `${texts.slice(0, mostNamed).join(', ')}${more}`;
}
