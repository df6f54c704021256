import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gitUserName } from '../../../../src/node/disk/gitUserName.ts';
import { temporaryFolders } from '../../../support/temporaryFolder.ts';

describe('gitUserName', function () {
  this.timeout(60_000);
  const make = temporaryFolders();
  const nowhere = '/nonexistent/gitconfig';

  /** What Git itself says, with these files and no others. */
  function asGitSays(root: string, home: string): string | undefined {
    const env = { PATH: process.env['PATH'] ?? '', HOME: home, GIT_CONFIG_NOSYSTEM: '1' };
    try {
      return execFileSync('git', ['config', '--get', 'user.name'], { cwd: root, env, encoding: 'utf8' }).replace(
        /\n$/,
        '',
      );
    } catch {
      return undefined;
    }
  }

  for (const [what, config, expected] of [
    ['a plain name', '[user]\n\tname = Jane Doe\n\temail = jane@example.org\n', 'Jane Doe'],
    ['a quoted one with a comment', '[user]\n  name = "Jane ; \\"J\\" Doe " # me\n', 'Jane ; "J" Doe '],
    ['a name behind its header', '[USER] NAME=Jane   ; me\n', 'Jane'],
    ['the last of two', '[user]\nname = A\n[core]\nx = y\n[user]\nname = B\n', 'B'],
    ['none of a subsection', '[user "x"]\nname = A\n', undefined],
    ['none of another section', '[author]\nname = A\n', undefined],
    ['a name of another script', '[user]\n\tname = Élodie 山田\r\n', 'Élodie 山田'],
  ] as const) {
    it(`reads ${what} as Git does`, async () => {
      const home = make({ '.gitconfig': config });
      const root = make();
      execFileSync('git', ['init', '-q'], { cwd: root });
      assert.equal(asGitSays(root, home), expected);
      assert.equal(await gitUserName({ root, env: { HOME: home }, system: nowhere }), expected);
    });
  }

  it('takes the name of the work tree before that of the user, in a linked work tree too', async () => {
    const home = make({ '.gitconfig': '[user]\nname = Mine\n' });
    const root = make();
    execFileSync('git', ['init', '-q'], { cwd: root });
    const env = { HOME: home };
    assert.equal(await gitUserName({ root, env, system: nowhere }), 'Mine');
    writeFileSync(path.join(root, '.git', 'config'), '[user]\nname = Here\n');
    assert.equal(await gitUserName({ root, env, system: nowhere }), 'Here');
    const linked = make({ '.git': `gitdir: ${path.join(root, '.git', 'worktrees', 'w')}\n` });
    const own = make({ commondir: `${path.join(root, '.git')}\n` });
    writeFileSync(path.join(linked, '.git'), `gitdir: ${own}\n`);
    assert.equal(await gitUserName({ root: linked, env, system: nowhere }), 'Here');
    assert.equal(await gitUserName({ root: undefined, env, system: nowhere }), 'Mine');
  });

  it('reads what is included, and only under a condition that holds', async () => {
    const root = make();
    execFileSync('git', ['init', '-q'], { cwd: root });
    const home = make({ other: '[user]\nname = Included\n' });
    for (const [condition, expected] of [
      ['[include]', 'Included'],
      [`[includeIf "gitdir:${path.dirname(root)}/"]`, 'Included'],
      ['[includeIf "gitdir:/somewhere/else/"]', 'First'],
    ] as const) {
      writeFileSync(path.join(home, '.gitconfig'), `[user]\nname = First\n${condition}\npath = ~/other\n`);
      assert.equal(asGitSays(root, home), expected);
      assert.equal(await gitUserName({ root, env: { HOME: home }, system: nowhere }), expected);
    }
  });

  it('says nothing where it cannot tell which name holds, and ends where files include each other', async () => {
    const home = make({ '.gitconfig': '[user]\nname = A\n[includeIf "onbranch:x"]\npath = other\n' });
    assert.equal(await gitUserName({ root: undefined, env: { HOME: home }, system: nowhere }), undefined);
    const round = make({ '.gitconfig': '[user]\nname = A\n[include]\npath = .gitconfig\n' });
    assert.equal(await gitUserName({ root: undefined, env: { HOME: round }, system: nowhere }), 'A');
  });

  it('takes the files that the environment names, and none where there is none', async () => {
    const folder = make({ 'x/git/config': '[user]\nname = Xdg\n', own: '[user]\nname = Own\n' });
    const env = { HOME: make(), XDG_CONFIG_HOME: path.join(folder, 'x') };
    assert.equal(await gitUserName({ root: undefined, env, system: nowhere }), 'Xdg');
    const named = { ...env, GIT_CONFIG_GLOBAL: path.join(folder, 'own') };
    assert.equal(await gitUserName({ root: undefined, env: named, system: nowhere }), 'Own');
    assert.equal(await gitUserName({ root: undefined, env: {}, system: nowhere }), undefined);
  });
});
