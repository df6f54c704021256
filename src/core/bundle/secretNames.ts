import { anyOf } from '../text/patterns.ts';
import type { ValueKind } from './secretValues.ts';

/** A name that says that its value is a secret. */
export interface SecretName {
  readonly kind: ValueKind;
  /** The value under it may be the address of a coin as well: the name is nothing but "token". */
  readonly coin: boolean;
  /** The name says so itself: what could be the hash of a transaction is a private key under it. */
  readonly strong: boolean;
}

/** Anchors: where one of these stands, the name around it is judged. */
export const secretWord =
  /secret|token|passw(?:or)?d|passphrase|passwort|contrase[nñ]a|pass|pwd|psk|key|credential|auth(?:orization)?|bearer|cookie/gi;

const passwords: ReadonlySet<string> = new Set([
  'password',
  'passwd',
  'passphrase',
  'passwort',
  'contraseña',
  'contrasena',
  'pass',
  'pwd',
  'psk',
]);

/** Words that, glued before `key`, `token` and the like, still leave a name of a secret: `apikey`, `authtoken`. */
const glued = anyOf(
  '',
  /(?:api|secret|private|access|auth|master|licen[cs]e|account|app|client|signing|encryption)$/,
  /(?:service|shared|db|user|bot|id|refresh|session|x|my)$/,
);

/** After the word, these say that the value is something about the secret and not the secret. */
const about = new Set(
  (
    'url uri urls file files path paths name names id ids count counts length len limit limits size type kind header headers ' +
    'var variable field fields expiry expires expiration expire expired ttl age hash hashes hashed digest sha sha1 sha256 md5 ' +
    'checksum fingerprint address addr addresses mint contract symbol decimals pair endpoint host prefix suffix regex pattern ' +
    'format version budget usage ref reference arn param parameter property prop index idx ring frame frames map space store ' +
    'manager provider vault chain pool policy rotation scope scopes status info set hint reset column label placeholder help ' +
    'description docs location dir folder pem crt cert source required valid validation validator error field selector input ' +
    'form page class style event code words word usage cost price amount balance supply holder holders list'
  ).split(' '),
);

/** Before the word, these say that anybody may know the value. */
const open = new Set(
  (
    'public publishable pub anon site example sample dummy fake mock placeholder next page continuation sync cursor pagination ' +
    'authenticity ' +
    'csrf xsrf design primary foreign cache sort partition idempotency object map hash row range index group lookup translation ' +
    'i18n config meta query field attr attribute event registry storage verify verification host hot short keyboard shortcut ' +
    'data item element component vertex node max min stop start end pad eos bos unk mask special prompt completion total ' +
    'input output used per s3 bucket file dict json column sheet row issue parent project jira epic citation cite bib ' +
    'routing dedup deduplication dedupe feature flag localstorage ssh gpg pgp host known lock layout react list trust ' +
    'recv measurement track message entity unique composite natural surrogate hashkey rangekey'
  ).split(' '),
);

const coins = new Set(
  (
    'token mint sell buy from to in out input output base quote erc20 nft lp reward native gas stable wrapped spl jetton src ' +
    'dst source target collateral borrow deposit a b x y 0 1'
  ).split(' '),
);

/** Words after the secret's own that change nothing: `SECRET_KEY_BASE`, `apiKeyProd`, `TOKEN_2`. */
const tail = anyOf(
  '',
  /^(?:\d*|s|base|base64|b64|hex|value|val|default|key|token|secret|v\d|env)$/,
  /^(?:prod|production|dev|development|live|staging|main|primary|secondary|backup|old|new|text|string|str|plain|raw)$/,
);

/**
 * Judges the name of a value: `before` and `after` are what is written directly around `word`, one of `secretWord`.
 * `undefined`: the value under it is no secret.
 */
export function judgeSecretName(before: string, word: string, after: string): SecretName | undefined {
  const last = word.toLowerCase();
  const suffix = wordsOf(after);
  if (!startsAnew(word, after) && !/^s?$/i.test(after)) return undefined;
  if (suffix.some((each) => about.has(each)) || !suffix.every((each) => tail.test(each))) return undefined;
  const prefix = wordsOf(before);
  const touching = touches(before, word) ? (prefix.at(-1) ?? '') : '';
  if (
    touching !== '' &&
    !/^(?:secret|token|password|passwd|passphrase|credential|authorization)$/.test(last) &&
    !glued.test(touching)
  )
    return undefined;
  if (prefix.some((each) => open.has(each)) || open.has(touching)) return undefined;
  if (last === 'key' && prefix.length === 0) return undefined;
  if (last === 'auth' && !/^_?$/.test(before)) return undefined;
  return {
    kind: passwords.has(last) ? 'password' : 'key',
    strong:
      last === 'secret' ||
      [...prefix, touching].some((each) => /^(?:private|secret|wallet|signer|deployer)/.test(each)),
    coin: last === 'token' && prefix.every((each) => coins.has(each)),
  };
}

/** True when the word is a part of a longer one: `monkey`, `authtoken`. */
function touches(before: string, word: string): boolean {
  const previous = before.at(-1) ?? '';
  if (!/[A-Za-z]/.test(previous)) return false;
  return !(/[a-z]/.test(previous) && /^[A-Z]/.test(word));
}

/** True when what follows the word is a new one: `tokenUrl`, `token_url`, not `tokenizer`. */
function startsAnew(word: string, after: string): boolean {
  const next = after.charAt(0);
  return next === '' || !/[A-Za-z]/.test(next) || (/[A-Z]/.test(next) && /[a-z]$/.test(word));
}

/** `couchDB_PASSWORD` → couch, db, password; in lower case. */
function wordsOf(name: string): string[] {
  return (name.match(/[A-Z]{1,200}(?![a-z])|[A-Z]?[a-zñ]+|\d+/g) ?? []).map((each) => each.toLowerCase());
}
