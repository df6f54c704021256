import assert from 'node:assert/strict';
import { parseAuthor } from '../../../../src/core/publish/author.ts';

describe('parseAuthor', () => {
  for (const [text, expected] of [
    ['Jane Doe', 'Jane Doe'],
    ['  Élodie\n山田 ', 'Élodie 山田'],
    ['jane@example.org', undefined],
    ['Jane <jane@example.org>', undefined],
    ['Jane @ Home', 'Jane @ Home'],
    [' \n', undefined],
    [undefined, undefined],
  ] as const) {
    it(`makes ${JSON.stringify(expected)} of ${JSON.stringify(text)}`, () => {
      assert.equal(parseAuthor(text), expected);
    });
  }
});
