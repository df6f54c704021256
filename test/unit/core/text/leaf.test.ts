import assert from 'node:assert/strict';
import { nameOf, parentOf, pathIn } from '../../../../src/core/text/addresses.ts';
import { decodeUtf8, sameBytes, utf8Length } from '../../../../src/core/text/bytes.ts';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { toDisplayText } from '../../../../src/core/text/display.ts';
import { toMarkdownText } from '../../../../src/core/text/markdownText.ts';
import { plural, toNumber, toSize } from '../../../../src/core/text/size.ts';

describe('toDisplayText', () => {
  it('makes one line, shows hidden characters and cuts', () => {
    assert.equal(toDisplayText('a\n\tb\u202Ec\u0007', 100), 'a bU+202EcU+0007');
    assert.equal(toDisplayText('x'.repeat(200), 10), `${'x'.repeat(9)}…`);
    assert.equal(toDisplayText(`${'x'.repeat(8)}😀y`, 10), `${'x'.repeat(8)}…`);
  });

  it('keeps what makes one emoji of several, and nowhere else', () => {
    for (const family of ['👩‍👩‍👧', '🏳️‍🌈', '👩🏽‍🚀']) assert.equal(toDisplayText(family), family);
    assert.equal(toDisplayText('a\u200Db'), 'aU+200Db');
    assert.equal(toDisplayText('👩\u200D.'), '👩U+200D.');
    assert.equal(toDisplayText('\u200D👩'), 'U+200D👩');
  });
});

describe('toMarkdownText', () => {
  for (const text of [
    'plain words, as they are',
    '[a](command:evil) ![b](https://example.com/x) <img src=x> &lt; `code` **bold** $(trash)',
    'https://example.com www.example.com a@example.com',
    '# no heading\n- no list\n1. none\n> none\n    no code',
    '~~a~~ | b | \\ \\* _c_',
  ])
    it(`shows ${JSON.stringify(text)} as it is`, () => {
      const [paragraph, ...more] = fromMarkdown(toMarkdownText(text)).children;
      assert.ok(paragraph?.type === 'paragraph' && more.length === 0);
      const shown = paragraph.children.map((each) =>
        each.type === 'text' ? each.value : each.type === 'break' ? '\n' : `<${each.type}>`,
      );
      assert.equal(shown.join('').replace(/\n +/g, '\n'), text.replace(/\n +/g, '\n'));
    });
});

describe('toSize', () => {
  it('is readable at every size', () => {
    assert.deepEqual([0, 1, 1023, 1024, 31_457_280].map(toSize), [
      '0 bytes',
      '1 byte',
      '1,023 bytes',
      '1.0 KB',
      '30.0 MB',
    ]);
  });
});

describe('toNumber', () => {
  it('writes numbers as English does', () => {
    for (const value of [0, 7, 999, 999.96, 1000, 1234.5, 12_345, 123_456.78, 1_234_567, -1000, -123_456.5, 1e15])
      for (const digits of [0, 1, 2]) {
        const asked = { minimumFractionDigits: digits, maximumFractionDigits: digits };
        assert.equal(toNumber(value, digits), value.toLocaleString('en', asked));
      }
  });
});

describe('plural', () => {
  it('says one thing alone and groups large numbers', () => {
    assert.deepEqual(
      [plural(0, 'file'), plural(1, 'file'), plural(1200, 'file'), plural(2, 'entry', 'entries')],
      ['0 files', '1 file', '1,200 files', '2 entries'],
    );
  });
});

describe('bytes', () => {
  it('counts those of a text in UTF-8', () => {
    assert.equal(utf8Length('a字é😀'), 1 + 3 + 2 + 4);
  });

  it('are the same with the same content, wherever they lie', () => {
    const whole = Uint8Array.of(0, 1, 2, 3);
    assert.ok(sameBytes(whole.subarray(1, 3), Uint8Array.of(1, 2)));
    assert.ok(!sameBytes(whole.subarray(1, 3), Uint8Array.of(1, 3)));
    assert.ok(!sameBytes(whole, whole.subarray(0, 3)));
  });

  it('are text only when they are UTF-8; a byte order mark stays', () => {
    assert.equal(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)), '\uFEFFa');
    assert.equal(decodeUtf8(Uint8Array.of(0x61, 0xfc)), undefined);
  });
});

describe('an address', () => {
  it('is taken apart at its last separator', () => {
    assert.deepEqual([nameOf('/a/b'), nameOf('/a/b/'), nameOf('b')], ['b', 'b', 'b']);
    assert.equal(parentOf('file:///a/b'), 'file:///a');
    assert.deepEqual([pathIn('/a', '/a/b/c'), pathIn('/a', '/ab/c')], ['b/c', undefined]);
  });
});
