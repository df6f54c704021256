import { language, translated } from './l10n.ts';

/**
 * Bytes for people, in the units that VS Code shows: 1 KB has 1,024 bytes, 1 MB has 1,024 KB. The Skills API counts its
 * limits so too.
 */
export function toSize(bytes: number): string {
  if (bytes < 1024) return plural(bytes, 'byte');
  const [value, unit] = bytes < 1024 * 1024 ? [bytes / 1024, 'KB'] : [bytes / (1024 * 1024), 'MB'];
  return `${toNumber(value, 1)} ${unit}`;
}

/** A number for people: "1,200", "2.5". */
export function toNumber(value: number, digits = 0): string {
  // The first number in words of a language takes as long as the rest of a short run.
  if (language() === 'en') return value.toFixed(digits).replace(/\d(?=(?:\d{3}){1,6}(?:\.|$))/g, '$&,');
  return value.toLocaleString(language(), { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/**
 * A number with its noun: "1 file", "1,200 files". The nouns are written at the call, where they are found to be
 * translated as "{0} file" and "{0} files".
 */
export function plural(count: number, one: string, many = `${one}s`): string {
  return translated(`{0} ${count === 1 ? one : many}`).replace('{0}', () => toNumber(count));
}
