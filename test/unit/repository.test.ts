import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { withTables } from '../support/readmeTables.ts';

describe('repository', () => {
  it('has a README whose tables of commands and settings are those of package.json', () => {
    const readme = readFileSync('README.md', 'utf8');
    assert.equal(readme, withTables(readme), 'run npm run docs');
  });

  it('tracks no symbolic links: merging one over an ignored folder of the same name deletes that folder', () => {
    const tracked = execFileSync('git', ['ls-files', '--stage'], { encoding: 'utf8' }).split('\n');
    assert.deepEqual(
      tracked.filter((line) => line.startsWith('120000 ')),
      [],
    );
  });
});
