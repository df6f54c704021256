import assert from 'node:assert/strict';
import { parseApiKey } from '../../../../src/core/registry/apiKey.ts';
import { anthropicBaseUrl, parseBaseUrl } from '../../../../src/core/registry/endpoint.ts';

const keyLike = ['sk', 'ant', 'api03', 'x'.repeat(24)].join('-');

describe('parseBaseUrl', () => {
  for (const [text, value] of [
    ['https://api.anthropic.com', 'https://api.anthropic.com'],
    [' https://gw.example.com/anthropic/ ', 'https://gw.example.com/anthropic'],
    ['http://127.0.0.1:4010/', 'http://127.0.0.1:4010'],
    ['http://localhost:4010', 'http://localhost:4010'],
    ['http://[::1]:4010', 'http://[::1]:4010'],
  ] as const) {
    it(`takes ${text.trim()}`, () => {
      assert.deepEqual(parseBaseUrl(text), { ok: true, value });
    });
  }

  for (const text of [
    '',
    'skills',
    'ftp://x.example',
    'http://x.example',
    'http://127.0.0.1.evil.example',
    'https://u:p@x.example',
    'https://x.example/?a=1',
    'https://x.example/#a',
    'https://api.anthropic.com\t.evil.example',
    'https://api.anthropic.com\n.evil.example',
    'https://api.anthropic.com\\.evil.example',
    'https://api.anthropic.com\u200b.evil.example',
    'https://api.anthropic.com\u2028.evil.example',
    'https://x.example/a b',
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.equal(parseBaseUrl(text).ok, false);
    });
  }

  it('does not repeat credentials in its reason', () => {
    const refused = parseBaseUrl('https://user:hunter2secret@x.example');
    assert.ok(!refused.ok && !refused.reason.includes('hunter2secret'));
  });
});

describe('parseApiKey', () => {
  it('drops surrounding whitespace', () => {
    assert.deepEqual(parseApiKey(`  ${keyLike}\n`, anthropicBaseUrl), { ok: true, value: keyLike });
  });

  for (const [name, text] of [
    ['nothing', '  '],
    ['a line break inside', `${keyLike}\nX`],
    ['a blank inside', `${keyLike} X`],
    ['quotes', `"${keyLike}"`],
    ['an export line', `export ANTHROPIC_API_KEY=${keyLike}`],
    ['an assignment', `ANTHROPIC_API_KEY=${keyLike}`],
    ['a zero width space', `${keyLike}\u200b`],
    ['301 characters', 'x'.repeat(301)],
    ['an admin key', ['sk', 'ant', 'admin01', 'x'.repeat(24)].join('-')],
    ['a short key', 'short'],
  ] as const) {
    it(`refuses ${name}`, () => {
      assert.equal(parseApiKey(text, anthropicBaseUrl).ok, false);
    });
  }

  it('takes a short key for another service', () => {
    assert.deepEqual(parseApiKey('test', 'http://127.0.0.1:4010'), { ok: true, value: 'test' });
  });
});
