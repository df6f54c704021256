import assert from 'node:assert/strict';
import { findImpact } from '../../../../src/core/impact/compare.ts';
import { readFacts } from '../../../../src/core/impact/facts.ts';

const pieces = [
  '(',
  '[',
  '{',
  '"',
  '`',
  '${',
  '$(',
  'f"{',
  '<a ',
  'x=>',
  'a?b:',
  '<<E\n',
  '{a|',
  '\u202e',
  'do not a, ',
  '```bash\n',
  'MUST ',
  'a(b,',
  '](',
  '"\\',
  '\n',
  '*',
  '* ',
  '+',
  '- ',
  '!',
  'a=',
  'await ',
];
const paths = ['a.py', 'a.js', 'a.tsx', 'a.sh', 'a.ps1', 'SKILL.md', 'requirements.txt', 'package.json'];

describe('facts of hostile texts', () => {
  it('are not taken of one program with errors after the other', async () => {
    const content = (index: number): Uint8Array =>
      new TextEncoder().encode(`fetch("https://rain${index}.org/x"); ${') '.repeat(6_000)}`);
    const files = Array.from({ length: 40 }, (_, index) => ({
      path: `scripts/${String(index).padStart(2, '0')}.js`,
      content: content(index),
      mode: 0o644,
    }));
    const { facts } = await readFacts(files);
    assert.deepEqual(
      facts.filter(({ kind }) => kind === 'host').map(({ subject }) => subject),
      Array.from({ length: 8 }, (_, index) => `rain${index}.org`),
    );
  });

  for (const piece of pieces) {
    it(`end, and compare, for ${JSON.stringify(piece)} again and again`, async () => {
      const none = await readFacts([]);
      for (const path of paths) {
        const content = new TextEncoder().encode(piece.repeat(Math.ceil(60_000 / piece.length)));
        const facts = await readFacts([{ path, content, mode: 0o644 }]);
        assert.ok(facts.facts.length <= 3_000, path);
        assert.ok(findImpact(none, facts, { isSealed: true }).length > 0, path);
      }
    });
  }
});
