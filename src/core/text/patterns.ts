/** A pattern that matches where one of the parts does; they are tried in this order. Flags of the parts do not count. */
export function anyOf(flags: string, ...parts: readonly RegExp[]): RegExp {
  return new RegExp(parts.map(({ source }) => source).join('|'), flags);
}

/** A pattern of parts that follow each other. Flags of the parts do not count. */
export function sequence(flags: string, ...parts: readonly RegExp[]): RegExp {
  return new RegExp(parts.map(({ source }) => source).join(''), flags);
}

/** The source of a pattern that matches this text alone. */
export function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}
