import { readFileSync } from 'node:fs';
import { useTranslations } from '../../src/core/text/l10n.ts';

export const german = JSON.parse(readFileSync('l10n/bundle.l10n.de.json', 'utf8')) as Readonly<Record<string, string>>;

/** Calls `work` while everything is said in German. */
export function inGerman<T>(work: () => T): T {
  useTranslations({ language: 'de', words: german });
  try {
    return work();
  } finally {
    useTranslations(undefined);
  }
}
