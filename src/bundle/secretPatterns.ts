/** What the recommended rules do not know. The first group that matched, else the whole match, is the secret. */
export interface SecretPattern {
  /** Stable rule id. */
  readonly rule: string;
  /** What was found, to follow "looks like". */
  readonly what: string;
  readonly pattern: RegExp;
  /** A second look at the secret itself. */
  readonly accepts?: (secret: string) => boolean;
}

// Every pattern is linear: fixed starts, one repeated class, no nested repetition.
export const secretPatterns: readonly SecretPattern[] = [
  { rule: 'google-api-key', what: 'a Google API key', pattern: /\bAIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])/g },
  { rule: 'anthropic-key', what: 'an Anthropic key', pattern: /\bsk-ant-[a-z0-9]{2,12}-[A-Za-z0-9_-]{20,300}/g },
  { rule: 'openai-key', what: 'an OpenAI key', pattern: /\bsk-(?:(?:proj|svcacct|admin|None)-[A-Za-z0-9_-]{20,300}|[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20})/g },
  { rule: 'stripe-key', what: 'a Stripe key', pattern: /\b(?:[sr]k_live_[0-9A-Za-z]{20,250}|whsec_[0-9A-Za-z+/=]{32,250})/g },
  { rule: 'gitlab-token', what: 'a GitLab token', pattern: /\bgl(?:pat|dt|rt|cbt|ptt)-[0-9A-Za-z_-]{20,300}/g },
  { rule: 'hugging-face-token', what: 'a Hugging Face token', pattern: /\bhf_[A-Za-z]{34}(?![0-9A-Za-z])/g },
  { rule: 'azure-storage-key', what: 'an Azure storage key', pattern: /\bAccountKey=([A-Za-z0-9+/]{86}==)/g },
  { rule: 'private-key', what: 'a private key', pattern: /-----BEGIN (?:[A-Z]{2,9} ){0,2}PRIVATE KEY(?: BLOCK)?-----(?=[\sA-Za-z0-9+/=:,.\\-]{120})/g },
  { rule: 'json-web-token', what: 'a JSON Web Token', pattern: /\beyJ[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{16,1000}/g },
  {
    rule: 'environment-line',
    what: 'a secret in an environment line',
    pattern: /^[ \t]{0,8}(?:export[ \t]{1,4})?[A-Z][A-Z0-9_]{0,60}(?:SECRET|TOKEN|PASSWORD|PASSWD|API_?KEY|PRIVATE_KEY|ACCESS_KEY)[A-Z0-9_]{0,20}[ \t]{0,4}=[ \t]{0,4}["']?([A-Za-z0-9+/_=.~-]{16,400})["']?[ \t]{0,8}\r?$/gm,
    accepts: looksRandom,
  },
];

const placeholder = /your|example|placeholder|dummy|changeme|change_me|sample|fake|redacted|insert|replace|todo|xxxx|1234567|abcdef|<|\.\.\./i;

/** False for placeholders and words: a real key has digits, letters and little repetition. */
function looksRandom(secret: string): boolean {
  if (placeholder.test(secret) || !/\d/.test(secret) || !/[A-Za-z]/.test(secret)) return false;
  const counts = new Map<string, number>();
  for (const character of secret) counts.set(character, (counts.get(character) ?? 0) + 1);
  let entropy = 0;
  for (const count of counts.values()) entropy -= (count / secret.length) * Math.log2(count / secret.length);
  return entropy >= 3;
}
