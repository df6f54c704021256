import { toDisplayText } from '../text/display.ts';
import { type Fields, toRecord } from '../text/record.ts';

/**
 * What a rule is compared with, in words: issuer, subject and audience of an identity token, and what can be seen to be
 * wrong with it. Nothing of it is checked. Addresses of people are left out.
 */
export function describeIdentityToken(token: string): string {
  const [head, body, signature] = token.split('.');
  const [header, claims] = [decodePart(head), decodePart(body)];
  if (!header || !claims) return 'this kind of token (it is no JSON web token)';
  const said = `issuer ${showClaim(claims['iss'])}, subject ${showClaim(claims['sub'])} and audience ${showClaim(claims['aud'])}`;
  const { exp } = claims;
  const flaws = [
    signature === '' || signature === undefined || header['alg'] === 'none' ? 'the token is not signed' : '',
    typeof exp === 'number' && exp * 1000 <= Date.now() ? `it ran out at ${dateOf(exp)}` : '',
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
  if (text.length === 0) return 'none';
  return text.map((each) => (each.includes('@') ? 'with an address' : toDisplayText(each, 150))).join(' or ');
}

function dateOf(seconds: number): string {
  return Number.isFinite(seconds) && Math.abs(seconds) < 8.64e12 ? new Date(seconds * 1000).toISOString() : 'once';
}
