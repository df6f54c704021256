import assert from 'node:assert/strict';
import { parseFrontMatter } from '../../../../src/core/skill/frontMatter.ts';
import { estimateTokens } from '../../../../src/core/skill/limits.ts';
import { countLines, measureBudget } from '../../../../src/core/skill/tokens.ts';

describe('estimateTokens', () => {
  it('counts four Latin characters, two of other alphabets and one Han character as a token', () => {
    assert.equal(estimateTokens(''), 0);
    assert.equal(estimateTokens('abcdefgh'), 2);
    assert.equal(estimateTokens('привет'), 3);
    assert.equal(estimateTokens('技能'), 2);
  });
});

describe('measureBudget', () => {
  const text = '---\nname: a-b\ndescription: "12345678"\n---\n\nOne\ntwo\n';

  it('measures what is always loaded, what is loaded on use, and each reference', () => {
    const budget = measureBudget(text, parseFrontMatter(text), [
      { path: 'references/a.md', size: 40, kind: 'file' },
      { path: 'references/b.md', size: 400, kind: 'file', text: 'x'.repeat(400) },
      { path: 'scripts/run.py', size: 9999, kind: 'file' },
      { path: 'SKILL.md', size: 9999, kind: 'file' },
    ]);
    assert.deepEqual(budget, {
      bodyLines: 3,
      bodyTokens: 3,
      descriptionCharacters: 8,
      alwaysTokens: 3,
      exceeded: [],
      onDemand: [
        { path: 'references/b.md', tokens: 100 },
        { path: 'references/a.md', tokens: 10 },
      ],
    });
  });

  it('names what is over its limit', () => {
    const long = `---\nname: a\ndescription: ${'x'.repeat(1025)}\n---\n${'some words here and there\n'.repeat(1000)}`;
    assert.deepEqual(measureBudget(long, parseFrontMatter(long)).exceeded, ['lines', 'tokens', 'description']);
  });

  it('counts lines as an editor shows them', () => {
    assert.deepEqual(['', '\n\n', 'a', 'a\n', 'a\r\nb\r\n', 'a\rb'].map(countLines), [0, 0, 1, 1, 2, 2]);
  });
});
