import { l10n, translated } from '../text/l10n.ts';

const inBase64 = ' in base64';

/** What is found where it stands encoded. `what`: as the tables say it. */
export function encodedSecret(what: string): string {
  return `${what}${inBase64}`;
}

/** What a secret looks like, in the user's language. `what`: of a finding, which is the same in every language. */
export function secretWords(what: string): string {
  return what.endsWith(inBase64) ? l10n.t`${translated(what.slice(0, -inBase64.length))} in base64` : translated(what);
}
