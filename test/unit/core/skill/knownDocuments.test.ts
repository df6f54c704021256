import assert from 'node:assert/strict';
import { type SkillDocument, SkillDocuments } from '../../../../src/core/skill/rules/documents.ts';
import { KnownDocuments } from '../../../../src/core/skill/rules/knownDocuments.ts';

function documents(reference: string, more: readonly string[] = [], folderName = 'my-skill'): SkillDocuments {
  const files = ['references/a.md', ...more].map((path) => ({
    path,
    size: 1,
    kind: 'file' as const,
    text: path === 'references/a.md' ? reference : '',
  }));
  return new SkillDocuments({ folderName, fileName: 'SKILL.md', text: 'See `references/a.md`.', files }, 0);
}

function named(text: string): SkillDocument {
  return { ...documents('').body, text };
}

describe('documents that did not change', () => {
  const text = 'Run `data/b.txt` and `my-skill/c.sh`.';

  it('are the same for new file objects with the same text', () => {
    assert.ok(documents(text).references[0]);
    assert.equal(documents(text).references[0], documents(text).references[0]);
  });

  it('keep their Markdown but find their mentions again when the paths of the skill change', () => {
    const [before, after] = [documents(text).references[0], documents(text, ['data/b.txt']).references[0]];
    assert.equal(before?.markdown, after?.markdown);
    assert.equal(
      after?.mentions.some(({ written }) => written === 'data/b.txt'),
      true,
    );
    assert.equal(
      before?.mentions.some(({ written }) => written === 'data/b.txt'),
      false,
    );
  });

  it('find their mentions again when the folder has another name', () => {
    const found = ['my-skill', 'other'].map((name) => documents(text, ['c.sh'], name).references[0]?.mentions.length);
    assert.deepEqual(found, [1, 0]);
  });

  it('are forgotten, the oldest first, when they get too many', () => {
    const known = new KnownDocuments<SkillDocument>();
    const texts = [1, 2, 3].map((digit) => String(digit).repeat(1024 * 1024));
    for (const each of texts) {
      known.keep({ document: named(each), signature: '', parsing: 0, work: 0 });
      known.get(texts[0] ?? '');
    }
    assert.deepEqual(
      texts.map((each) => known.get(each) !== undefined),
      [true, false, true],
    );
  });
});
