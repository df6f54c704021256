import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { scanSecrets } from '../../../../src/core/bundle/secrets.ts';
import { noise } from '../../../support/noise.ts';

const mixed = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const small = '0123456789abcdef';
const base64 = (text: string): string => Buffer.from(text).toString('base64url');
const { privateKey } = generateKeyPairSync('ed25519');
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** Kinds of keys that public skills were published with, each as it stood there: file and text. */
const kinds: readonly (readonly [kind: string, path: string, text: string])[] = [
  ['a key of a service under a lower-case name', 'config.json', `{ "api_key": "hms_live_${noise(24, mixed, 1)}" }`],
  ['a token of a webhook', 'src/hook.js', `const hook = { webhookToken: '${noise(32, small, 2)}' };\n`],
  ['a long key in hexadecimal digits', 'config.json', `{ "secretKey": "${noise(128, small, 3)}" }`],
  [
    'two keys in the instructions',
    'SKILL.md',
    `- access_token: \`${noise(40, mixed, 4)}\`\n- secret_key: \`${noise(40, mixed, 5)}\`\n`,
  ],
  ['a password of a database', 'settings.env.md', `couchDB_PASSWORD=${noise(16, mixed, 6)}\n`],
  ['a key of a device', 'references/devices.md', `| device | apiKey |\n|---|---|\n| nas | ${noise(32, mixed, 7)} |\n`],
  ['a token of GitHub', 'scripts/push.sh', `git push https://x:ghp_${noise(36, mixed, 8)}@github.com/a/b\n`],
  ['a key pair of AWS', 'scripts/a.py', `aws_secret_access_key = "${noise(40, mixed, 9)}"\n`],
  ['a key of a model service', 'scripts/ask.py', `client = Client(api_key="sk-proj-${noise(48, mixed, 10)}")\n`],
  [
    'a token of a chat',
    'scripts/say.sh',
    `curl -H "Authorization: Bearer xoxb-${noise(12, '123456789', 11)}-${noise(24, mixed, 12)}"\n`,
  ],
  ['a key of a payment service', 'notes.md', `The key is rk_live_${noise(40, mixed, 13)}.\n`],
  [
    'a key of a map service',
    'index.html',
    `<script src="https://maps.makers.dev/js?key=AIza${noise(35, mixed, 14)}"></script>\n`,
  ],
  ['a private key', 'deploy.key', pem],
  [
    'a signed token',
    'references/call.md',
    `Authorization: Bearer ${base64('{"alg":"HS256","typ":"JWT"}')}.${base64('{"sub":"bob","exp":1}')}.${noise(43, mixed, 15)}\n`,
  ],
  [
    'an address with a password',
    'scripts/db.ts',
    `const db = 'postgres://app:${noise(20, mixed, 16)}@db.makers.dev/x';\n`,
  ],
];

describe('fifteen kinds of keys', () => {
  for (const [kind, path, text] of kinds) {
    it(`${kind} stops the pack`, async () => {
      const { findings } = await scanSecrets([{ path, mode: 0o644, content: new TextEncoder().encode(text) }]);
      assert.notEqual(findings.length, 0);
    });
  }

  it('are fifteen', () => {
    assert.equal(kinds.length, 15);
  });
});
