import assert from 'node:assert/strict';
import { findEntry, parseFrontMatter } from '../../../../src/core/skill/frontMatter.ts';
import { offsetInFile, toMappedText, type MappedText } from '../../../../src/core/skill/mappedText.ts';

/** The description of front matter. */
function mapped(yaml: string): { readonly text: string; readonly value: MappedText } {
  const text = `---\nname: a\n${yaml}---\nBody\n`;
  const entry = findEntry(parseFrontMatter(text), 'description');
  assert.ok(entry);
  return { text, value: toMappedText(text, entry.value) };
}

describe('a text and where it stands in its file', () => {
  const scalars: readonly (readonly [style: string, yaml: string, text: string])[] = [
    ['plain', 'description: one two three\n', 'one two three'],
    ['plain, on several lines', 'description: one\n  two\n\n  three\nlicense: x\n', 'one two\nthree'],
    ['single quoted', "description: 'it''s one, two'\n", "it's one, two"],
    ['single quoted, on several lines', "description: 'it''s one,\n  two\n  three'\n", "it's one, two three"],
    ['double quoted', 'description: "one two three"\n', 'one two three'],
    ['escaped', 'description: "a \\"b\\" \\u00e9 \\x41\\ttwo \\U0001F600 three"\n', 'a "b" é A\ttwo 😀 three'],
    ['escaped line breaks', 'description: "one\\n\\n  two \\\n    three"\n', 'one\n\n  two three'],
    ['folded', 'description: >-\n  one\n  two\n\n  three\n', 'one two\nthree'],
    ['folded, with a comment and an indent', 'description: >2 # why\n  one\n    two\n  three\n', 'one\n  two\nthree'],
    ['literal', 'description: |\n    one\n      two\n\n    three\n', 'one\n  two\n\nthree'],
    ['with Windows line breaks', 'description: >\r\n  one\r\n  two\r\n', 'one two'],
    ['with blanks around', 'description: "  one two "\n', 'one two'],
    ['with emoji', 'description: 😀 one 😀two\n', '😀 one 😀two'],
  ];
  for (const [style, yaml, expected] of scalars) {
    it(`finds every character of a scalar that is ${style}`, () => {
      const { text, value } = mapped(yaml);
      assert.equal(value.text, expected);
      for (const word of ['one', 'two', 'three', '😀 ', 'é', '"b']) {
        const at = value.text.indexOf(word);
        if (at < 0) continue;
        const place = text.slice(offsetInFile(value, at));
        assert.ok(
          place.startsWith(word) || /^\\(?:"b|u00e9|U0001F600)/.test(place),
          `${word}: ${JSON.stringify(place.slice(0, 12))}`,
        );
      }
      assert.ok(offsetInFile(value, value.text.length) <= value.range.end);
    });
  }

  it('takes few steps', () => {
    assert.deepEqual(mapped('description: one two three\n').value.steps.length, 2);
    assert.deepEqual(mapped('description: >\n  one\n  two\n').value.steps.length, 4);
  });
});
