import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import type { ArchiveFile } from '../../../../src/core/bundle/extract.ts';
import { recommendedRules } from '../../../../src/core/bundle/secretKinds.ts';
import {
  maxFindings,
  replacedRules,
  scanSecrets,
  type ScanOptions,
  type SecretScan,
} from '../../../../src/core/bundle/secrets.ts';
import { note } from '../../../support/figures.ts';
import { lettersAndDigits, noise } from '../../../support/noise.ts';

/** Stands in the middle of what would otherwise look like a key in this file. */
const split = '';
const file = (content: string | Uint8Array, path = 'notes.md'): ArchiveFile => ({
  path,
  mode: 0o644,
  content: typeof content === 'string' ? new TextEncoder().encode(content) : content,
});
const scan = (content: string | Uint8Array, options?: ScanOptions): Promise<SecretScan> =>
  scanSecrets([file(content)], options);

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const samples: readonly (readonly [string, () => string])[] = [
  ['Anthropic', () => `sk-ant-${split}api03-${noise(93)}AA`],
  ['Google', () => `AI${split}za${noise(35)}`],
  ['OpenAI project', () => `sk-${split}proj-${noise(48)}`],
  ['OpenAI legacy', () => `sk-${noise(20)}${split}T3BlbkFJ${noise(20)}`],
  ['Stripe', () => `sk_${split}live_${noise(24)}`],
  ['GitHub', () => `gh${split}p_${noise(36)}`],
  ['GitLab', () => `glp${split}at-${noise(20)}`],
  ['npm', () => `np${split}m_${noise(36)}`],
  ['Hugging Face', () => `h${split}f_${noise(34, 'abcdefghijklmnopqrstuvwxyzABCDEFGH')}`],
  ['AWS key id', () => `AK${split}IA${noise(16, upper)}`],
  ['Slack', () => `xo${split}xb-123456789012-1234567890123-${noise(24)}`],
  [
    'private key',
    () =>
      `-----BEGIN RSA ${split}PRIVATE KEY-----\nMII${`${noise(64)}\n`.repeat(12)}-----END RSA ${split}PRIVATE KEY-----`,
  ],
  ['JSON Web Token', () => `ey${split}J${noise(30)}.ey${split}J${noise(60)}.${noise(43)}`],
  ['URL with a password', () => `https://user:${noise(16)}@git.makers.dev/x`],
  ['database URL', () => `postgres://admin:${noise(16)}@db.internal:5432/app`],
  ['PuTTY key', () => `Private-${split}Lines: 1\n${noise(48)}\nPrivate-MAC: 00`],
  ['age key', () => `AGE-${split}SECRET-KEY-1${noise(58, 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L')}`],
  ['PyPI token', () => `py${split}pi-AgEIcHlwaS5vcmc${noise(150)}`],
  ['Vault token', () => `hv${split}s.${noise(92)}`],
  ['Telegram token', () => `7${split}123456789:AA${noise(33)}`],
  ['Azure storage', () => `DefaultEndpointsProtocol=https;AccountKey=${noise(86)}==`],
];

describe('scanSecrets', () => {
  for (const [kind, secret] of samples) {
    it('says of every recommended rule what it finds', async () => {
      const { rules } = await import('@secretlint/secretlint-rule-preset-recommend');
      const used = rules.map(({ meta }) => meta.id).filter((id) => !replacedRules.has(id));
      const named = Object.keys(recommendedRules).map((name) => `@secretlint/secretlint-rule-${name}`);
      assert.deepEqual(used.toSorted(), named.toSorted());
    });

    it(`finds a secret of the kind ${kind}, and never shows it`, async () => {
      note('kind', 1);
      const value = secret();
      const text = `# Notes\n\nkey: ${value}\n`;
      const { findings } = await scan(text);
      assert.equal(findings.length, 1, JSON.stringify(findings));
      const [finding] = findings;
      assert.equal(finding?.line, 3);
      assert.ok(finding.overridable);
      const range = text.slice(finding.range.start, finding.range.end);
      assert.ok(value.includes(range) || range.includes(value), range);
      const longest = JSON.stringify(finding).match(/[A-Za-z0-9_-]{12,}/g) ?? [];
      assert.ok(
        longest.every((word) => !value.includes(word)),
        JSON.stringify(finding),
      );
    });
  }

  it('finds a secret in an environment line', async () => {
    const { findings } = await scan(`export DATABASE_PASSWORD="${noise(24)}"\n`);
    assert.deepEqual(
      findings.map(({ rule }) => rule),
      ['environment-line'],
    );
  });

  for (const name of [
    'API_KEY',
    'TOKEN',
    'SECRET',
    'PASSWORD',
    'SECRET_KEY',
    'PRIVATE_KEY',
    'ACCESS_KEY',
    'MY_API_KEY',
    'DB_PASSWORD_2',
  ]) {
    it(`finds the value of ${name} however the line is written`, async () => {
      const value = noise(32);
      for (const line of [
        `${name}=${value}`,
        `export ${name}=${value}`,
        `${name}=${value} # prod`,
        `${name} = "${value}"`,
        `${name}='${value}';`,
        `- ${name}: ${value}`,
        `"${name}": "${value}",`,
        `Run \`${name}=${value} python x.py\` once.`,
        `docker run -e ${name}=${value} image`,
        `{"text": "${name}=${value}\\n"}`,
      ]) {
        const text = `first\n${line}\n`;
        const { findings } = await scan(text);
        assert.deepEqual(
          findings.map(({ range }) => text.slice(range.start, range.end)),
          [value],
          line,
        );
      }
    });
  }

  it('finds passwords with punctuation', async () => {
    for (const password of [
      `${noise(10)}!${noise(9)}`,
      `#${noise(10)}#${noise(9)}`,
      `${noise(20)}!`,
      `${noise(8)}@%^&*9${noise(8)}`,
    ]) {
      const text = `DB_PASSWORD=${password}\nPASSWORD="${password}"\n`;
      const { findings } = await scan(text);
      assert.deepEqual(
        findings.map(({ range }) => text.slice(range.start, range.end)),
        [password, password],
      );
    }
  });

  for (const [kind, pem] of [
    ['Ed25519', () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })],
    ['X25519', () => generateKeyPairSync('x25519').privateKey.export({ type: 'pkcs8', format: 'pem' })],
    [
      'P-256',
      () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'sec1', format: 'pem' }),
    ],
    [
      'encrypted',
      () =>
        generateKeyPairSync('ed25519').privateKey.export({
          type: 'pkcs8',
          format: 'pem',
          cipher: 'aes-256-cbc',
          passphrase: 'x',
        }),
    ],
  ] as const) {
    it(`finds an ${kind} private key as a file, in a fence, quoted and in JSON`, async () => {
      const key = String(pem());
      for (const text of [
        key,
        `Use it:\n\n\`\`\`\n${key}\`\`\`\nThen go on.\n`,
        key.replace(/^/gm, '> '),
        JSON.stringify({ key }),
        key.replaceAll('\n', '\r\n'),
      ]) {
        assert.deepEqual(
          (await scan(text)).findings.map(
            ({ what }) => what.startsWith('a private key') || what.includes('privatekey'),
          ),
          [true],
          text,
        );
      }
    });
  }

  for (const body of ['...', 'MIIEvQIBADANBgkqhkiG9w0BAQ...', '<your key>', 'x'.repeat(64), 'YOUR_PRIVATE_KEY']) {
    it(`takes a private key of ${body.slice(0, 20)} for an example, whatever text follows`, async () => {
      const prose = 'Then follow the steps of the guide and keep the file at a safe place. '.repeat(3);
      assert.deepEqual(
        (await scan(`-----BEGIN ${split}PRIVATE KEY-----\n${body}\n-----END ${split}PRIVATE KEY-----\n\n${prose}`))
          .findings,
        [],
      );
    });
  }

  for (const harmless of [
    'API_KEY=xxxxxxxxxxxxxxxxxxxx1',
    'API_KEY=YOUR_API_KEY',
    'TOKEN = process.env.SERVICE_TOKEN_V2',
    'TOKEN=${SERVICE_TOKEN_V2}',
    'TOKEN=$(cat /run/secrets/token2)',
    'API_KEY = os.environ["SERVICE_KEY_2"]',
    'TOKEN_URL=https://login.host.net/common/oauth2/v2.0/token',
    'TOKEN_FILE=/home/user/.config/service/token2',
    'SECRET = hashlib.sha256(data2).hexdigest()',
    'API_KEY: opts.apiKey2.getValueNow()',
    'TOKEN=="abc" and more words 123',
    'API_KEY=test-secret-key-123',
    'MAX_TOKENS: 4096',
    'pypi-publish-workflow-with-trusted-publishers-v1',
    'hvs.CAESI...',
    'PASSWORD={{ vault_password_2_of_database }}',
    'API_KEY=your-api-key-goes-here-1',
    'API_TOKEN=<token>',
    'export SECRET_KEY=${SECRET_KEY}',
    'SECRET=aaaaaaaaaaaaaaaaaaaaaaaa1',
    'ANTHROPIC_API_KEY=sk-ant-...',
    'Set `OPENAI_API_KEY` first.',
    'commit 3f786850e387550fdab836ed7e6dc881de23001b',
    'https://user@example.org/x',
    'sha512-Xyz',
  ]) {
    it(`lets ${JSON.stringify(harmless)} pass`, async () => {
      assert.deepEqual((await scan(`${harmless}\n`)).findings, []);
    });
  }

  it('finds a secret that lies across two windows, once', async () => {
    const value = `gh${split}p_${noise(36)}`;
    for (const before of [65_536 - 20, 65_536 - 4_096 + 10, 65_536 * 2 - 4_096 - 20]) {
      const text = `${'word '.repeat(before / 5)} ${value} ${'more '.repeat(20_000)}`;
      const { findings } = await scan(text);
      assert.deepEqual(
        findings.map(({ range }) => text.slice(range.start, range.end)),
        [value],
        String(before),
      );
    }
  });

  it('does not obey a comment that switches the scanner off', async () => {
    const { findings } = await scan(`<!-- secretlint-disable -->\ngh${split}p_${noise(36)}\n`);
    assert.equal(findings.length, 1);
  });

  it("finds the user's own key in text, in UTF-16 and in a binary file, and lets nobody override it", async () => {
    const key = `my-own-key-${noise(20)}`;
    for (const content of [
      `a\nb ${key}`,
      Buffer.from(`\ufeff${key}`, 'utf16le'),
      Buffer.concat([new Uint8Array(100), Buffer.from(key)]),
    ]) {
      const { findings } = await scan(content, { forbidden: [key] });
      assert.deepEqual(
        findings.map(({ rule, overridable }) => [rule, overridable]),
        [['own-key', false]],
      );
      assert.ok(!JSON.stringify(findings).includes(key.slice(0, 8)));
    }
  });

  const own = `own-${noise(20)}-7f`;
  const [head, tail] = [own.slice(0, 11), own.slice(11)];
  const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');
  for (const [what, content] of [
    ['UTF-16 without its mark', wide(`x ${own}`)],
    ['UTF-16BE with its mark', Buffer.concat([Buffer.from([0xfe, 0xff]), wide(`x ${own}`).swap16()])],
    ['UTF-16BE without its mark', wide(`x ${own}`).swap16()],
    ['base64', Buffer.from(own).toString('base64')],
    ['base64 one character on', Buffer.from(`:${own}`).toString('base64')],
    ['base64 two characters on', Buffer.from(`a:${own}`).toString('base64')],
    ['base64 in lines of 16', Buffer.from(`user:${own}`).toString('base64').replace(/.{16}/g, '$&\r\n')],
    ['URL-safe base64', Buffer.from(own).toString('base64url')],
    [
      'percent-encoding',
      Array.from(own)
        .map((each) => `%${each.charCodeAt(0).toString(16)}`)
        .join(''),
    ],
    ['two lines', `${head}\n${tail}`],
    ['a continued line', `KEY=${head}\\\n    ${tail}`],
    ['two literals', `key = "${head}" +\n  "${tail}";`],
    ['two literals side by side', `("${head}"\n '${tail}')`],
    ['comments', `# ${head}\n# ${tail}\n`],
    ['a list of characters', JSON.stringify(Array.from(own))],
    ['a binary file in pieces', Buffer.concat([Buffer.alloc(10), Buffer.from(`"${head}" . "${tail}"`)])],
  ] as const) {
    it(`finds the own key in ${what}`, async () => {
      const { findings } = await scan(content, { forbidden: [own] });
      assert.deepEqual(
        findings.filter(({ rule }) => rule === 'own-key').map(({ overridable }) => overridable),
        [false],
      );
      assert.deepEqual(
        (await scan(content, { forbidden: [`own-${noise(20, lettersAndDigits, 9)}-7f`] })).findings.filter(
          ({ rule }) => rule === 'own-key',
        ),
        [],
        'another key',
      );
    });
  }

  it('says where an own key in pieces begins and ends', async () => {
    const text = `one\ntwo = "${head}" + "${tail}";\n`;
    const [finding] = (await scan(text, { forbidden: [own] })).findings.filter(({ rule }) => rule === 'own-key');
    assert.deepEqual(
      [finding?.line, finding && text.slice(finding.range.start, finding.range.end)],
      [2, `${head}" + "${tail}`],
    );
  });

  it('does not take ordinary words for a short own key, nor a sentence for a longer one', async () => {
    for (const [key, text] of [
      ['x', 'texts'],
      ['test', 'Writes unit tests and tests them.'],
      ['fifteen-letters', 'fifteen-letters'],
      ['correcthorsebatterystaple', 'correct horse battery staple'],
      ['writes-unit-tests', 'It writes unit tests. It writes: unit, tests.'],
    ] as const)
      assert.deepEqual((await scan(text, { forbidden: [key] })).findings, [], key);
  });

  it('looks for the own key in every file although others hold more findings than are shown', async () => {
    const many = Array.from({ length: 40 }, (_, index) => `gh${split}p_${noise(36, lettersAndDigits, index + 1)}`).join(
      '\n',
    );
    const { findings, cut } = await scanSecrets([file(many, 'a'), file('the-own-key-of-1', 'z')], {
      forbidden: ['the-own-key-of-1'],
    });
    assert.equal(findings.length, maxFindings);
    assert.equal(cut, true);
    assert.ok(findings.some(({ path, rule }) => path === 'z' && rule === 'own-key'));
  });

  it('searches the readable parts of binary files, and says which those are', async () => {
    const binary = Buffer.concat([new Uint8Array(4), Buffer.from(`gh${split}p_${noise(36)}`), new Uint8Array(4)]);
    const { findings, unsearched } = await scanSecrets([
      file('text', 'a.md'),
      file(Buffer.from('\ufefftext', 'utf16le'), 'b.txt'),
      file(binary, 'c.bin'),
    ]);
    assert.deepEqual(
      findings.map(({ path, line, range }) => [path, line, range]),
      [['c.bin', undefined, { start: 0, end: 0 }]],
    );
    assert.deepEqual(unsearched, ['c.bin']);
  });

  it('stays bounded on text full of token-like lines', async () => {
    const text = Array.from({ length: 4000 }, (_, index) => `"${noise(60, lettersAndDigits, index + 3)}",`).join('\n');
    const started = performance.now();
    await scan(text);
    assert.ok(performance.now() - started < 4000, `${performance.now() - started} ms for ${text.length} characters`);
  });

  it('lets others have their turn, so that it can be stopped', async () => {
    const stop = new AbortController();
    const files = ['a', 'b', 'c'].map((name) => file('word '.repeat(200_000), name));
    const scanning = scanSecrets(files, { signal: stop.signal });
    setImmediate(() => {
      stop.abort();
    });
    await assert.rejects(scanning, { name: 'AbortError' });
  });

  it('lets others have their turn between files, also when it looks for the own key', async () => {
    const files = Array.from({ length: 32 }, (_, index) => file(Buffer.from(noise(256 << 10)), `${index}.txt`));
    let turns = 0;
    const count = (): void => {
      turns += 1;
      counting = setImmediate(count);
    };
    let counting = setImmediate(count);
    const { findings } = await scanSecrets(files, { forbidden: [`sk-${split}ant-${noise(40)}`] });
    clearImmediate(counting);
    assert.deepEqual(findings, []);
    assert.ok(turns >= 32, `${turns} turns for 8 MB`);
  });

  it('finds what is encoded wherever it begins', async () => {
    const encoded = Buffer.from(`use sk-${split}ant-api03-${noise(93)}AA for now`).toString('base64');
    for (let lead = 0; lead <= 80; lead += 1) {
      const text = `${'a b '.repeat(20).slice(0, lead)}"${encoded}"`;
      const [finding] = (await scan(text)).findings;
      assert.equal(finding?.range.start, lead + 1, `after ${lead} characters`);
    }
  });

  it('stops when it is told to', async () => {
    await assert.rejects(scan('x', { signal: AbortSignal.abort() }), { name: 'AbortError' });
  });
});
