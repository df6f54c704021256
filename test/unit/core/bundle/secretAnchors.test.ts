import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lintSource } from '@secretlint/core';
import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import {
  type Anchor,
  AnchorSearch,
  anyLongRun,
  beginning,
  findRun,
  fragment,
} from '../../../../src/core/bundle/secretAnchors.ts';
import { recommendedRules, secretKinds } from '../../../../src/core/bundle/secretKinds.ts';
import { matchSecrets } from '../../../../src/core/bundle/secretPatterns.ts';
import { scanSecrets } from '../../../../src/core/bundle/secrets.ts';
import { secretSieve } from '../../../../src/core/text/secretSieve.ts';
import { secretFinder } from '../../../../src/core/text/spellings.ts';
import { noise } from '../../../support/noise.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('AnchorSearch', () => {
  const key = beginning('abc-', 5);
  const word = fragment('PassWord');
  const held = (text: string): readonly string[] =>
    [...new AnchorSearch([key, word, anyLongRun]).in(bytesOf(text))].map((each) => each.text);

  it('finds a beginning with what follows it, a part anywhere, and long runs', () => {
    assert.deepEqual(held('abc-12345'), ['abc-']);
    assert.deepEqual(held('(ABC-12345)'), ['abc-']);
    assert.deepEqual(held('abc-1234 5'), []);
    assert.deepEqual(held('xabc-12345'), []);
    assert.deepEqual(held('my_password1'), ['password']);
    assert.deepEqual(held('passwor'), []);
    assert.deepEqual(held(`é${'a'.repeat(24)}é`), ['']);
    assert.deepEqual(held(`${'a'.repeat(23)} ${'a'.repeat(23)}`), []);
  });

  it('finds them wherever they stand', () => {
    for (let lead = 0; lead < 60; lead += 1) {
      assert.deepEqual(held(`${' '.repeat(lead)}Password`), ['password'], `after ${lead}`);
      assert.deepEqual(held(`${' '.repeat(lead)}${'0'.repeat(24)} `), [''], `after ${lead}`);
    }
  });
});

describe('findRun', () => {
  it('finds every row that a pattern finds, first to last', () => {
    const ofClass = Uint8Array.from({ length: 256 }, (_, byte) => Number(byte === 0x61));
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'a', 'a', 'a', 'a', '-'), maxLength: 120 }),
        fc.integer({ min: 4, max: 9 }),
        (text, length) => {
          const expected = [...text.matchAll(new RegExp(`a{${length},}`, 'g'))].map(({ index, 0: row }) => ({
            start: index,
            end: index + row.length,
          }));
          const found = [];
          for (let run = findRun(bytesOf(text), 0, length, ofClass); run; ) {
            found.push(run);
            run = findRun(bytesOf(text), run.end, length, ofClass);
          }
          assert.deepEqual(found, expected);
        },
      ),
    );
  });
});

describe('what keys are known by', () => {
  /** As if all were held: then every pattern is tried. */
  const all = Object.assign(new Set<Anchor>([anyLongRun]), { has: () => true });

  for (const [rule, , start, rest] of secretKinds)
    it(`stands in every ${rule} that begins with ${start}`, () => {
      let found = 0;
      fc.assert(
        fc.property(fc.stringMatching(new RegExp(`^${rest.source.replace(/\(\?!.*?\)/g, '')}$`)), (key) => {
          const text = `Call it with "${start}${key}" now.`;
          const matches = matchSecrets(text, 20, all);
          assert.deepEqual(matchSecrets(text, 20), matches);
          found += matches.length;
        }),
        { numRuns: 50, seed: 1 },
      );
      assert.ok(found > 0);
    });

  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  const hex = '0123456789abcdef';
  /** One of each recommended rule. */
  const recommended: Readonly<Record<string, string>> = {
    '1password': `ops_${Buffer.from(`{"a":"${noise(200, hex, 1)}"}`).toString('base64')}`,
    anthropic: `sk-ant-api03-${noise(93, letters, 2)}AA`,
    aws: `aws_secret_access_key = "${noise(40, letters, 3)}"`,
    cloudflare: `cfut_${noise(40, letters, 4)}${noise(8, hex, 4)}`,
    databricks: `dapi${noise(32, hex, 5)}`,
    docker: `dckr_pat_${noise(27, letters, 6)}`,
    figma: `figd_${noise(40, letters, 7)}`,
    gcp: JSON.stringify({ private_key_id: 'x', private_key: `-----BEGIN PRIVATE KEY-----` }),
    github: `ghs_${noise(36, letters, 8)}`,
    gitlab: `glpat-${noise(20, letters, 9)}`,
    grafana: `glc_${noise(40, letters, 10)}`,
    groq: `gsk_${noise(52, letters, 11)}`,
    'hashicorp-vault': `hvb.${noise(140, letters, 12)}`,
    huggingface: `hf_${noise(34, letters.slice(0, 52), 13)}`,
    linear: `lin_api_${noise(40, letters, 14)}`,
    notion: `ntn_${noise(11, '0123456789', 15)}${noise(35, letters, 15)}`,
    npm: `npm_${noise(36, letters, 16)}`,
    openai: `sk-${noise(20, letters, 17)}T3BlbkFJ${noise(20, letters, 18)}`,
    sendgrid: `SG.${noise(22, letters, 19)}.${noise(43, letters, 20)}`,
    shopify: `shpat_${noise(32, letters, 21)}`,
    slack: `xoxb-${noise(12, '123456789', 22)}-${noise(24, letters, 23)}`,
    stripe: `rk_test_${noise(30, letters, 24)}`,
    tailscale: `tskey-auth-${noise(12, letters, 25)}-${noise(32, letters, 26)}`,
    vercel: `vcp_${noise(24, letters, 27)}`,
  };

  it('is known of every recommended rule', () => {
    assert.deepEqual(Object.keys(recommended).toSorted(), Object.keys(recommendedRules).toSorted());
  });

  for (const [name, text] of Object.entries(recommended))
    it(`stands where the recommended rule of ${name} matches`, async () => {
      const path = name === 'gcp' ? 'key.json' : 'notes.md';
      const rule = rules.filter(({ meta }) => meta.id.endsWith(`rule-${name}`));
      const { messages } = await lintSource({
        source: { filePath: path, content: text, contentType: 'text', ext: name === 'gcp' ? '.json' : '.md' },
        options: {
          noPhysicFilePath: true,
          config: { rules: rule.map((each) => ({ id: each.meta.id, rule: each, options: {} })) },
        },
      });
      assert.equal(messages.length, 1, 'the sample is one');
      const { findings } = await scanSecrets([{ path, mode: 0o644, content: bytesOf(text) }]);
      assert.equal(findings.length > 0, true);
    });
});

describe('secretSieve', () => {
  const secret = `sk-ant-${noise(40)}`;
  const find = secretFinder(secret);
  const mayHold = secretSieve([secret]);

  it('lets through everything in which the secret is found', () => {
    const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
    const spelled = [
      secret,
      secret.toUpperCase(),
      Array.from(secret).reverse().join(''),
      Array.from(secret).join('" +\n  "'),
      Array.from(secret).join('\0'),
      Buffer.from(secret).toString('hex'),
      ...['', 'a', 'ab'].map((lead) => base64(Buffer.from(`${lead}${secret} and more`))),
      base64(Buffer.from(secret, 'utf16le')),
    ];
    for (const text of spelled)
      for (let lead = 0; lead < 9; lead += 1) {
        const whole = `é ${'x'.repeat(lead)} ${text} é`;
        assert.equal(find(whole).length, 1, whole);
        assert.ok(mayHold(bytesOf(whole)), whole);
      }
  });

  it('stops what does not hold it', () => {
    assert.equal(mayHold(bytesOf('Words about keys. '.repeat(1000))), false);
    assert.equal(mayHold(bytesOf(secret.slice(1))), false);
    assert.equal(mayHold(new Uint8Array()), false);
    for (let length = 1; length < secret.length; length += 1) {
      // What another text held behind it is not of this one.
      assert.ok(mayHold(bytesOf(secret)));
      assert.equal(mayHold(bytesOf(secret.slice(0, length))), false, `${length}`);
    }
  });
});
