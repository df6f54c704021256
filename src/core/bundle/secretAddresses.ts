import { anyOf } from '../text/patterns.ts';
import type { Span } from './secretAssignments.ts';
import { isPlaceholder, looksSecret } from './secretValues.ts';

// Bounded classes after a fixed start: linear.
const address =
  /:\/\/([^\s:@/?#"'`<>\\|{}()[\],]{0,100}):([^\s@/"'`<>\\|()[\]]{1,256})@(\[[0-9a-f:]{2,40}\]|[\w.$%{}<>-]{1,200})/gi;

/** Passwords (or tokens as user names) in addresses with credentials: `redis://:…@host`, `https://user:…@host`. */
export function addressSecrets(text: string, most: number): Span[] {
  const found: Span[] = [];
  for (const match of text.matchAll(address)) {
    const [, user = '', password = '', host = ''] = match;
    const start = match.index + '://'.length + user.length + 1;
    if (password === 'x-oauth-basic') {
      if (looksSecret(user)) found.push({ start: start - user.length - 1, end: start - 1 });
    } else if (isSecretAddress(user, password, host.toLowerCase())) found.push({ start, end: start + password.length });
    if (found.length >= most) break;
  }
  return found;
}

/** Hosts that are no service of anybody: this computer, names in a container network, names kept for documentation. */
const local = /^(?:localhost|.*\.localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\]|host\.docker\.internal|.*\.local)$/;
const documentation = anyOf(
  '',
  /(?:^|\.)(?:example(?:\.(?:com|org|net|edu))?|test|invalid)$/,
  /^(?:your|my|some)?[-_.]?(?:host|server|domain|proxy|db|database)(?:name)?(?:[-_.]|$)/,
);
const single = /^[\w-]+$/;

const usual = anyOf(
  'i',
  /^(?:p(?:ass)?(?:wo?r?d?)?\d{0,4}|pw|pwd|secret\d{0,3}|token|key|api[-_]?key|credentials?|root|admin\d{0,3}|user(?:name)?|guest)$/,
  /^(?:postgres(?:ql)?|mysql|mongo(?:db)?|redis|rabbitmq|minio(?:admin)?|neo4j|elastic|clickhouse)$/,
  /^(?:test\w{0,4}|dev\w{0,8}|example|foo|bar|baz|abc|xyz|x+|\*+|\.+|…|-+|_+|[a-z])$/,
);

function isSecretAddress(user: string, password: string, host: string): boolean {
  if (/[${}%]|^[A-Z][A-Z_]*$/.test(password) || usual.test(password) || password.toLowerCase() === user.toLowerCase())
    return false;
  if (isPlaceholder(password) || /[<>{}$]/.test(host)) return false;
  if (local.test(host)) return false;
  // A password that a machine made was copied from somewhere, whatever the name of the host says.
  if (documentation.test(host) || single.test(host)) return looksSecret(password, 'password');
  return password.length >= 6 && /\d/.test(password);
}
