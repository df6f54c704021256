import assert from 'node:assert/strict';
import { folderRules } from '../../../../../src/core/skill/rules/folder.ts';
import { validate } from '../../../../../src/core/skill/validate.ts';
import { document, file, skill } from '../../../../support/markedSkill.ts';
import { exercises, reportsFiles } from '../../../../support/ruleCases.ts';

describe('rules of the folder', () => {
  reportsFiles('dir/nested-skill', [file('sub/SKILL.md'), file('node_modules/x/SKILL.md')], ['sub/SKILL.md']);
  reportsFiles('dir/plugin-manifest', [file('.claude-plugin/plugin.json')], ['.claude-plugin/plugin.json']);
  reportsFiles(
    'dir/symlink',
    [
      file('a', '', { kind: 'symlink', linkTarget: undefined }),
      file('b', '', { kind: 'symlink', linkTarget: 'c' }),
      file('c'),
    ],
    ['a'],
  );
  reportsFiles('dir/special', [file('pipe', '', { kind: 'special' })], ['pipe']);
  reportsFiles(
    'zip/path-chars',
    [
      file('a:b'),
      file('a\\b'),
      file('con.txt'),
      file('x/ends.'),
      file('tab\t'),
      file('fine/file-1_2.txt'),
      file('é'.repeat(130)),
    ],
    ['a:b', 'a\\b', 'con.txt', 'tab\t', 'x/ends.', 'é'.repeat(130)],
  );
  reportsFiles(
    'zip/path-portable',
    [file('with space.md'), file('naïve.md'), file('plain.md')],
    ['naïve.md', 'with space.md'],
  );
  reportsFiles(
    'zip/case-collision',
    [file('a/B.md'), file('a/b.md'), file('cafe\u0301.md'), file('caf\u00E9.md')],
    ['a/b.md', 'caf\u00E9.md'],
  );
  it('zip/case-collision shows no two equal names', () => {
    const messages = (...paths: readonly string[]): string[] =>
      validate(skill(document(''), { files: paths.map((path) => file(path)) }), 'api')
        .filter(({ code }) => code === 'zip/case-collision')
        .map(({ message }) => message);
    assert.match(messages('cafe\u0301.md', 'caf\u00E9.md').join(), /the same file as “cafeU\+0301\.md”/);
    assert.match(messages('caf\u00E9.md', 'caf\u00E9.md').join(), /^Two files have this name, with its characters/);
  });
  reportsFiles(
    'zip/file-count',
    Array.from({ length: 201 }, (_, index) => file(`assets/${index}.txt`)),
    ['SKILL.md'],
  );
  reportsFiles(
    'zip/file-count',
    Array.from({ length: 300 }, (_, index) => file(`node_modules/${index}.txt`)),
    [],
  );
  reportsFiles('zip/size', [file('big.bin', '', { size: 31_457_280 }), file('small')], ['big.bin']);
  reportsFiles('zip/size', [file('big.bin', '', { size: 31_457_279 })], []);
  exercises(folderRules);
});
