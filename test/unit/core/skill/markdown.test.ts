import assert from 'node:assert/strict';
import fc from 'fast-check';
import { maxParsed, parseMarkdown } from '../../../../src/core/skill/markdown.ts';
import type { Range } from '../../../../src/core/skill/problem.ts';

function cut(text: string, range: Range): string {
  return text.slice(range.start, range.end);
}

describe('parseMarkdown', () => {
  it('finds the targets of links, images and definitions where they are written', () => {
    const text =
      'a [b](c.md "t") ![i](<a b.png>) [r][d] <https://x.example>\n\n[d]: ./d%20e.md#f \'title\'\n[e]: <g h.md>\n';
    const { links } = parseMarkdown(text);
    assert.deepEqual(
      links.map((link) => [link.kind, link.target, cut(text, link.targetRange)]),
      [
        ['link', 'c.md', 'c.md'],
        ['image', 'a b.png', 'a b.png'],
        ['link', 'https://x.example', 'https://x.example'],
        ['definition', './d%20e.md#f', './d%20e.md#f'],
        ['definition', 'g h.md', 'g h.md'],
      ],
    );
  });

  it('resolves escapes and entities in targets and keeps the written range', () => {
    const text = '[x](a\\_b&amp;c.md)';
    const [link] = parseMarkdown(text).links;
    assert.equal(link?.target, 'a_b&c.md');
    assert.equal(cut(text, link.targetRange), 'a\\_b&amp;c.md');
  });

  it('gives an image inside a link its own target', () => {
    const text = '[![alt](in.png)](out.md)';
    assert.deepEqual(
      parseMarkdown(text).links.map((link) => [link.kind, cut(text, link.targetRange)]),
      [
        ['link', 'out.md'],
        ['image', 'in.png'],
      ],
    );
  });

  it('gives an empty target an empty range inside the brackets', () => {
    const text = '[x]()';
    assert.deepEqual(parseMarkdown(text).links[0]?.targetRange, { start: 4, end: 4 });
  });

  it('cuts the text out of code spans and blocks', () => {
    const text =
      'x ``a ` b`` y\n\n```Bash title\r\nrun scripts/a.py\r\n```\n\n- item\n\n  ~~~\n  in list\n  ' +
      '~~~\n\nend\n\n    indented\n';
    const { spans, blocks } = parseMarkdown(text);
    assert.deepEqual(
      spans.map((span) => cut(text, span.textRange)),
      ['a ` b'],
    );
    assert.deepEqual(
      blocks.map((block) => block.language),
      ['bash', undefined, undefined],
    );
    assert.equal(cut(text, blocks[0]?.textRange ?? { start: 0, end: 0 }), 'run scripts/a.py\r\n');
    assert.equal(cut(text, blocks[1]?.textRange ?? { start: 0, end: 0 }).trim(), 'in list');
  });

  it('takes an unclosed or empty fence to the end', () => {
    for (const text of ['```\nabc', '```', '```\n```', '```js']) {
      const range = parseMarkdown(text).blocks[0]?.textRange;
      assert.ok(range && range.start <= range.end && range.end <= text.length, text);
    }
  });

  it('tells which fences are closed, and which hold a fence that ends them early', () => {
    const outer = '````markdown\n```js\na\n```\n````\n';
    const broken = '```markdown\n```js\na\n```\nb\n```\n';
    const blocks = (text: string): unknown =>
      parseMarkdown(text).blocks.map(({ fence, isClosed, innerFence }) => [
        fence,
        isClosed,
        innerFence && cut(text, innerFence),
      ]);
    assert.deepEqual(blocks(outer), [['````', true, undefined]]);
    assert.deepEqual(blocks(broken), [
      ['```', true, '```js'],
      ['```', false, undefined],
    ]);
    assert.deepEqual(blocks('- ~~~\n  a\n\nb\n\n    c\n'), [
      ['~~~', false, undefined],
      ['', true, undefined],
    ]);
  });

  it('names headings and makes their anchors unique', () => {
    const text = '# A `b` C!\n\nText\n\n## Über uns\n\n## Über uns\nSetext\n---\n';
    assert.deepEqual(
      parseMarkdown(text).headings.map(({ depth, text: title, slug }) => [depth, title, slug]),
      [
        [1, 'A b C!', 'a-b-c'],
        [2, 'Über uns', 'über-uns'],
        [2, 'Über uns', 'über-uns-1'],
        [2, 'Setext', 'setext'],
      ],
    );
  });

  it('gives no heading the anchor that another one reads', () => {
    const slugs = (text: string): readonly string[] => parseMarkdown(text).headings.map(({ slug }) => slug);
    assert.deepEqual(slugs('# foo-1\n# foo\n# foo\n# foo\n'), ['foo-1', 'foo', 'foo-2', 'foo-3']);
    assert.deepEqual(slugs('# foo\n# foo\n# foo-1\n'), ['foo', 'foo-1', 'foo-1-1']);
  });

  it('starts where it is told and reports ranges of the whole text', () => {
    const text = '---\nname: [no](link.md)\n---\n[yes](a.md)\n';
    const { links } = parseMarkdown(text, text.indexOf('[yes]'));
    assert.deepEqual(
      links.map((link) => cut(text, link.range)),
      ['[yes](a.md)'],
    );
  });

  it('is not shifted by a byte order mark, CRLF, tabs or characters outside the BMP', () => {
    for (const lead of ['\uFEFF', '\r\n\r\n', '\t- a\r\n\r\n', '👩‍👩‍👧 e\u0301 ', '\0']) {
      const text = `${lead}[x](y.md)`;
      const range = parseMarkdown(text).links[0]?.targetRange ?? { start: 0, end: 0 };
      if (!lead.startsWith('\t')) assert.equal(cut(text, range), 'y.md', JSON.stringify(lead));
    }
  });

  it('keeps what is in a fence together when it parses in pieces', () => {
    const block = `\`\`\`sh\n${'# comment\nrun scripts/a.py\n'.repeat(500)}\`\`\`\n\n`;
    const text = `# One\n\n${block}# Two\n\n[x](y.md)\n\n${'Some text.\n\n'.repeat(2000)}## Three\n\n\`z.md\`\n`;
    const found = parseMarkdown(text);
    assert.equal(found.blocks.length, 1);
    assert.deepEqual(
      found.headings.map((heading) => heading.text),
      ['One', 'Two', 'Three'],
    );
    assert.deepEqual(
      found.spans.map((span) => cut(text, span.range)),
      ['`z.md`'],
    );
  });

  it('answers in bounded time however large or odd the text is', () => {
    const size = 10_000_000;
    const shapes = ['[', '![', '>', '> ', '- ', '_*', 'a**b', '`', '<!--', '&', '\t', '\0', '#'];
    for (const shape of shapes) {
      const started = performance.now();
      const { end } = parseMarkdown(shape.repeat(Math.ceil(size / shape.length)));
      assert.equal(end, maxParsed);
      assert.ok(performance.now() - started < 8000, `${JSON.stringify(shape)}: ${performance.now() - started} ms`);
    }
  }).timeout(60_000);

  it('reads the comments of a text that opens many and closes all of them', () => {
    const text = `a ${'<!-- b -->'.repeat(100)} <!-- c [x](y.md)\n\n<!-- d -->\n\n[x](z.md)\n`;
    const { html, links } = parseMarkdown(text);
    assert.equal(html.length, 101);
    assert.deepEqual(
      links.map((link) => link.target),
      ['y.md', 'z.md'],
    );
  });

  it('stops after more lines than any skill has, and says where', () => {
    const line = 'See [x](y.md).\n';
    const { end, links } = parseMarkdown(line.repeat(6001));
    assert.deepEqual([end, links.length], [6000 * line.length, 6000]);
    assert.equal(parseMarkdown('\n'.repeat(2_000_000)).end, 6000);
  });

  it('never throws and keeps every range inside the text', () => {
    const fragment = fc.constantFrom(
      '[a](b)',
      '```',
      '\n',
      '> ',
      '- ',
      '`',
      '<',
      '](',
      '![',
      '# ',
      '\r\n',
      '\t',
      '\uFEFF',
      '👍',
      'x y',
      '[r]: z\n',
      '&amp;',
      '\\',
      '<!-- ',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fragment, fc.string({ unit: 'binary' })), { maxLength: 40 }),
        fc.nat(10),
        (parts, start) => {
          const text = parts.join('');
          const found = parseMarkdown(text, Math.min(start, text.length));
          const ranges = [
            ...found.links.flatMap((link) => [link.range, link.targetRange]),
            ...found.spans.flatMap((span) => [span.range, span.textRange]),
            ...found.blocks.flatMap((block) => [block.range, block.textRange]),
            ...found.headings.map((heading) => heading.range),
            ...found.prose,
            ...found.html,
          ];
          for (const range of ranges)
            assert.ok(0 <= range.start && range.start <= range.end && range.end <= text.length, JSON.stringify(range));
        },
      ),
      { numRuns: 200 },
    );
  });
});
