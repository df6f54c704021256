import { toDisplayText } from '../text/display.ts';
import { type Fields, toRecord } from '../text/record.ts';
import { l10n } from '../text/l10n.ts';

/**
 * What a rule is compared with, in words: issuer, subject and audience of an identity token, and what can be seen to be
 * wrong with it. Nothing of it is checked. Addresses of people are left out.
 */
export function describeIdentityToken(token: string): string {
  const [head, body, signature] = token.split('.');
  const [header, claims] = [decodePart(head), decodePart(body)];
  if (!header || !claims) return l10n.t`this kind of token (it is not a JSON web token)`;
  const said = l10n.t`issuer ${showClaim(claims['iss'])}, subject ${showClaim(claims['sub'])} and audience ${showClaim(claims['aud'])}`;
  const { exp } = claims;
  const flaws = [
    signature === '' || signature === undefined || header['alg'] === 'none' ? l10n.t`the token is not signed` : '',
    typeof exp === 'number' && exp * 1000 <= Date.now() ? l10n.t`it expired at ${dateOf(exp)}` : '',
  ].filter((flaw) => flaw !== '');
  return flaws.length === 0 ? said : `${said} (${flaws.join(', ')})`;
}

function decodePart(part: string | undefined): Fields | undefined {
  try {
    const bytes = Uint8Array.from(atob((part ?? '').replaceAll('-', '+').replaceAll('_', '/')), (each) =>
      each.charCodeAt(0),
    );
    return toRecord(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return undefined;
  }
}

function showClaim(claim: unknown): string {
  const text = [claim].flat().filter((each) => typeof each === 'string');
  if (text.length === 0) return l10n.t`none`;
  return text
    .map((each) => (each.includes('@') ? l10n.t`with an address` : toDisplayText(each, 150)))
    .reduce((said, each) => l10n.t`${said} or ${each}`);
}

function dateOf(seconds: number): string {
  return Number.isFinite(seconds) && Math.abs(seconds) < 8.64e12
    ? new Date(seconds * 1000).toISOString()
    : l10n.t`an unknown time`;
}
