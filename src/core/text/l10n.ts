/** The words of a language by the English ones, where `{0}` stands for a value, as `@vscode/l10n-dev` extracts them. */
export interface Translations {
  /** Of what counts and sizes are written in: `de`. */
  readonly language: string;
  readonly words: Readonly<Record<string, string>>;
}

let current: Translations | undefined;

/** What is said from now on in this thread. A host that never calls it speaks English: the command line, the action. */
export function useTranslations(translations: Translations | undefined): void {
  current = translations;
}

/** What a thread that is started is to use. */
export function usedTranslations(): Translations | undefined {
  return current;
}

/** The language of numbers. */
export function language(): string {
  return current?.language ?? 'en';
}

/**
 * Marks an English text of a table to be extracted, and gives it back: what is kept of it is the same in every language.
 * `translated` where it is shown.
 */
function mark(text: string): string {
  return text;
}

/** What stands for an English text, values not yet filled in. */
export function translated(text: string): string {
  return current?.words[text] ?? text;
}

function t(texts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  // Not `String.raw`, which takes several times as long.
  if (!current) return texts.reduce((all, each, index) => `${all}${values[index - 1]}${each}`);
  const text = texts.reduce((all, each, index) => `${all}{${index - 1}}${each}`);
  return translated(text).replace(/\{(\d+)\}/g, (_place, index: string) => String(values[Number(index)]));
}

/** Calls `work` while everything is said in English: for what is written to a file, or sent. */
export function inEnglish<T>(work: () => T): T {
  const before = current;
  current = undefined;
  try {
    return work();
  } finally {
    current = before;
  }
}

/**
 * Words that somebody reads, in the user's language: `` l10n.t`${name} is published.` ``. A whole sentence, never pieces
 * of one: another language puts them in another order. Called when it is shown, never when a module is loaded.
 */
export const l10n = { t, mark };
