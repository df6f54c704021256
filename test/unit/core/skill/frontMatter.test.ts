import assert from 'node:assert/strict';
import { findEntry, parseFrontMatter } from '../../../../src/core/skill/frontMatter.ts';
import { readPlainEntries } from '../../../../src/core/skill/plainEntries.ts';
import type { Range } from '../../../../src/core/skill/problem.ts';

const simple = '---\nname: my-skill\ndescription: A test skill\nmetadata:\n  version: 1.10\n---\n# Body\n';

function cut(text: string, range: Range | undefined): string | undefined {
  return range && text.slice(range.start, range.end);
}

describe('parseFrontMatter', () => {
  it('gives entries with the ranges of their keys and values', () => {
    const frontMatter = parseFrontMatter(simple);
    assert.equal(frontMatter.state, 'present');
    assert.deepEqual(
      frontMatter.entries.map((entry) => entry.key),
      ['name', 'description', 'metadata'],
    );
    const name = findEntry(frontMatter, 'name');
    assert.equal(cut(simple, name?.keyRange), 'name');
    assert.equal(cut(simple, name?.value.range), 'my-skill');
    assert.equal(cut(simple, name?.range), 'name: my-skill\n');
    assert.equal(simple.slice(frontMatter.bodyStart), '# Body\n');
  });

  it('reads plain lines as the parser does', () => {
    const keys = ['name', 'a_b', 'allowed-tools', 'v1.2', 'null', 'True', 'nullable', 'yes'];
    const values = [
      ' x',
      '  two words',
      ' "quoted: # text"',
      ' ""',
      " 'it is'",
      ' 1.10',
      ' 2024-01-02',
      ' on',
      ' ~',
      ' a: b',
      ' a:b',
      ' a #b',
      ' a#b',
      ' a:',
      ' (x), [y] {z}',
      ' ./x',
      ' .5',
      ' "a\\nb"',
      " 'it''s'",
      ' "a" b',
      ' x ',
      ' - x',
      ' é ✓ 😀',
      ' >-',
      ' |',
      ' [a, b]',
      ' *x',
      ' &x y',
      ' !x y',
      ' @x',
      ' `x`',
      ' %x',
      ' ? x',
      ' a\tb',
      ' a\u0085b',
      '',
      ' ',
      'x',
      '\n  in: y',
      '\n  in: "y"\n  more: 2',
      '\n   in: y\n  out: z',
      '\n  in:',
      '\n  in:\n    deep: z',
      '\n  folded',
      '\n- item',
      '\n- one\n- "two"\n-   3',
      '\n  - one\n  - in: x',
      '\n  - one\n    rest',
      '\n  - - one',
      '\n  in:\n    - one\n    - two\n  out:\n  - three',
      '\n  in:\n    deep:\n      deeper: [a]\n    more: {"b": 1}',
      '\n    in: y\n  out: z',
      '\n- one\n  in: y',
      ' [one, "two", 3, null]',
      " [ one two ,'three' ]",
      ' [one, two]: x',
      ' [one] [two]',
      ' [one:two, three: four]',
      ' [a#b, -c, "d": e, f,]',
      ' [[1, [2]], {}]',
      ' [one,\n  two]',
      ' {"a":{"b":["c",{"d":true}]},"e":"f"}',
      ' {a: b, c: "d" , "e":f}',
      ' {a:b, null: c}',
      ' {"a": "\\u00e9"}',
      ' {"a", b}',
      ' x\n  rest',
      '\n\n',
      '\n  # note\n  in: y',
      ' "a\n  b"',
      ' <b>',
      ' |\n  one\n  two: "x" # y',
      ' |-\n  one\n    deeper\n\n  two',
      ' >\n  one\n  two\n\n  three',
      ' >-\n    é ✓ 😀\n    # two\n\n\n    - three',
      ' >\n  one\n    deeper\n  two',
      ' |\n\n  one',
      ' |\n  one\n\n',
      ' |\n  one \n  two',
      ' >\n  one\u00A0\n  two',
      ' |\n  one\n two',
      ' |+\n  one\n',
      ' |2\n   one',
      ' > # note\n  one',
      ' |\n  one\n\ttwo',
      ' |\n',
      ' 日本語の説明、とても長い',
      ' "say \\"x\\" and \\\\ twice"',
      ' "a\n  b\n    c"',
      ' "\n  b"',
      ' "a\n  "',
      ' "a \n  b"',
      ' "a\n\n  b"',
      ' "a\nb"',
      " 'it''s\n  so'",
      ' x: "y"\n  rest',
      ' x\n  y: z',
      ' x\n  # note',
      ' x\n  - y',
      ' x\n\n  y',
      ' x \n  y',
      ' 1\n  2',
      ' x\n   y\n  z\n y',
      '\n  in: x\n    y\n  out: z',
      '\n  in: x\n  y',
      '\n  - x\n    y\n  - z',
      '\n- "x\n  y"\n- z',
      '\n  "@a/b": ">=2"\n  "c": d',
      '\n  "a":b',
      '\n  "null": b',
      ' {"a \\" b": c}',
      ' x\n',
      ' "x"\n\n',
      ' >-\n  x\n',
      '\n  in: x\n\n  out: y\n',
      '\n  in: x\n\n   out: y',
      '\n  - x\n',
      '\n  - x\n\n  - y',
      '\n\n  in: x',
      '\n  in:\n    deep: x\n\n  out: y',
      ' ~x',
      '\n  in: >-\n    x\n    y\n  out: |\n   z',
      '\n  in: |\n  x',
      '\n  in: |\n    x\n   y',
      '\n  in: |\n    x\n y',
      '\n  in: >\n    x\n\n  out: y',
      '\n  one\n  two',
      '\n  "one"',
      '\n  in: x\n# note',
      '\n  - x\n# note\n',
      '\n  in:\n    one\n    two',
      ' x\n# note\n\n# more',
      ' x\n# note\n  rest',
      ' >\n  x\n# note',
      ' [a*, mcp__b__*]',
      '\n  - a: b\n    c: d\n  - e',
      '\n- a: b\n  c: d',
      '\n  - a:\n      - b: c\n        d: >-\n          e\n\n    f: g',
      '\n  in:\n    - a: b\n      c:\n        - d: "e"\n',
      '\n  -  a: b\n     c: d',
      '\n  - a: b\n     c: d',
      '\n  - a: b\n   c: d',
      '\n  - a:b\n    c',
      '\n  - a: b\n\n    c: d',
    ];
    let read = 0;
    for (const eol of ['\n', '\r\n'])
      for (const [index, value] of values.entries())
        for (const key of keys) {
          const lines = [`${key}:${value}`, `next: ${values[(index * 7) % values.length] ?? ''}`, 'last: 1'].join('\n');
          const content = lines.replaceAll('\n', eol);
          // What holds a tab is read by the parser.
          const parsed = parseFrontMatter(`---${eol}${content}${eol}#\tend${eol}---${eol}`);
          const plain = parseFrontMatter(`---${eol}${content}${eol}---${eol}`);
          assert.deepEqual(plain.entries, parsed.entries, JSON.stringify(content));
          assert.deepEqual(plain.errors, parsed.errors, JSON.stringify(content));
          if (readPlainEntries(`${lines}\n`)) read += 1;
        }
    assert.ok(read > 150, `${read} without the parser`);
  });

  it('says what is read instead of what is written', () => {
    const version = findEntry(parseFrontMatter(simple), 'metadata')?.value.entries[0]?.value;
    assert.deepEqual([version?.kind, version?.text, version?.reads], ['number', '1.10', '1.1']);
  });

  for (const [name, convert] of [
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['CR', (text: string) => text.replaceAll('\n', '\r')],
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
    ['whitespace behind the lines', (text: string) => text.replaceAll('---\n', '---  \n')],
  ] as const) {
    it(`reads the same with ${name}`, () => {
      const text = convert(simple);
      const frontMatter = parseFrontMatter(text);
      assert.equal(frontMatter.state, 'present');
      assert.deepEqual(
        frontMatter.entries.map((entry) => [cut(text, entry.keyRange), entry.value.text.replace(/\s+/g, ' ')]),
        parseFrontMatter(simple).entries.map((entry) => [entry.key, entry.value.text.replace(/\s+/g, ' ')]),
      );
      assert.match(text.slice(frontMatter.bodyStart), /^# Body/);
    });
  }

  for (const [text, state] of [
    ['', 'missing'],
    ['# Title\n', 'missing'],
    ['----\nname: x\n----\n', 'missing'],
    ['---js\nglobalThis.hacked = true\n---\n', 'missing'],
    ['\n---\nname: x\n---\n', 'misplaced'],
    ['<!-- a -->\n<!-- b -->\n\n---\nname: x\n---\n', 'misplaced'],
    ['```skill\n---\nname: x\n---\n```\n', 'misplaced'],
    ['---', 'unclosed'],
    ['---\nname: x\n', 'unclosed'],
    ['---\nname: x\n...\nBody', 'unclosed'],
    ['---\n---\n', 'present'],
    [`---\nname: ${'x'.repeat(20_000)}\n---\n`, 'tooLarge'],
  ] as const) {
    it(`calls ${JSON.stringify(text.slice(0, 40))} ${state}`, () => {
      assert.equal(parseFrontMatter(text).state, state);
    });
  }

  it('ends unclosed front matter where the Markdown begins', () => {
    const text = '---\nname: x\ndescription: y\n\n# Title\n\nProse here.\n';
    const frontMatter = parseFrontMatter(text);
    assert.equal(frontMatter.raw, 'name: x\ndescription: y\n');
    assert.equal(text.slice(frontMatter.bodyStart), '\n# Title\n\nProse here.\n');
  });

  for (const body of [
    '# My Skill\n\nWarning: never do this: ever.\n',
    'Do this.\n\nThen that.\n',
    '# My Skill\n\n```yaml\nname: x\n```\n',
    '# My Skill\n\nNote: one\n',
    `# My Skill\n\n${'Prose.\n'.repeat(4000)}`,
    '- item\n\n**bold**\n',
  ]) {
    it(`takes a rule in the body for a rule: ${JSON.stringify(body.slice(0, 60))}`, () => {
      for (const eol of ['\n', '\r\n', '\r']) {
        const text = `---\nname: x\ndescription: y\n\n${body}\n---\n\n## More\n`.replaceAll('\n', eol);
        const { state, raw, bodyStart } = parseFrontMatter(text);
        assert.equal(state, 'unclosed');
        if (!body.startsWith('-')) assert.equal(raw, `name: x${eol}description: y${eol}`);
        assert.equal(bodyStart, text.indexOf(raw) + raw.length);
      }
    });
  }

  for (const content of [
    '# x\nname: x\n',
    '\n# About\n\nname: x\n',
    'name: x\n\n# More\nversion: 1\n',
    'name: x\n# y\n\n# z\nlicense: MIT\n',
    'name: x\n\nmy key: y\n',
    'description: one\ntwo\n',
    'description: one\ntwo\n\nthree\nname: x\n',
    '{"name": "x"}\n',
    '? name\n: x\n',
    '\n\n',
  ]) {
    it(`takes comments and mistakes for front matter: ${JSON.stringify(content)}`, () => {
      assert.equal(parseFrontMatter(`---\n${content}---\n# Title\n`).state, 'present');
    });
  }

  it('still reads the other entries when one is not YAML', () => {
    const text = '---\nname: x\ndescription: Use when: asked\nlicense: MIT\n---\n';
    const frontMatter = parseFrontMatter(text);
    assert.deepEqual(
      frontMatter.entries.map((entry) => [entry.key, entry.broken]),
      [
        ['name', false],
        ['description', true],
        ['license', false],
      ],
    );
    assert.equal(frontMatter.errors.length, 1);
    assert.equal(cut(text, findEntry(frontMatter, 'license')?.value.range), 'MIT');
  });

  it('finds the comment that cuts a value', () => {
    const text = '---\ndescription: Fix issue #12 now\n---\n';
    const value = findEntry(parseFrontMatter(text), 'description')?.value;
    assert.equal(value?.text, 'Fix issue');
    assert.equal(cut(text, value.comment), '#12 now');
  });

  it('finds anchors, tags and aliases without following them', () => {
    const text = '---\na: &x !!str y\nb: *x\n---\n';
    const { entries } = parseFrontMatter(text);
    assert.equal(cut(text, entries[0]?.value.properties), '&x !!str');
    assert.equal(entries[1]?.value.kind, 'alias');
  });

  it('keeps duplicate keys, and hostile ones away from prototypes', () => {
    const { entries } = parseFrontMatter('---\nname: a\nname: b\n__proto__: {polluted: 1}\nconstructor: x\n---\n');
    assert.deepEqual(
      entries.map((entry) => entry.key),
      ['name', 'name', '__proto__', 'constructor'],
    );
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });

  it('has no value range before the colon of a key that is being typed', () => {
    const text = '---\nname:\n---\n';
    assert.deepEqual(findEntry(parseFrontMatter(text), 'name')?.value.range, { start: 9, end: 9 });
  });
});
