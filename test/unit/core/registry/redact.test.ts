import assert from 'node:assert/strict';
import fc from 'fast-check';
import { redact, redacted } from '../../../../src/core/registry/redact.ts';

const key = ['sk', 'ant', 'api03', 'aB3/+="\\x'.repeat(4)].join('-');

describe('redact', () => {
  for (const [name, spell] of [
    ['plain', (text: string) => text],
    ['percent-encoded', encodeURIComponent],
    ['JSON-escaped', (text: string) => JSON.stringify({ text })],
    ['base64', btoa],
    ['base64 behind a user name', (text: string) => btoa(`user:${text}`)],
    ['hexadecimal', (text: string) => Buffer.from(text).toString('hex')],
    ['URL-safe base64', (text: string) => Buffer.from(text).toString('base64url')],
    ['base64 of UTF-16', (text: string) => Buffer.from(text, 'utf16le').toString('base64')],
    ['in upper case', (text: string) => text.toUpperCase()],
    ['in lower case', (text: string) => text.toLowerCase()],
    ['backward', (text: string) => Array.from(text).reverse().join('')],
    ['spaced', (text: string) => Array.from(text).join(' ')],
    ['base64 behind two characters', (text: string) => btoa(`ab${text}cd`)],
  ] as const) {
    it(`removes a key that is ${name}`, () => {
      const result = redact(`before ${spell(key)} after`, [key]);
      assert.ok(result.includes(redacted), result);
      assert.ok(!result.includes(spell(key).slice(12, 36)), result);
    });
  }

  it('removes a key pasted with a line break inside, as undici quotes it', () => {
    const broken = `${key.slice(0, 20)}\n${key.slice(20)}`;
    const result = redact(`Headers.append: "Bearer ${broken}" is an invalid header value.`, [broken]);
    assert.ok(!result.includes(key.slice(20)) && !result.includes(key.slice(8, 20)), result);
  });

  it('removes keys it was not told of when they look like one', () => {
    assert.equal(redact(`use ${['sk', 'ant', 'other1234'].join('-')}!`, []), `use ${redacted}!`);
  });

  it('never lets a key through, whatever stands around it', () => {
    const secret = fc.string({
      minLength: 12,
      maxLength: 60,
      unit: fc.constantFrom('a', 'b', 'X', 'Z', '0', '9', '-', '_'),
    });
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (text, before, after) => {
        const result = redact(`${before}\n${text}\n${after}`, [text]);
        return !result.split('\n').includes(text);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});
