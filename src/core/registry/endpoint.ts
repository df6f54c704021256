import type { Dialect } from './model.ts';
import { l10n } from '../text/l10n.ts';

/** Where a Skills API is and how it is spoken to. Holds no key. */
export interface Endpoint {
  /** Absolute, no trailing slash, no credentials, query or fragment. */
  readonly baseUrl: string;
  readonly workspaceId?: string | undefined;
  readonly dialect: 'auto' | Dialect;
}

/** The official service. */
export const anthropicBaseUrl = 'https://api.anthropic.com';

/** A value that was typed, or why it is refused: one sentence. */
export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/**
 * Accepts what a key may be sent to: `https:` anywhere, `http:` to this machine only, no user name or password, no
 * query, no fragment (`reliability.md` N15). The value has no trailing slash.
 */
export function parseBaseUrl(text: string): Checked<string> {
  // A URL parser drops tabs and line breaks and takes a backslash for a slash: another host than the one that is read.
  if (/[\p{C}\p{Z}\\]/u.test(text.trim()))
    return refuseText(l10n.t`The base URL contains a space, a backslash, or an invisible character. Type it again.`);
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return refuseText(l10n.t`The base URL is not a URL. Write it like https://skills.example.com.`);
  }
  if (url.username !== '' || url.password !== '')
    return refuseText(
      l10n.t`The base URL must not contain a user name or password. Set the key with “Skills: Set API Key”.`,
    );
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    return refuseText(
      l10n.t`The base URL must start with https:// (http:// is accepted only for this computer), so that the key is never sent unencrypted.`,
    );
  }
  if (url.search !== '' || url.hash !== '')
    return refuseText(l10n.t`The base URL must not contain a query or a fragment.`);
  let value = `${url.origin}${url.pathname}`;
  while (value.endsWith('/')) value = value.slice(0, -1);
  return { ok: true, value };
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/** A refusal as a value. */
export function refuseText(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}
