import { anthropicBaseUrl, refuseText, type Checked } from './endpoint.ts';
import { l10n } from '../text/l10n.ts';

/**
 * A key as it may be put into a header: visible ASCII, at most 300 characters, surrounding whitespace dropped
 * (`reliability.md` D4, K4). Keys of the official service have at least 20 characters; other services choose their own.
 */
export function parseApiKey(text: string, baseUrl: string): Checked<string> {
  const key = text.trim();
  if (key === '') return refuseText(l10n.t`Paste the API key.`);
  if (/^(?:export\s|[A-Z_]+=|['"])/.test(key))
    return refuseText(l10n.t`Paste only the key itself, without a variable name or quotes.`);
  if (!/^[\x21-\x7e]+$/.test(key))
    return refuseText(l10n.t`The key contains a space, a line break, or an unusual character. Copy it again.`);
  if (key.length > 300) return refuseText(l10n.t`The key is too long: at most 300 characters.`);
  if (baseUrl === anthropicBaseUrl) {
    if (key.startsWith('sk-ant-admin'))
      return refuseText(l10n.t`This is an admin key; the Skills API needs a workspace API key.`);
    if (key.length < 20) return refuseText(l10n.t`The key is too short: at least 20 characters. Copy it again.`);
  }
  return { ok: true, value: key };
}
