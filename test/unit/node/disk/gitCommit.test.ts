import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gitCommit } from '../../../../src/node/disk/gitCommit.ts';
import { temporaryFolders } from '../../../support/temporaryFolder.ts';

describe('gitCommit', function () {
  this.timeout(60_000);
  const make = temporaryFolders();
  const git = (cwd: string, ...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();

  it('reads the commit of a branch, of packed refs, of a detached head and of a linked work tree', async () => {
    const folder = make({ a: '' });
    git(folder, 'init', '-q');
    assert.equal(await gitCommit(folder), undefined);
    git(folder, 'add', '-A');
    git(folder, 'commit', '-qm', 'x');
    const commit = git(folder, 'rev-parse', 'HEAD');
    assert.equal(await gitCommit(folder), commit);
    git(folder, 'pack-refs', '--all');
    assert.equal(await gitCommit(folder), commit);
    const linked = path.join(make(), 'w');
    git(folder, 'worktree', 'add', '-q', '-b', 'other', linked);
    assert.equal(await gitCommit(linked), commit);
    git(folder, 'checkout', '-q', '--detach');
    assert.equal(await gitCommit(folder), commit);
  });

  it('runs nothing that the work tree names, and says nothing where there is no commit', async () => {
    const folder = make({ a: '' });
    git(folder, 'init', '-q');
    writeFileSync(path.join(folder, '.git/HEAD'), 'ref: refs/../../../etc/passwd\n');
    assert.equal(await gitCommit(folder), undefined);
    assert.equal(await gitCommit(make()), undefined);
  });
});
