import assert from 'node:assert/strict';
import { runCommandLine as run } from '../support/commandLine.ts';
import { skillMd } from '../support/publishCase.ts';
import { temporaryFolders } from '../support/temporaryFolder.ts';

describe('cli linter on many skills', () => {
  const make = temporaryFolders();

  it('accepts what is wrong with 400 skills with one command', async () => {
    const names = Array.from({ length: 400 }, (_, index) => `skill-${index}`);
    const folder = make(Object.fromEntries(names.map((name) => [`skills/${name}/SKILL.md`, skillMd(name)])));
    const check = ['validate', '--fail-on', 'hint'];
    assert.equal((await run(folder, check)).code, 1);
    const { code, out } = await run(folder, ['baseline']);
    assert.deepEqual([code, out], [0, '.skill-publisher-baseline.json: 400 problems known.\n']);
    const known = await run(folder, check);
    assert.deepEqual([known.code, known.out], [0, '400 skills: 0 errors, 0 warnings, 0 hints; 400 baselined\n']);
  });
});
