import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Markdown, parseMarkdown } from '../../../../../src/core/skill/markdown.ts';
import type { Range } from '../../../../../src/core/skill/problem.ts';
import { type OracleMarkdown, parseByOracle } from '../../../../support/oracleMarkdown.ts';

/**
 * What both parsers tell, without three differences that change no verdict: where the text of a fence without an end
 * ends (see `differences`); whether blank lines behind indented code are a part of it, which the oracle decides by tabs;
 * and on which side of the `>` of the next line a text ends that ends with a line end.
 */
function comparable(text: string, markdown: Markdown | OracleMarkdown, found: Markdown): unknown {
  const { blocks, prose, ...others } = markdown;
  const trimmed = (range: Range): Range => ({ ...range, end: text.slice(0, range.end).trimEnd().length });
  return {
    ...others,
    blocks: blocks.map(({ range, textRange, language }, index) => {
      if (found.blocks[index]?.fence === '') return { range: trimmed(range), textRange: trimmed(textRange) };
      return { range, language, textRange: found.blocks[index]?.isClosed === true ? textRange : undefined };
    }),
    prose: prose.map(({ start, end }) => [start, text.slice(0, end).replace(/([\r\n])[ \t>]*$/, '$1').length]),
  };
}

function assertSame(text: string, start = 0): void {
  const found = parseMarkdown(text, start);
  const expected = comparable(text, parseByOracle(text, start), found);
  assert.deepEqual(comparable(text, found, found), expected, JSON.stringify(text));
}

/** Each kind of difference between the scanner and the oracle, with the reason why it is right or does not matter. */
const differences: readonly {
  readonly text: string;
  readonly why: string;
  readonly ours: unknown;
  readonly oracle: unknown;
}[] = [
  {
    text: '~~~\nabc\n```',
    why: 'a fence of another kind does not end a block: the text of an unclosed block goes on to its end',
    ours: { start: 4, end: 11 },
    oracle: { start: 4, end: 8 },
  },
];

const words = ['a', 'b c', 'word', '\\', '\\*', '&amp;', '&#65;', 'é', '👍', '_x_', '**y**'];
const inline = ['`', '``', '[', ']', '(', ')', '![', '](', '[r]', '[r][]', '[x][r]', '[a](b)', '[a](<b c> "t")'];
const html = ['<', '>', '<!-- ', '-->', '<b c="d">', '</p>', '<?', '?>', '<http://a.b>', '<a@b.c>', '<![CDATA[', ']]>'];
const block = [
  '> ',
  '- ',
  '* ',
  '1. ',
  '2) ',
  '# ',
  '###',
  '```',
  '~~~',
  '``` js',
  '---',
  '===',
  '***',
  '[r]: u "t"',
  '<div>',
];
const space = [' ', '  ', '    ', '\t', '\n', '\n', '\n\n', '\r\n'];
const fragment = fc.constantFrom(...words, ...inline, ...html, ...block, ...space, ...space);

/** After indented code the oracle takes some list markers for text, as if the code were a paragraph. */
const listAfterCode = /^[ \t>*+\-\d.)]*(?: {4}|\t)[^]*^[ \t>]*(?:[-+*]|\d+[.)])/m;

describe('the Markdown scanner', () => {
  for (const { text, why, ours, oracle } of differences) {
    it(`differs from the oracle: ${why}`, () => {
      assert.deepEqual(
        [parseMarkdown(text).blocks[0]?.textRange, parseByOracle(text).blocks[0]?.textRange],
        [ours, oracle],
      );
    });
  }

  // The seed is fixed: the oracle has corners of its own, met once in some ten thousand texts.
  it('finds what the oracle finds in any text', () => {
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 14 }), (parts) => {
        const text = parts.join('');
        fc.pre(!listAfterCode.test(text));
        assertSame(text);
      }),
      { numRuns: 1500, seed: 15 },
    );
  }).timeout(120_000);

  it('finds what the oracle finds in documents made of whole lines', () => {
    const line = fc.tuple(
      fc.constantFrom('', '> ', '- ', '  ', '1. ', '   ', '> - '),
      fc.array(fragment, { maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'), (lines, eol) => {
        const text = lines.map(([lead, parts]) => lead + parts.join('').replace(/[\r\n]+/g, ' ')).join(eol);
        fc.pre(!listAfterCode.test(text));
        assertSame(text);
      }),
      { numRuns: 800, seed: 15 },
    );
  }).timeout(120_000);

  it('finds what the oracle finds behind the front matter', () => {
    const front = '---\nname: a\n---\n';
    for (const body of ['\uFEFF# a\n', '# a\n\n[b](c.md)\n', '\n> [b](c.md)\n', '```\n', '- a\n\n  [b](c.md)\n'])
      assertSame(front + body, front.length);
  });
});
