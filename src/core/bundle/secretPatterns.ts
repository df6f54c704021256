import { anyOf, sequence } from '../text/patterns.ts';
/** What the recommended rules do not know. The first group that matched, else the whole match, is the secret. */
export interface SecretPattern {
  /** Stable rule id. */
  readonly rule: string;
  /** What was found, to follow "looks like". */
  readonly what: string;
  readonly pattern: RegExp;
  /** A second look at the secret itself and at the text that follows it, at most `followingLength` of it. */
  readonly accepts?: (secret: string, following: string) => boolean;
}

/**
 * UTF-16 units after a match that `accepts` gets to see: the first lines of a PEM block, with the headers of an
 * encrypted one.
 */
export const followingLength = 400;

// Every pattern is linear: fixed starts, one repeated class, no nested repetition.
export const secretPatterns: readonly SecretPattern[] = [
  {
    rule: 'google-api-key',
    what: 'a Google API key',
    pattern: /\bAIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])/g,
    accepts: (secret) => entropy(secret) >= 3,
  },
  { rule: 'anthropic-key', what: 'an Anthropic key', pattern: /\bsk-ant-[a-z0-9]{2,12}-[A-Za-z0-9_-]{20,300}/g },
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
  { rule: 'vault-token', what: 'a Vault token', pattern: /\bhv[sbr]\.[A-Za-z0-9_-]{24,300}/g, accepts: looksRandom },
  {
    rule: 'telegram-token',
    what: 'a Telegram bot token',
    pattern: /(?<![\w.:-])\d{8,10}:([A-Za-z0-9_-]{35})(?![A-Za-z0-9_-])/g,
    accepts: (secret) => looksRandom(secret) && /[A-Z]/.test(secret) && /[a-z]/.test(secret),
  },
  { rule: 'age-key', what: 'an age secret key', pattern: /\bAGE-SECRET-KEY-(?:PQ-)?1[0-9A-Z]{58,100}/g },
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
  },
  {
    // `API_KEY=…` on a line of its own, after `export`, in a command, in a list, and `"API_KEY": "…"` in JSON.
    rule: 'environment-line',
    what: 'a secret in an environment line',
    pattern: sequence(
      'g',
      /(?<![\w$.{-])(?:[A-Z][A-Z0-9_]{0,60})?/,
      /(?:SECRET|TOKEN|PASSWORD|PASSWD|API_?KEY|PRIVATE_KEY|ACCESS_KEY)[A-Z0-9_]{0,20}/,
      /["']?[ \t]{0,4}[=:][ \t]{0,4}["']?/,
      /([\w+/=.~!#@%^&*?:-]{16,400})(?![^\s"'`,;\\|<])/,
    ),
    accepts: (secret) => looksRandom(secret) && !isReference(secret),
  },
];

const placeholder = anyOf(
  'i',
  /your|example|placeholder|dummy|changeme|change_me|sample|fake|redacted|insert|replace|todo/,
  /xxxx|1234567|abcdef/,
  /test[-_]|(?:secret|api)[-_]key|<|\.\.\./,
);

/** False for placeholders and words: a real key has digits, letters and little repetition. */
function looksRandom(secret: string): boolean {
  return !placeholder.test(secret) && /\d/.test(secret) && /[A-Za-z]/.test(secret) && entropy(secret) >= 3;
}

/** Bits a character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

const reference = anyOf(
  'i',
  /^[a-z][a-z0-9+.-]{0,20}:\/\//,
  /^[.~]{0,2}\/[\w.-]+\//,
  /^(?:process|import|os|self|this|config|settings|env|args|options|secrets)\./,
  /^secret:/,
);

/** True for what names a value that lies elsewhere: an address, a file, a member of a program's settings. */
function isReference(value: string): boolean {
  return reference.test(value);
}

/**
 * True when the text after the first line of a PEM block goes on like a key: 48 characters of base64, however the lines
 * are broken, quoted or escaped. An Ed25519 key has 64 in all. An example has dots or words there.
 */
function holdsKey(following: string): boolean {
  const body = following.split('-----', 1)[0] ?? '';
  const [run = ''] = /[A-Za-z0-9+/=]{48,}/.exec(body.replace(/\\[nrt]|[\s"'#>*|,\\]/g, '')) ?? [];
  return run !== '' && /\d/.test(run) && entropy(run) >= 3;
}
