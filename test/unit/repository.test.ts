import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';

describe('repository', () => {
  it('tracks no symbolic links: merging one over an ignored folder of the same name deletes that folder', () => {
    const tracked = execFileSync('git', ['ls-files', '--stage'], { encoding: 'utf8' }).split('\n');
    assert.deepEqual(
      tracked.filter((line) => line.startsWith('120000 ')),
      [],
    );
  });
});
