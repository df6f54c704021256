import { addressSecrets } from './secretAddresses.ts';
import { assignedSecrets, type Span } from './secretAssignments.ts';
import { secretKinds } from './secretKinds.ts';
import { entropy, isPlaceholder, isToken, looksSecret } from './secretValues.ts';

/** What the recommended rules do not know. The first group that matched, else the whole match, is the secret. */
interface SecretPattern {
  /** Stable rule id. */
  readonly rule: string;
  /** What was found, to follow "looks like". */
  readonly what: string;
  /** Where the text does not hold this, the pattern need not be tried. */
  readonly start?: string;
  readonly pattern: RegExp;
  /** A second look at the secret itself and at the text that follows it, at most `followingLength` of it. */
  readonly accepts?: (secret: string, following: string) => boolean;
}

/**
 * UTF-16 units after a match that `accepts` gets to see: the first lines of a PEM block, with the headers of an
 * encrypted one.
 */
const followingLength = 400;

const discordWebhook =
  /https:\/\/(?:ptb\.|canary\.)?discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks\/\d{15,21}\/([\w-]{50,100})/g;

// Every pattern is linear: fixed starts, one repeated class, no nested repetition.
const secretPatterns: readonly SecretPattern[] = [
  {
    rule: 'google-api-key',
    what: 'a Google API key',
    pattern: /\bAIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])/g,
    accepts: (secret) => isNoPlaceholder(secret.slice(4)),
  },
  {
    rule: 'anthropic-key',
    what: 'an Anthropic key',
    pattern: /\bsk-ant-[a-z0-9]{2,12}-[A-Za-z0-9_-]{20,300}/g,
  },
  {
    rule: 'openai-key',
    what: 'an OpenAI key',
    pattern: /\bsk-(?:(?:proj|svcacct|admin|None)-[A-Za-z0-9_-]{20,300}|[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20})/g,
  },
  {
    rule: 'stripe-key',
    what: 'a Stripe key',
    pattern: /\b(?:[sr]k_live_[0-9A-Za-z]{20,250}|whsec_[0-9A-Za-z+/=]{32,250})/g,
  },
  { rule: 'gitlab-token', what: 'a GitLab token', pattern: /\bgl(?:pat|dt|rt|cbt|ptt)-[0-9A-Za-z_-]{20,300}/g },
  { rule: 'hugging-face-token', what: 'a Hugging Face token', pattern: /\bhf_[A-Za-z]{34}(?![0-9A-Za-z])/g },
  { rule: 'pypi-token', what: 'a PyPI token', pattern: /\bpypi-Ag[A-Za-z0-9_-]{40,1000}/g },
  {
    rule: 'vault-token',
    what: 'a Vault token',
    pattern: /\bhv[sbr]\.[A-Za-z0-9_-]{24,300}/g,
  },
  {
    rule: 'telegram-token',
    what: 'a Telegram bot token',
    pattern: /(?<![\w.:-])\d{8,10}:([A-Za-z0-9_-]{35})(?![A-Za-z0-9_-])/g,
    accepts: (secret) => isNoPlaceholder(secret) && /[A-Z]/.test(secret) && /[a-z]/.test(secret),
  },
  { rule: 'age-key', what: 'an age secret key', pattern: /\bAGE-SECRET-KEY-(?:PQ-)?1([0-9A-Z]{58,100})/g },
  { rule: 'azure-storage-key', what: 'an Azure storage key', pattern: /\bAccountKey=([A-Za-z0-9+/]{86}==)/g },
  {
    rule: 'private-key',
    what: 'a private key',
    pattern: /-----BEGIN (?:[A-Z0-9]{2,9} ){0,2}PRIVATE KEY(?: BLOCK)?-----/g,
    accepts: (_header, following) => holdsKey(following),
  },
  {
    rule: 'private-key',
    what: 'a PuTTY private key',
    pattern: /\bPrivate-Lines: \d{1,3}(?:\s|\\[nr]){1,4}[A-Za-z0-9+/=]{32,64}/g,
  },
  {
    rule: 'json-web-token',
    what: 'a JSON Web Token',
    pattern: /\beyJ[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{16,1000}/g,
    accepts: isToken,
  },
  { rule: 'discord-webhook', what: 'a Discord webhook', pattern: discordWebhook },
  {
    rule: 'discord-token',
    what: 'a Discord bot token',
    pattern: /(?<![\w.-])[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}(?![\w.-])/g,
  },
  {
    rule: 'slack-webhook',
    what: 'a Slack webhook',
    pattern:
      /https:\/\/hooks\.slack\.com\/(?:services|workflows|triggers)\/([A-Z0-9]{8,12}\/[A-Z0-9]{8,13}\/[A-Za-z0-9]{20,40})/g,
  },
  {
    rule: 'azure-secret',
    what: 'an Azure client secret',
    pattern: /(?<![\w~.-])[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{31,34}(?![\w~.-])/g,
  },
  {
    rule: 'azure-shared-key',
    what: 'an Azure shared access key',
    pattern: /\bSharedAccessKey=([A-Za-z0-9+/]{43}=)/g,
  },
  {
    rule: 'terraform-token',
    what: 'a Terraform token',
    pattern: /(?<![\w.-])[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{60,70}/g,
  },
  {
    rule: 'bearer-token',
    what: 'a token of an HTTP header',
    pattern: /\bBearer[ \t]{1,4}([A-Za-z0-9_~+/=.-]{20,400})(?![\w${(])/g,
    accepts: (secret) => looksSecret(secret),
  },
  {
    rule: 'netrc-password',
    what: 'a password of a .netrc file',
    pattern: /\bmachine\s{1,4}\S{1,200}\s{1,8}login\s{1,4}\S{1,200}\s{1,8}password\s{1,4}(\S{6,400})/g,
    accepts: (secret) => !isPlaceholder(secret) && !/[<>${}%]|^(?:pass(?:word)?|secret|token)$/i.test(secret),
  },
  {
    rule: 'user-password',
    what: 'a password of a command',
    pattern: /\bsshpass[ \t]{1,4}-p[ \t]{0,2}["']?([^\s"'$<>{}]{8,100})/g,
    accepts: (secret) => looksSecret(secret, 'password'),
  },
  {
    rule: 'user-password',
    what: 'a user name and password of a command',
    pattern: /\bcurl\b[^\n]{0,200}?\s(?:-u|--user)[ \t=]{1,4}["']?[\w.@-]{1,80}:([^\s"'$<>{}]{8,200})/g,
    accepts: (secret) => looksSecret(secret, 'password'),
  },
  ...secretKinds.map(
    ([rule, what, start, rest]): SecretPattern => ({
      rule,
      what,
      start,
      pattern: new RegExp(`(?<![\\w-])${start.replace('.', '\\.')}${rest.source}(?![\\w-])`, 'g'),
      accepts: (secret) => isNoPlaceholder(secret.slice(start.length)),
    }),
  ),
];

/** Where a pattern of this product matches, and what. */
export interface SecretMatch extends Span {
  readonly rule: string;
  readonly what: string;
}

/** All that this product itself knows, at most `most`. `text`: a window of a file. Linear. */
export function matchSecrets(text: string, most: number): SecretMatch[] {
  const matches: SecretMatch[] = [];
  for (const { rule, what, start: beginning, pattern, accepts } of secretPatterns) {
    if (beginning !== undefined && !text.includes(beginning)) continue;
    for (const match of text.matchAll(pattern)) {
      const secret = match[1] ?? match[0];
      const start = match.index + match[0].lastIndexOf(secret);
      const end = start + secret.length;
      if (!(accepts ?? isNoPlaceholder)(secret, text.slice(end, end + followingLength))) continue;
      matches.push({ rule, what, start, end });
      if (matches.length >= most) return matches;
    }
  }
  for (const span of addressSecrets(text, most - matches.length))
    matches.push({ rule: 'address-password', what: 'a password in an address', ...span });
  for (const { environment, start, end } of assignedSecrets(text, most - matches.length)) {
    const where = environment
      ? { rule: 'environment-line', what: 'a secret in an environment line' }
      : { rule: 'assigned-secret', what: 'a secret, for its name and its form' };
    matches.push({ ...where, start, end });
  }
  return matches.slice(0, most);
}

/**
 * Texts in the fixed form of a key, at most 20, made-up ones too: what a version brings that an older one did not have
 * is worth a look. Not those that say themselves that they stand for a key, in words or as a row of `x`, `*` or `0`.
 */
export function keyShapes(text: string): SecretMatch[] {
  const shapes: SecretMatch[] = [];
  for (const { rule, what, start: beginning, pattern } of secretPatterns) {
    if (!fixedForms.has(rule) && beginning === undefined) continue;
    if (beginning !== undefined && !text.includes(beginning)) continue;
    for (const match of text.matchAll(pattern)) {
      const value = match[0].slice(-16);
      if (/^(.)\1*$/.test(value) ? /[xX*.0_-]/.test(value) : true) continue;
      shapes.push({ rule, what, start: match.index, end: match.index + match[0].length });
      if (shapes.length >= 20) return shapes;
    }
  }
  return shapes;
}

const fixedForms: ReadonlySet<string> = new Set([
  'google-api-key',
  'anthropic-key',
  'openai-key',
  'stripe-key',
  'gitlab-token',
  'hugging-face-token',
  'pypi-token',
  'vault-token',
]);

/** For keys whose form is fixed: false for made-up ones. */
function isNoPlaceholder(secret: string): boolean {
  return !isPlaceholder(secret) && /\d/.test(secret) && entropy(secret) >= 3;
}

/**
 * True when the text after the first line of a PEM block goes on like a key: 48 characters of base64 in parts of at
 * least 16, however they are quoted or escaped. An Ed25519 key has 64 in all. An example has dots or words there.
 */
function holdsKey(following: string): boolean {
  const body = following.split('-----', 1)[0] ?? '';
  let run = '';
  for (const part of body.split(/(?:\\[nrt]|[\s"'#>*|,\\])+/)) {
    if (/^[A-Za-z0-9+/=]{16,}$/.test(part)) run += part;
    else if (run.length < 48) run = '';
    if (run.length >= 48) return /\d/.test(run) && entropy(run) >= 3;
  }
  return false;
}
