import { anyOf } from '../text/patterns.ts';

/** How strict a value is judged: what stands under the name of a password may be short, a key is long. */
export type ValueKind = 'key' | 'password';

const shortest = { key: 16, password: 10 } as const;
/** Characters of a value that are looked at; more say nothing new, and hostile text would only take time. */
const judgedLength = 256;

const placeholder = anyOf(
  'i',
  /your|example|placeholder|dummy|change[-_]?(?:me|this|it)|sample|fake|mock|redact|insert|replace|todo|xxxx|x{6}/,
  /1234567|abcdef|qwerty|deadbeef|^test|test[-_]|[-_]test|(?:secret|api)[-_]key|<|\.\.\.|…|\*{3}|#{4}|•|_{4}/,
  // Known from documentation and from standards.
  /JBSWY3DPEHPK3PXP|wJalrXUtnFEMI|GEZDGNBVGY3TQOJQ|correct-horse/,
);

/** Words of made-up passwords; compared with the letters that digits and signs stand for. */
const speaking = anyOf(
  '',
  /passw|secret|token|admin|welcome|login|sample|hunter|letmein|strong|secure|super|default|local|apikey/,
  /postgres|mysql|redis|mongo|temporary|correct|horse|winter|summer|spring|autumn|dragon|monkey|qwert|sesame|foobar|argon|crypt|pbkdf/,
);

/**
 * True when a value looks like a key that a machine made: letters and digits with little repetition, and neither a
 * placeholder, words, an identifier that is public (UUID, contract address) nor a reference to a value elsewhere.
 */
export function looksSecret(value: string, kind: ValueKind = 'key'): boolean {
  const judged = value.slice(0, judgedLength);
  if (judged.length < shortest[kind] || isPlaceholder(judged) || isReference(judged) || isPublic(value)) return false;
  if (judged.startsWith('eyJ') && !isToken(value)) return false;
  const core = coreOf(judged);
  return isRandom(core.length >= shortest.key ? core : judged, kind) && !isWordy(judged);
}

/**
 * True for a whole JSON Web Token with a signature. The first part alone, which is the same in thousands, is none, nor
 * are those of documentation, those without a signature and those that are made for everybody.
 */
export function isToken(value: string): boolean {
  const [, payload = '', signature = ''] = value.split('.');
  if (signature.length < 16) return false;
  return !sampleClaims.test(Buffer.from(payload.slice(0, 2_000), 'base64url').toString('latin1'));
}

const sampleClaims = /1234567890|J(?:ohn|ane) ?Doe|@example\.|"role":\s?"anon"|^\{"user":"/i;

/** True for what people write where a secret belongs. */
export function isPlaceholder(value: string): boolean {
  return saysPlaceholder(value) || isSequence(value) || isSpeaking(value);
}

/** True when a word in it says so itself; for keys whose form leaves little doubt. */
export function saysPlaceholder(value: string): boolean {
  return placeholder.test(value);
}

/** Only in short values: in a long one such letters come together by chance. */
function isSpeaking(value: string): boolean {
  if (value.length > 28) return false;
  const plain = value.toLowerCase().replace(/[013457@$!]/g, (sign) => leet.get(sign) ?? sign);
  return speaking.test(plain) || speaking.test(value.toLowerCase());
}

const leet: ReadonlyMap<string, string> = new Map([
  ['0', 'o'],
  ['1', 'i'],
  ['3', 'e'],
  ['4', 'a'],
  ['5', 's'],
  ['7', 't'],
  ['@', 'a'],
  ['$', 's'],
  ['!', 'i'],
]);

/** True for `a1b2c3d4`, `0123456789`, `abcdefgh`, `9f8e7d6c`: letters or digits that count up or down. */
function isSequence(value: string): boolean {
  const letters = value.toLowerCase().replace(/[^a-z]/g, '');
  const digits = value.replace(/\D/g, '');
  return counts(letters) || (counts(digits) && letters.length < 12) || (steps(letters) > 0.5 && steps(digits) > 0.5);
}

function counts(text: string): boolean {
  return text.length >= 6 && steps(text) > 0.7;
}

/** How many of the neighbors differ by one, or go from 9 to 0, of all. */
function steps(text: string): number {
  if (text.length < 4) return 0;
  let count = 0;
  for (let index = 1; index < text.length; index++) {
    const step = Math.abs(text.charCodeAt(index) - text.charCodeAt(index - 1));
    if (step === 1 || step === 9) count += 1;
  }
  return count / (text.length - 1);
}

/** The longest part between separators: `hms_live_3f9c…` is judged by what follows the prefix. */
function coreOf(value: string): string {
  return value.split(/[-_.:/+=]+/).reduce((longest, part) => (part.length > longest.length ? part : longest), '');
}

function isRandom(value: string, kind: ValueKind): boolean {
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((each) => each.test(value)).length;
  if (value.length < shortest.key) return kind === 'password' && classes >= 3 && entropy(value) >= 2.8;
  const digits = (value.match(/\d/g) ?? []).length;
  if (digits === value.length) return false;
  // Letters alone: only where both cases are mixed throughout, as in no word and no name of a program.
  if (digits === 0) return value.length >= 20 && changes(value) >= value.length * 0.35 && entropy(value) >= 3.5;
  return /[A-Za-z]/.test(value) && entropy(value) >= 3;
}

/** How often the case changes. */
function changes(value: string): number {
  return (value.match(/[a-z](?=[A-Z])|[A-Z](?=[a-z])/g) ?? []).length;
}

/** Bits a character. */
export function entropy(text: string): number {
  const counted = new Map<string, number>();
  for (const character of text) counted.set(character, (counted.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counted.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** Pairs that most words of English, of names and of code are made of. */
const pairs: ReadonlySet<string> = new Set(
  (
    'th he in er an re nd at on nt ha es st en ed to it ou ea hi is or ti as te et ng of al de se le sa si ar ve ra ' +
    'ld ur io ro li ri ne me ic ll be ma co om la el ce us ta no ec tr di so ct pr pe po ss ho wo ge ac ch em op ut ' +
    'ke ey ee lo un ot ie ad ab ap pl ai il ir am im id os us ag ig ay ow ul ol mo mi su up ue vi da na ts ns rs rt ' +
    'rd sh wa we wi wh ef fo fi fa fr ca cl cr do ex go gr if ks ni nc ob oc od ok oo ov pa ph pi qu rc rm sc sk sp ' +
    'ty ub ud um ur va vo ye bo bl br bu by ck cu cy du dr ep ev fe ff fl fu gh gi gu ht ia ib ip iv iz ja je jo ju ki'
  ).split(' '),
);

/** True when most letters follow each other as in words. Not asked of hexadecimal, where few pairs can be. */
function isWordy(value: string): boolean {
  if (/^(?:[A-Za-z]{1,8}[-_])*(?:0x)?(?:[0-9a-f]{16,}|[0-9A-F]{16,})$/.test(value)) return false;
  let seen = 0;
  let known = 0;
  for (const run of value.match(/[A-Z]?[a-z]+|[A-Z]+/g) ?? []) {
    const word = run.toLowerCase();
    for (let index = 1; index < word.length; index++) {
      seen += 1;
      if (pairs.has(word.slice(index - 1, index + 1))) known += 1;
    }
  }
  return seen >= 4 && known / seen > 0.62;
}

const reference = anyOf(
  'i',
  /^[a-z][a-z0-9+.-]{0,20}:\/\//,
  /^[.~]{0,2}\/[\w.-]+\//,
  /^(?:process|import|os|self|this|config|settings|env|args|options|secrets|window|ctx|app|data|res|response|req)\./,
  /^(?:secret|file|env|vault|op|ref|arn|urn|did|sha\d{1,3}|md5|keychain|ssm|gcp|aws):/,
  /^sha\d{3}-/,
);

/** True for what names a value that lies elsewhere: an address, a file, a member of a program's settings. */
function isReference(value: string): boolean {
  return reference.test(value);
}

const publicShapes = anyOf(
  'i',
  // A UUID, or several.
  /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?:\}?$|:)/,
  // Addresses of contracts and accounts.
  /^0x[0-9a-f]{40}$|^(?:bc1|tb1|ltc1|cosmos1|addr1)[0-9a-z]{20,100}$|^T[1-9A-HJ-NP-Za-km-z]{33}$|^(?:EQ|UQ)[\w-]{46}$/,
  // Hashes of passwords.
  /^\$(?:2[abxy]|argon2|[156y]|scrypt|pbkdf2)|^pbkdf2_|^\{SS?HA/,
  // Public keys, times and versions.
  /^(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2|age1|pk_|pub[-_]|npub1)/,
  /^\d{4}-\d\d-\d\d(?:[T ]|$)|^v?\d{1,4}\.\d{1,4}\.\d/,
);

/** True for identifiers that are made to be known. */
function isPublic(value: string): boolean {
  return publicShapes.test(value);
}
