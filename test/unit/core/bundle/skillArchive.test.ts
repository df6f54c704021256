import assert from 'node:assert/strict';
import { extractArchive } from '../../../../src/core/bundle/extract.ts';
import { skillArchive } from '../../../../src/core/bundle/skillArchive.ts';
import { buildZip } from '../../../support/zipBuilder.ts';

const read = (...names: string[]): ReturnType<typeof skillArchive> =>
  skillArchive(extractArchive(buildZip(names.map((name) => ({ name, content: 'x' })))));
const paths = (archive: ReturnType<typeof skillArchive>): string[] => archive.files.map((file) => file.path);

describe('skillArchive', () => {
  it('takes the one wrapper folder off', () => {
    const archive = read('my-skill/SKILL.md', 'my-skill/scripts/run.py');
    assert.equal(archive.wrapper, 'my-skill');
    assert.deepEqual(paths(archive), ['SKILL.md', 'scripts/run.py']);
  });

  it('takes an archive without wrapper as it is', () => {
    const archive = read('SKILL.md', 'scripts/run.py');
    assert.equal(archive.wrapper, undefined);
    assert.deepEqual(paths(archive), ['SKILL.md', 'scripts/run.py']);
  });

  it("leaves macOS' additions out and names them", () => {
    const archive = read('s/SKILL.md', 's/.DS_Store', '__MACOSX/s/._SKILL.md');
    assert.deepEqual(paths(archive), ['SKILL.md']);
    assert.deepEqual(archive.litter, ['s/.DS_Store', '__MACOSX/s/._SKILL.md']);
  });

  for (const [what, code, names] of [
    ['nothing', 'EMPTY', []],
    ['two top folders', 'SEVERAL_ROOTS', ['a/SKILL.md', 'b/SKILL.md']],
    ['a file beside the folder', 'SEVERAL_ROOTS', ['a/SKILL.md', 'README.md']],
    ['no SKILL.md', 'NO_SKILL_MD', ['a/README.md', 'a/b/SKILL.md']],
  ] as const) {
    it(`refuses ${what} (A23)`, () => {
      assert.throws(() => read(...names), { name: 'ArchiveError', code });
    });
  }
});
