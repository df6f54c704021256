import { addressSecrets } from './secretAddresses.ts';
import { anyLongRun, AnchorSearch, beginning, fragment, type Anchor } from './secretAnchors.ts';
import { assignedSecrets, tabledSecrets, type Span } from './secretAssignments.ts';
import { recommendedRules, secretKinds } from './secretKinds.ts';
import { entropy, isPlaceholder, isToken, looksSecret } from './secretValues.ts';
import { l10n } from '../text/l10n.ts';

/** What the recommended rules do not know. The first group that matched, else the whole match, is the secret. */
interface SecretPattern {
  /** Stable rule id. */
  readonly rule: string;
  /** What was found, to follow "looks like". */
  readonly what: string;
  /** How each of these keys begins, of those of `secretKinds`. */
  readonly start?: string;
  /** Every match holds one of these. */
  readonly anchors: readonly Anchor[];
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
    what: l10n.mark('a Google API key'),
    anchors: [beginning('AIza', 35)],
    pattern: /\bAIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])/g,
    accepts: (secret) => isNoPlaceholder(secret.slice(4)),
  },
  {
    rule: 'anthropic-key',
    what: l10n.mark('an Anthropic key'),
    anchors: [beginning('sk-ant-')],
    pattern: /\bsk-ant-[a-z0-9]{2,12}-[A-Za-z0-9_-]{20,300}/g,
  },
  {
    rule: 'openai-key',
    what: l10n.mark('an OpenAI key'),
    anchors: [
      ...['proj', 'svcacct', 'admin', 'None'].map((kind) => beginning(`sk-${kind}-`, 20)),
      fragment('T3BlbkFJ'),
    ],
    pattern: /\bsk-(?:(?:proj|svcacct|admin|None)-[A-Za-z0-9_-]{20,300}|[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20})/g,
  },
  {
    rule: 'stripe-key',
    what: l10n.mark('a Stripe key'),
    anchors: [beginning('sk_live_', 20), beginning('rk_live_', 20), beginning('whsec_')],
    pattern: /\b(?:[sr]k_live_[0-9A-Za-z]{20,250}|whsec_[0-9A-Za-z+/=]{32,250})/g,
  },
  {
    rule: 'gitlab-token',
    what: l10n.mark('a GitLab token'),
    anchors: ['pat', 'dt', 'rt', 'cbt', 'ptt'].map((kind) => beginning(`gl${kind}-`, 20)),
    pattern: /\bgl(?:pat|dt|rt|cbt|ptt)-[0-9A-Za-z_-]{20,300}/g,
  },
  {
    rule: 'hugging-face-token',
    what: l10n.mark('a Hugging Face token'),
    anchors: [beginning('hf_', 34)],
    pattern: /\bhf_[A-Za-z]{34}(?![0-9A-Za-z])/g,
  },
  {
    rule: 'pypi-token',
    what: l10n.mark('a PyPI token'),
    anchors: [beginning('pypi-Ag', 40)],
    pattern: /\bpypi-Ag[A-Za-z0-9_-]{40,1000}/g,
  },
  {
    rule: 'vault-token',
    what: l10n.mark('a Vault token'),
    anchors: ['s', 'b', 'r'].map((kind) => beginning(`hv${kind}.`, 24)),
    pattern: /\bhv[sbr]\.[A-Za-z0-9_-]{24,300}/g,
  },
  {
    rule: 'telegram-token',
    what: l10n.mark('a Telegram bot token'),
    anchors: [anyLongRun],
    pattern: /(?<![\w.:-])\d{8,10}:([A-Za-z0-9_-]{35})(?![A-Za-z0-9_-])/g,
    accepts: (secret) => isNoPlaceholder(secret) && /[A-Z]/.test(secret) && /[a-z]/.test(secret),
  },
  {
    rule: 'age-key',
    what: l10n.mark('an age secret key'),
    anchors: [beginning('AGE-SECRET-KEY-')],
    pattern: /\bAGE-SECRET-KEY-(?:PQ-)?1([0-9A-Z]{58,100})/g,
  },
  {
    rule: 'azure-storage-key',
    what: l10n.mark('an Azure storage key'),
    anchors: [beginning('AccountKey=')],
    pattern: /\bAccountKey=([A-Za-z0-9+/]{86}==)/g,
  },
  {
    rule: 'private-key',
    what: l10n.mark('a private key'),
    anchors: [fragment('PRIVATE KEY')],
    pattern: /-----BEGIN (?:[A-Z0-9]{2,9} ){0,2}PRIVATE KEY(?: BLOCK)?-----/g,
    accepts: (_header, following) => holdsKey(following),
  },
  {
    rule: 'private-key',
    what: l10n.mark('a PuTTY private key'),
    anchors: [beginning('Private-Lines: ')],
    pattern: /\bPrivate-Lines: \d{1,3}(?:\s|\\[nr]){1,4}[A-Za-z0-9+/=]{32,64}/g,
  },
  {
    rule: 'json-web-token',
    what: l10n.mark('a JSON Web Token'),
    anchors: [fragment('.eyJ')],
    pattern: /\beyJ[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{16,1000}/g,
    accepts: isToken,
  },
  {
    rule: 'discord-webhook',
    what: l10n.mark('a Discord webhook'),
    anchors: [fragment('/webhooks/')],
    pattern: discordWebhook,
  },
  {
    rule: 'discord-token',
    what: l10n.mark('a Discord bot token'),
    anchors: [anyLongRun],
    pattern: /(?<![\w.-])[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}(?![\w.-])/g,
  },
  {
    rule: 'slack-webhook',
    what: l10n.mark('a Slack webhook'),
    anchors: [fragment('hooks.slack.com/')],
    pattern:
      /https:\/\/hooks\.slack\.com\/(?:services|workflows|triggers)\/([A-Z0-9]{8,12}\/[A-Z0-9]{8,13}\/[A-Za-z0-9]{20,40})/g,
  },
  {
    rule: 'azure-secret',
    what: l10n.mark('an Azure client secret'),
    anchors: Array.from({ length: 10 }, (_, digit) => fragment(`${digit}Q~`)),
    pattern: /(?<![\w~.-])[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{31,34}(?![\w~.-])/g,
  },
  {
    rule: 'azure-shared-key',
    what: l10n.mark('an Azure shared access key'),
    anchors: [beginning('SharedAccessKey=')],
    pattern: /\bSharedAccessKey=([A-Za-z0-9+/]{43}=)/g,
  },
  {
    rule: 'terraform-token',
    what: l10n.mark('a Terraform token'),
    anchors: [fragment('.atlasv1.')],
    pattern: /(?<![\w.-])[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{60,70}/g,
  },
  {
    rule: 'bearer-token',
    what: l10n.mark('a token of an HTTP header'),
    anchors: [beginning('Bearer')],
    pattern: /\bBearer[ \t]{1,4}([A-Za-z0-9_~+/=.-]{20,400})(?![\w${(])/g,
    accepts: (secret) => looksSecret(secret),
  },
  {
    rule: 'netrc-password',
    what: l10n.mark('a password of a .netrc file'),
    anchors: [beginning('machine')],
    pattern: /\bmachine\s{1,4}\S{1,200}\s{1,8}login\s{1,4}\S{1,200}\s{1,8}password\s{1,4}(\S{6,400})/g,
    accepts: (secret) => !isPlaceholder(secret) && !/[<>${}%]|^(?:pass(?:word)?|secret|token)$/i.test(secret),
  },
  {
    rule: 'user-password',
    what: l10n.mark('a password of a command'),
    anchors: [beginning('sshpass')],
    pattern: /\bsshpass[ \t]{1,4}-p[ \t]{0,2}["']?([^\s"'$<>{}]{8,100})/g,
    accepts: (secret) => looksSecret(secret, 'password'),
  },
  {
    rule: 'user-password',
    what: l10n.mark('a user name and password of a command'),
    anchors: [beginning('curl')],
    pattern: /\bcurl\b[^\n]{0,200}?\s(?:-u|--user)[ \t=]{1,4}["']?[\w.@-]{1,80}:([^\s"'$<>{}]{8,200})/g,
    accepts: (secret) => looksSecret(secret, 'password'),
  },
  {
    rule: 'user-password',
    what: l10n.mark('a password of a command'),
    anchors: [beginning('mysql')],
    pattern: /\bmysql(?:dump|admin|import)?\b[^\n]{0,100}?\s-p([^\s"'$<>{}]{8,100})/g,
    accepts: (secret) => looksSecret(secret, 'password'),
  },
  {
    rule: 'user-password',
    what: l10n.mark('a user name and password of a request'),
    anchors: [beginning('auth')],
    pattern: /\bauth\s{0,2}[=:]\s{0,2}[([]\s{0,4}["'][^"'\n]{1,80}["'],\s{0,4}["']([^"'\n]{8,200})["']/g,
    accepts: (secret) => looksSecret(secret, 'password'),
  },
  {
    rule: 'database-password',
    what: l10n.mark('a password of a database user'),
    anchors: [beginning('PASSWORD'), beginning('IDENTIFIED')],
    pattern: /\b(?:PASSWORD|IDENTIFIED[ \t]{1,4}BY)[ \t]{1,4}'([^'\s]{8,200})'/gi,
    accepts: (secret) => looksSecret(secret, 'password'),
  },
  {
    rule: 'teams-webhook',
    what: l10n.mark('a Microsoft Teams webhook'),
    anchors: [fragment('/IncomingWebhook/')],
    pattern: /\/webhook(?:b2)?\/[\w@-]{36,80}\/IncomingWebhook\/([0-9a-f]{32}\/[0-9a-f-]{36})/g,
  },
  {
    rule: 'azure-signature',
    what: l10n.mark('a signature that opens an Azure store'),
    anchors: [fragment('sig=')],
    pattern: /[?&]sig=([A-Za-z0-9+/%]{43,100}(?:=|%3[Dd]))/g,
  },
  ...secretKinds.map(
    ([rule, what, start, rest]): SecretPattern => ({
      rule,
      what,
      start,
      anchors: [kindAnchor(start, rest)],
      pattern: new RegExp(`(?<![\\w-])${start.replace('.', '\\.')}${rest.source}(?![\\w-])`, 'g'),
      accepts: (secret) => isNoPlaceholder(secret.slice(start.length)),
    }),
  ),
];

/** What of a key must follow its beginning: as much as the pattern says first. */
function kindAnchor(start: string, rest: RegExp): Anchor {
  const least = /^\[[\w-]+\]\{(\d+)/.exec(rest.source)?.[1];
  return start.length < 3 ? anyLongRun : beginning(start, Number(least ?? 0));
}

/** Names that say that a value is a secret, the shortest part of each. */
const names = [
  'secret',
  'token',
  'pass',
  'contrase',
  'pwd',
  'psk',
  'key',
  'credential',
  'auth',
  'bearer',
  'cookie',
].map(fragment);
const address = fragment('://');
const search = new AnchorSearch([
  ...[...secretPatterns, ...Object.values(recommendedRules)].flatMap(({ anchors }) => anchors),
  ...names,
  address,
]);

/** Where a pattern of this product matches, and what. */
export interface SecretMatch extends Span {
  readonly rule: string;
  readonly what: string;
}

/**
 * What a text in UTF-8 holds of what keys and passwords are known by: where it is empty, neither a pattern of this
 * product nor a recommended rule matches.
 */
export function anchorsIn(bytes: Uint8Array): ReadonlySet<Anchor> {
  const held = known.get(bytes) ?? search.in(bytes);
  known.set(bytes, held);
  return held;
}

/** By bytes, which nobody changes: whoever reads a file asks for them, too. */
const known = new WeakMap<Uint8Array, ReadonlySet<Anchor>>();

function anchorsOfText(text: string): ReadonlySet<Anchor> {
  return anchorsIn(new TextEncoder().encode(text));
}

/**
 * All that this product itself knows, at most `most`. `text`: a window of a file; `held`: the anchors that the file
 * holds. Linear.
 */
export function matchSecrets(text: string, most: number, held = anchorsOfText(text)): SecretMatch[] {
  const matches: SecretMatch[] = [];
  if (held.size === 0) return matches;
  for (const { rule, what, anchors, pattern, accepts } of secretPatterns) {
    if (!anchors.some((anchor) => held.has(anchor))) continue;
    for (const match of text.matchAll(pattern)) {
      const secret = match[1] ?? match[0];
      const start = match.index + match[0].lastIndexOf(secret);
      const end = start + secret.length;
      if (!(accepts ?? isNoPlaceholder)(secret, text.slice(end, end + followingLength))) continue;
      matches.push({ rule, what, start, end });
      if (matches.length >= most) return matches;
    }
  }
  if (held.has(address))
    for (const span of addressSecrets(text, most - matches.length))
      matches.push({ rule: 'address-password', what: l10n.mark('a password in an address'), ...span });
  if (names.some((name) => held.has(name))) matches.push(...namedSecrets(text, matches, most));
  return matches.slice(0, most);
}

/** Values under the name of a secret, but those in tables that begin where something was found before. */
function namedSecrets(text: string, known: readonly SecretMatch[], most: number): SecretMatch[] {
  const matches: SecretMatch[] = [];
  const named = { rule: 'assigned-secret', what: l10n.mark('a secret, for its name and its form') };
  for (const { environment, start, end } of assignedSecrets(text, most - known.length)) {
    const where = environment
      ? { rule: 'environment-line', what: l10n.mark('a secret in an environment line') }
      : named;
    matches.push({ ...where, start, end });
  }
  for (const span of tabledSecrets(text, most - known.length - matches.length))
    if (![...known, ...matches].some(({ start }) => start === span.start)) matches.push({ ...named, ...span });
  return matches;
}

/**
 * Texts in the fixed form of a key, at most 20, made-up ones too: what a version brings that an older one did not have
 * is worth a look. Not those that say themselves that they stand for a key, in words or as a row of `x`, `*` or `0`.
 * `held`: the anchors in the text.
 */
export function keyShapes(text: string, held = anchorsOfText(text)): SecretMatch[] {
  const shapes: SecretMatch[] = [];
  if (held.size === 0) return shapes;
  for (const { rule, what, start, anchors, pattern } of secretPatterns) {
    if ((start === undefined && !fixedForms.has(rule)) || !anchors.some((anchor) => held.has(anchor))) continue;
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
