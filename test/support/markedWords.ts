import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fields } from '../../src/core/skill/fields.ts';
import { usedTranslations, useTranslations, type Translations } from '../../src/core/text/l10n.ts';

/** Letters as no text of a skill has them. */
function marked(text: string): string {
  return text.replace(/\{\d+\}|[A-Za-z]/g, (part) =>
    part.length > 1 ? part : String.fromCodePoint((part.codePointAt(0) ?? 0) + 0xfee0),
  );
}

const english = JSON.parse(readFileSync('l10n/bundle.l10n.json', 'utf8')) as Readonly<Record<string, string>>;
const translations: Translations = {
  language: 'de',
  words: Object.fromEntries(Object.keys(english).map((text) => [text, marked(text)])),
};

/** Calls `work` in a language that has none of our letters: what still has some was not translated. */
export function inMarks<T>(work: () => T): T {
  const before = usedTranslations();
  useTranslations(translations);
  try {
    return work();
  } finally {
    useTranslations(before);
  }
}

/** What is called the same in every language: keys and their values, products, units. */
const names = [
  ...fields.flatMap(({ key, values }) => [key, ...values]),
  ...['Claude Code', 'VS Code', 'Skills API', 'claude.ai', 'Anthropic', 'OpenAI', 'Google', 'KB', 'MB'],
].join(' ');

/** Words of a text said `inMarks` that are neither names nor in what it was said of. */
export function untranslated(said: string, data = ''): readonly string[] {
  const known = `${names} ${data}`.toLowerCase();
  const words = said.replaceAll(/U\+[0-9A-F]+/g, '').match(/[A-Za-z]{2,}/g) ?? [];
  return words.filter((word) => !known.includes(word.toLowerCase()));
}

/** Asserts that texts said `inMarks` have no words but names and words of what they are about, `data`. */
export function areTranslated(said: readonly string[], data = ''): void {
  for (const text of said) assert.deepEqual(untranslated(text, data), [], text);
}
