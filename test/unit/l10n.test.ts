import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { l10n, useTranslations } from '../../src/core/text/l10n.ts';
import { plural, toSize } from '../../src/core/text/size.ts';
import { german, inGerman } from '../support/germanWords.ts';
import { messages } from '../support/messages.ts';

type Words = Readonly<Record<string, string>>;

function read(file: string): Words {
  return JSON.parse(readFileSync(file, 'utf8')) as Words;
}

const english = read('l10n/bundle.l10n.json');

/** What must be the same in every language: places of values, commands, code, icons. */
function fixedParts(text: string): readonly string[] {
  return (text.match(/\{\d+\}|\]\([^)]*\)|`[^`]*`|\$\([\w-]+\)/g) ?? []).sort();
}

describe('the words', () => {
  it('are extracted: npm run l10n', () => {
    assert.deepEqual(Object.keys(english).sort(), messages());
    for (const [key, text] of Object.entries(english)) assert.equal(text, key);
  });

  for (const [from, to, languages] of [
    ['l10n/bundle.l10n.json', 'l10n/bundle.l10n.de.json', 'messages'],
    ['package.nls.json', 'package.nls.de.json', 'manifest'],
  ] as const)
    it(`are all in German, with the same values, and no others: ${languages}`, () => {
      const [texts, others] = [read(from), read(to)];
      assert.deepEqual(Object.keys(others).sort(), Object.keys(texts).sort());
      for (const [key, text] of Object.entries(texts))
        assert.deepEqual(fixedParts(others[key] ?? ''), fixedParts(text), key);
    });

  it('have German quotation marks in German', () => {
    for (const text of [...Object.values(german), ...Object.values(read('package.nls.de.json'))])
      assert.doesNotMatch(text, /[“”](?<!„[^“]*“)|"(?<!`[^`]*")/, text);
  });
});

describe('l10n', () => {
  it('says a text in the language that is set, values where they belong in it', () => {
    const say = (): string => l10n.t`${'a'} was changed by ${1}`;
    assert.equal(say(), 'a was changed by 1');
    useTranslations({ language: 'de', words: { '{0} was changed by {1}': '{1} hat {0} geändert' } });
    try {
      assert.equal(say(), '1 hat a geändert');
      assert.equal(l10n.t`not translated`, 'not translated');
    } finally {
      useTranslations(undefined);
    }
  });

  it('counts and measures in the language that is set', () => {
    const counts = (): readonly string[] => [plural(1, 'file'), plural(1200, 'file'), toSize(1536)];
    assert.deepEqual(counts(), ['1 file', '1,200 files', '1.5 KB']);
    assert.deepEqual(inGerman(counts), ['1 Datei', '1.200 Dateien', '1,5 KB']);
  });
});
