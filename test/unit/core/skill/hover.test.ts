import assert from 'node:assert/strict';
import { hoverSkill } from '../../../../src/core/skill/hover.ts';
import type { Target } from '../../../../src/core/skill/skill.ts';

const files = [
  { path: 'scripts/run.py', size: 2048, kind: 'file' as const },
  { path: 'references/[x](command:evil).md', size: 8, kind: 'file' as const, text: '12345678' },
];

/** What is shown over the `|` in `marked`. */
function hover(marked: string, target: Target = 'api'): { over: string; parts: string[]; kinds: string[] } | undefined {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const found = hoverSkill({ folderName: 'a', fileName: 'SKILL.md', text, files }, offset, target);
  return (
    found && {
      over: text.slice(found.range.start, found.range.end),
      parts: found.parts.map((part) => part.value),
      kinds: found.parts.map((part) => part.kind),
    }
  );
}

describe('hoverSkill', () => {
  it('explains a key and says what every target does with it', () => {
    const found = hover('---\nmo|del: opus\n---\n');
    assert.equal(found?.over, 'model');
    const all = found.parts.join('\n');
    assert.match(all, /\| Skills API, claude\.ai \(your target\) \| \*\*rejects the skill\*\* \|/);
    assert.match(all, /\| Claude Code \| uses it \|/);
    assert.match(all, /`haiku`/);
  });

  it('says where the host is wrong about a key of the specification', () => {
    assert.match(
      hover('---\nallowed-t|ools: Read\n---\n')?.parts.join() ?? '',
      /VS Code marks this key as not supported/,
    );
    assert.doesNotMatch(hover('---\nmod|el: x\n---\n')?.parts.join() ?? '', /VS Code marks/);
    assert.doesNotMatch(hover('---\nnam|e: x\n---\n')?.parts.join() ?? '', /VS Code marks/);
  });

  it('advises on an unknown key', () => {
    assert.match(hover('---\nver|sion: 1\n---\n')?.parts.join() ?? '', /Under `metadata`/);
  });

  it('measures a value and shows what YAML makes of it', () => {
    assert.match(
      hover('---\ndescription: abc|d\n---\n')?.parts[0] ?? '',
      /^4 of at most 1,024 characters, about 1 tokens \(estimate\)/,
    );
    assert.deepEqual(hover('---\nlicense: ye|s\n---\n')?.parts, [
      'YAML reads this as “true” (a boolean). Put it in quotes to keep the text.',
    ]);
    const folded = hover('---\ndescription: >\n  one\n  t|wo\n---\n');
    assert.deepEqual([folded?.kinds.at(-1), folded?.parts.at(-1)], ['text', 'What agents read: one two']);
  });

  it('shows what YAML makes of inner values and items', () => {
    const found = hover('---\nmetadata:\n  name: x\n  version: 1.|10\n---\n');
    assert.deepEqual(
      [found?.over, found?.parts],
      ['1.10', ['YAML reads this as “1.1” (a number). Put it in quotes to keep the text.']],
    );
    assert.deepEqual(hover('---\npaths:\n  - a\n  - n|o\n---\n')?.parts, [
      'YAML reads this as “false” (a boolean). Put it in quotes to keep the text.',
    ]);
    assert.equal(hover('---\nmetadata:\n  name: x|y\n---\n'), undefined);
  });

  it('describes the file a path leads to, as plain text', () => {
    assert.deepEqual(hover('---\nname: a\n---\nRun `scripts/r|un.py`.'), {
      over: 'scripts/run.py',
      parts: ['scripts/run.py: 2.0 KB.'],
      kinds: ['text'],
    });
    const evil = hover('---\nname: a\n---\n[a](references/|%5Bx%5D%28command%3Aevil%29.md)');
    assert.deepEqual(evil?.parts, [
      'references/[x](command:evil).md: 8 bytes, about 2 tokens (estimate) when an agent reads it.',
    ]);
    assert.deepEqual(evil.kinds, ['text']);
  });

  it('suggests the near file for a missing one', () => {
    assert.deepEqual(hover('---\nname: a\n---\nRun `scripts/ru|m.py`.')?.parts, [
      'The skill has no file “scripts/rum.py”. Did you mean “scripts/run.py”?',
    ]);
  });

  it('is silent over prose, separators and an empty file', () => {
    for (const marked of ['|', '---\nname: a\n---|\n', '---\nname: a\n---\nSome pr|ose'])
      assert.equal(hover(marked), undefined, marked);
  });
});
