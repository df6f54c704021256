import { toDisplayText } from '../text/display.ts';

/** Longest name of an author kept in the ledger, UTF-16 code units. */
const maxAuthorLength = 100;

/**
 * Git's `user.name` as the ledger keeps it: one line, no control characters. `undefined` when nothing is left, and for
 * what has an e-mail address in it, which some set as their name.
 */
export function parseAuthor(text: string | undefined): string | undefined {
  const name = toDisplayText(text ?? '', maxAuthorLength);
  return name === '' || /\S@\S/.test(name) ? undefined : name;
}
