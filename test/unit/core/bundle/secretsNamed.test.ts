import assert from 'node:assert/strict';
import { scanSecrets } from '../../../../src/core/bundle/secrets.ts';
import { matchSecrets } from '../../../../src/core/bundle/secretPatterns.ts';
import { noise } from '../../../support/noise.ts';

const mixed = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const key = noise(24, mixed, 11);
const hex = noise(32, '0123456789abcdef', 5);
const password = `${noise(5, mixed, 3)}#${noise(5, mixed, 9)}7z`;
const found = (text: string): string[] => matchSecrets(text, 20).map(({ start, end }) => text.slice(start, end));
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('secrets under their names', () => {
  const lines: readonly (readonly [form: string, line: string, value: string])[] = [
    ['JSON, snake case', `{ "api_key": "${hex}" }`, hex],
    ['JSON, camel case', `{ "secretKey": "${key}" }`, key],
    ['JSON, mixed', `  "couchDB_PASSWORD": "${key}",`, key],
    ['JSON, a list', `"apiKeys": ["${key}"]`, key],
    ['JSON, over two lines', `"access_token":\n    "${key}"`, key],
    ['JSON, name and value', `{"name": "API_KEY", "value": "${key}"}`, key],
    ['JSON in a notebook', `"api_key = \\"${key}\\"\\n",`, key],
    ['YAML', `smtp:\n  password: ${password}\n`, password],
    ['YAML, a list', `api_keys:\n  - ${key}\n`, key],
    ['YAML, name and value', `- name: API_KEY\n  value: ${key}\n`, key],
    ['TOML', `[auth]\ntoken = "${key}"`, key],
    ['properties', `db.password=${password}`, password],
    ['env', `SERVICE_PASS=${password}`, password],
    ['JavaScript, an object', `const hook = { webhookToken: '${hex}' };`, hex],
    ['JavaScript, a fallback', `const t = process.env.TOKEN || '${key}';`, key],
    ['TypeScript', `const apiKey: string = '${key}';`, key],
    ['Python', `client_secret = """${key}"""`, key],
    ['Python, an annotation', `api_key: str = "${key}"`, key],
    ['Python, the environment', `os.environ["API_KEY"] = "${key}"`, key],
    ['Python, a default', `os.getenv("API_KEY", "${key}")`, key],
    ['PHP', `define('DB_PASSWORD', '${password}');`, password],
    ['Ruby', `:password => '${password}'`, password],
    ['shell, a default', `KEY="\${SERVICE_API_KEY:-${key}}"`, key],
    ['shell, an option', `tool --api-key ${key} run`, key],
    ['PowerShell', `$env:API_KEY = "${key}"`, key],
    ['Dockerfile', `ENV API_KEY ${key}`, key],
    ['fish', `set -gx API_TOKEN ${key}`, key],
    ['a property list', `<key>apiToken</key>\n  <string>${key}</string>`, key],
    ['Terraform', `variable "db_password" {\n  type = string\n  default = "${password}"\n}`, password],
    ['SQL', `CREATE USER app WITH PASSWORD '${password}';`, password],
    ['SQL of others', `CREATE USER app IDENTIFIED BY '${password}';`, password],
    ['an argument of a request', `requests.get(url, auth=("bob", "${password}"))`, password],
    ['an option of MySQL', `mysqldump -u root -p${password.replace('#', '-')} app`, password.replace('#', '-')],
    [
      'an address with a signature',
      `https://a.blob.core.windows.net/c?sv=1&sig=${noise(43, mixed, 4)}%3D`,
      `${noise(43, mixed, 4)}%3D`,
    ],
    [
      'a webhook of Teams',
      `https://a.webhook.office.com/webhookb2/${hex}-1@${hex}/IncomingWebhook/${hex}/${hex}1234`,
      `${hex}/${hex}1234`,
    ],
    ['XML', `<apiKey>${hex}</apiKey>`, hex],
    ['XML, the name as an attribute', `<string name="api_key">${hex}</string>`, hex],
    ['XML, attributes', `<add key="ApiKey" value="${key}"/>`, key],
    ['a connection string', `Server=tcp:db.makers.dev;Password=${key};`, key],
    ['an address', `curl "https://makers.dev/?api_key=${key}&page=1"`, key],
    ['a header', `Authorization: Bearer ${key}`, key],
    ['a header of its own', `X-Api-Key: ${key}`, key],
    ['a Markdown table', `| API key | \`${key}\` |`, key],
    ['a Markdown table, with a remark', `| Password | \`${password}\` for staging |`, password],
    ['a column of a table', `| device | apiKey | port |\n|---|:-:|---|\n| nas | \`${key}\` | 1 |`, key],
    ['a column of a table without borders', `host | client secret\n--- | ---\nnas | ${key}`, key],
    ['a Markdown list', `- **Client secret:** ${key}`, key],
    ['a sentence', `The access token is \`${key}\`.`, key],
    ['a key with a prefix of its maker', `api_key: acme_live_${hex}`, `acme_live_${hex}`],
    ["Docker's settings", `"auth": "${base64(`bob:${key}`)}"`, base64(`bob:${key}`)],
    ['netrc', `machine git.makers.dev login bob password ${key}`, key],
    ['an address without a user', `redis://:${key}@cache.makers.dev:6379/0`, key],
    [
      'an address of a database',
      `mongodb+srv://app:${password.replace('#', '-')}@db.makers.dev/x`,
      password.replace('#', '-'),
    ],
    ['sshpass', `sshpass -p '${password}' ssh host`, password],
    ['a private key of a chain', `privateKey: "0x${hex}${hex}"`, `0x${hex}${hex}`],
  ];
  for (const [form, line, value] of lines) {
    it(`finds the value in ${form}`, () => {
      assert.deepEqual([...new Set(found(`first\n${line}\nlast\n`))], [value]);
    });
  }

  for (const [kind, value] of [
    ['DigitalOcean', `dop_v1_${hex}${hex}`],
    ['Notion', `ntn_${noise(11, '0123456789', 2)}${noise(35, mixed, 3)}`],
    ['Twilio', `SK${hex}`],
    ['Discord webhook', `https://discord.com/api/webhooks/112233445566778899/${noise(68, mixed, 4)}`],
    ['Slack webhook', `https://hooks.slack.com/services/T${noise(9, 'ABC123', 4)}/B${noise(9, 'ABC123', 5)}/${key}`],
    ['OpenRouter', `sk-or-v1-${hex}${hex}`],
    ['Google client secret', `GOCSPX-${noise(28, mixed, 6)}`],
    ['Supabase', `sbp_${hex}${hex.slice(0, 8)}`],
    ['Docker', `dckr_pat_${noise(27, mixed, 8)}`],
  ] as const) {
    it(`finds a key of the kind ${kind} anywhere`, () => {
      assert.equal(found(`See ${value} there`).length, 1);
    });
  }
});

describe('what is no secret', () => {
  for (const line of [
    `SELL_TOKEN="0x${noise(40, '0123456789abcdefABCDEF', 4)}"`,
    `"conduitKey": "0x${hex}${hex}"`,
    `token: "${noise(44, '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz', 3)}"`,
    '| Token | Value |\n|---|---|\n| color-primary-500 | red |\n| spacingInline2xl | 4 |',
    '| API key | Where |\n|---|---|\n| OPENAI_API_KEY | here |\n| `YOUR_KEY_HERE` | there |',
    `| API key | Commit |\n|---|---|\n| none | ${hex} |`,
    'postgres://postgres:test@localhost/test',
    'SLACK_BOT_TOKEN="xoxb-your-token"',
    `data:application/wasm;base64,EAA${noise(90, mixed, 8)}+${noise(40, mixed, 9)}/`,
    `postgres://app:${key}@localhost:5432/app`,
    'postgres://app:hunter2@db.example.com/app',
    'http://user:pass@proxy.makers.dev:8080',
    'https://username:token@git.makers.dev/org/repo',
    'mongodb://admin:admin123@mongo:27017',
    'mongodb+srv://<user>:<password>@cluster0.makers.dev',
    'mysql://root:${MYSQL_PW}@db.makers.dev/x',
    "ROUTER_API_KEY='sk-or-v1-project1-key'",
    'DEVICE_API_KEY="base64-noise-psk"',
    'api_key: 550e8400-e29b-41d4-a716-446655440000',
    `gpg --recv-keys ${hex.toUpperCase()}98B78001`,
    "CREATE USER app IDENTIFIED BY 'your-password';",
    "ALTER USER app WITH PASSWORD 'new_password';",
    'mysql -u root -psecret1234 app',
    'mysql -u root -p app',
    'requests.get(url, auth=("user", "password123"))',
    'https://a.blob.core.windows.net/c?sv=1&sig=<signature>',
    'set -x API_TOKEN (cat token.txt)',
    '<key>CFBundleIdentifier</key>\n<string>com.example.app.with.long.name1</string>',
    `token_hash: ${hex}`,
    `secret_key_id: ${key}`,
    `public_key: "${key}"`,
    `ssh_key: ssh-ed25519 AAAA${key}`,
    `cache_key: v1-Linux-${hex}`,
    `nextPageToken: "${key}"`,
    `"sortKey": "${key}"`,
    `monkey: ${key}`,
    `keyboard: ${key}`,
    `secretary: ${key}`,
    `password: "$2b$12$${noise(53, mixed, 3)}"`,
    `key: "sha256:${hex}${hex}"`,
    'password: "SecurePassword123!"',
    'password = "P@ssw0rd2024!"',
    "password: 'Test123!@#',",
    'secret = "s3cr3t-k3y-f0r-d3v"',
    'secret: my-app-tls-secret-v2-prod',
    'api_key: a1b2c3d4e5f6g7h8i9j0',
    'token: "abc123def456ghi789jkl"',
    'API_KEY="0123456789abcdef0123456789abcdef"',
    'API_KEY=AAAAAAAAAAAAAAAAAAAA1',
    'Authorization: Bearer <token>',
    'Authorization: Bearer $TOKEN2',
    `Authorization: Basic ${base64('user:password')}`,
    `"token": "${base64('{"alg":"HS256","typ":"JWT"}')}..."`,
    `token: "${[base64('{"alg":"HS256"}'), base64('{"sub":"1234567890"}'), key].join('.').replaceAll('=', '')}"`,
    `api_key: "${key.slice(0, 18)}..."`,
    'password: ${{ secrets.DB_PASSWORD_2 }}',
    'token: !secret home_token_2020_abc',
    'const token = await getToken2(clientSecretV2)',
    'secretName: projects/123/secrets/db-pass/versions/2',
    '- [ ] **Hashes for passwords**: Argon2/scrypt/bcrypt, no others',
    `printf 'machine host.dev login x password %s\\n' "$1"`,
    `private_key = "-----BEGIN RSA PRIVATE KEY-----"\nthen come the lines of the block that the rule looks for here`,
    '<img src="https://makers.dev/a?token=[THE_TOKEN]">bed_3.3_9hQURhj6KfZ7EnBRaKbiu.webp</a>',
    '| S9 | **PASS** | `beds:204-205` gives the plants a bed, and `beds:210` the water. |',
    `Set \`client_secret\` and \`token\`, then restart ${hex}.`,
  ]) {
    it(`lets ${line.slice(0, 60)} pass`, async () => {
      assert.deepEqual(found(`first\n${line}\nlast\n`), []);
      const content = new TextEncoder().encode(`first\n${line}\nlast\n`);
      assert.deepEqual((await scanSecrets([{ path: 'notes.md', mode: 0o644, content }])).findings, []);
    });
  }
});

describe('where secrets are looked for', () => {
  const line = `api_key = "${key}"\n`;
  const scan = async (content: Uint8Array): Promise<readonly (number | undefined)[]> =>
    (await scanSecrets([{ path: 'data', mode: 0o644, content }])).findings.map((finding) => finding.line);
  const wide = Buffer.from(`first line\n${line}`, 'utf16le');

  it('finds one in UTF-16 with and without a byte order mark, in both orders', async () => {
    assert.deepEqual(await scan(wide), [2]);
    assert.deepEqual(await scan(Buffer.from(wide).swap16()), [2]);
    assert.deepEqual(await scan(Buffer.concat([Buffer.from('\ufeff', 'utf16le'), wide])), [2]);
    assert.deepEqual(await scan(Buffer.concat([Buffer.from('\ufeff', 'utf16le'), wide]).swap16()), [2]);
  });

  it('finds one in the readable part of a binary file', async () => {
    assert.deepEqual(await scan(Buffer.concat([new Uint8Array([0, 1, 2, 3]), Buffer.from(line), new Uint8Array(99)])), [
      undefined,
    ]);
  });

  it('finds one in base64, on one line and on several', async () => {
    const encoded = base64(`some text before\n${line}`);
    assert.deepEqual(await scan(Buffer.from(`data: ${encoded}\n`)), [1]);
    const long = base64(`${'words that come first. '.repeat(6)}\n${line}`);
    assert.deepEqual(await scan(Buffer.from(`x\n${long.replace(/.{76}/g, '$&\n')}\n`)), [2]);
  });

  it('finds one far into a line of 200,000 characters', async () => {
    const text = `{"a":"${'lorem ipsum, '.repeat(15_000)}","client_secret":"${key}"}`;
    assert.deepEqual(await scan(Buffer.from(text)), [1]);
  });

  for (const [what, unit] of [
    ['names without values', 'token='],
    ['names and separators', 'api_key: "'],
    ['quotes and words', 'secret"\'`*'],
    ['long names', `${'a_'.repeat(30)}key`],
    ['addresses', '://a:b@c'],
    ['commands', 'curl '],
    ['netrc', 'machine a login b password '],
    ['blanks', 'password \t \t'],
    ['line breaks', 'token:\n  '],
    ['random letters', `${key}+/`],
    ['one letter', 'a'],
  ] as const) {
    it(`takes time in proportion to the length of ${what}`, () => {
      const text = unit.repeat(500_000 / unit.length);
      const started = process.cpuUsage();
      matchSecrets(text, 20);
      const { user } = process.cpuUsage(started);
      // A tenth of it is what it takes; quadratic growth would take minutes.
      assert.ok(user < 4_000_000, `${user / 1_000} ms`);
    });
  }
});
