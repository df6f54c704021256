import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { rulesPage } from '../../../../src/core/skill/documentation.ts';
import { parseMarkdown } from '../../../../src/core/skill/markdown.ts';
import { ruleDocumentation, rules } from '../../../../src/core/skill/rules/all.ts';

describe('documentation of rules', () => {
  it('is up to date in docs/rules.md (npm run docs writes it)', () => {
    assert.equal(readFileSync('docs/rules.md', 'utf8'), rulesPage());
  });

  it('has a heading for every rule, where the code of a problem links to', () => {
    const headings = rulesPage()
      .split('\n')
      .filter((line) => line.startsWith('### '))
      .map((line) => line.slice(4));
    assert.deepEqual(headings.toSorted(), [...rules.keys()].sort());
    for (const code of headings)
      assert.equal(ruleDocumentation(code), parseMarkdown(`### ${code}\n`).headings[0]?.slug);
    assert.equal(ruleDocumentation('no/rule'), undefined);
  });
});
