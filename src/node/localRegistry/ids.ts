import { randomBytes } from 'node:crypto';

const idAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const randomCharacters = 22;

/** `01` and 22 characters of base62: 24 characters, as long as the service's, with 131 random bits. */
export function newIdSuffix(): string {
  let suffix = '01';
  while (suffix.length < 2 + randomCharacters) {
    for (const byte of randomBytes(32)) {
      // 248 = 4 * 62: bytes above would make some characters likelier than others.
      if (byte < 248 && suffix.length < 2 + randomCharacters) suffix += idAlphabet.charAt(byte % 62);
    }
  }
  return suffix;
}

export function newSkillId(): string {
  return `skill_${newIdSuffix()}`;
}

export function newRequestId(): string {
  return `req_${newIdSuffix()}`;
}
