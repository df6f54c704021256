import type { Dialect } from './model.ts';

/** Where a Skills API is and how it is spoken to. Holds no key. */
export interface Endpoint {
  /** Absolute, no trailing slash, no credentials, query or fragment. */
  readonly baseUrl: string;
  readonly workspaceId?: string | undefined;
  readonly dialect: 'auto' | Dialect;
}

/** The official service. */
export const anthropicBaseUrl = 'https://api.anthropic.com';

export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/**
 * Accepts what a key may be sent to: `https:` anywhere, `http:` to this machine only, no user name or password, no
 * query, no fragment (`reliability.md` N15). The value has no trailing slash.
 */
export function parseBaseUrl(text: string): Checked<string> {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return refusedAddress('The base URL is not a URL. Write it like https://skills.example.com.');
  }
  if (url.username !== '' || url.password !== '')
    return refusedAddress(
      'The base URL must not hold a user name or password. Set the key with “Skills: Set API Key”.',
    );
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    return refusedAddress(
      'The base URL must start with https:// (http:// is accepted only for this machine), so that the key ' +
        'never travels in the clear.',
    );
  }
  if (url.search !== '' || url.hash !== '') return refusedAddress('The base URL must not hold a query or a fragment.');
  let value = `${url.origin}${url.pathname}`;
  while (value.endsWith('/')) value = value.slice(0, -1);
  return { ok: true, value };
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

function refusedAddress(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}

/**
 * A key as it may be put into a header: visible ASCII, at most 300 characters, surrounding white space dropped
 * (`reliability.md` D4, K4). Keys of the official service have at least 20 characters; other services choose their own.
 */
export function parseApiKey(text: string, baseUrl: string): Checked<string> {
  const key = text.trim();
  if (key === '') return refusedAddress('Paste the API key.');
  if (/^(?:export\s|[A-Z_]+=|['"])/.test(key))
    return refusedAddress('Paste only the key itself, without a variable name or quotes.');
  if (!/^[\x21-\x7e]+$/.test(key))
    return refusedAddress('The key holds a blank, a line break or an unusual character. Copy it again.');
  if (key.length > 300) return refusedAddress('The key is too long: at most 300 characters.');
  if (baseUrl === anthropicBaseUrl) {
    if (key.startsWith('sk-ant-admin'))
      return refusedAddress('This is an admin key; the Skills API needs a workspace API key.');
    if (key.length < 20) return refusedAddress('The key is too short: at least 20 characters. Copy it again.');
  }
  return { ok: true, value: key };
}
