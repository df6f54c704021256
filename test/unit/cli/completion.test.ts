import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { commands } from '../../../src/cli/commands.ts';
import { runCommandLine as run } from '../../support/commandLine.ts';
import { temporaryFolders } from '../../support/temporaryFolder.ts';

describe('cli completion', () => {
  const make = temporaryFolders();

  /** What bash offers for the last of these words. */
  async function offered(...words: readonly string[]): Promise<readonly string[]> {
    const folder = make({ 'skills/one/SKILL.md': '' });
    const { code, out } = await run(folder, ['completion', 'bash']);
    assert.equal(code, 0);
    const file = path.join(folder, 'complete.sh');
    const ask = `COMP_WORDS=(skill-publisher ${words.map((word) => `'${word}'`).join(' ')})\nCOMP_CWORD=${words.length}\n`;
    writeFileSync(file, `${out}\n${ask}_skill_publisher\nprintf '%s\\n' "\${COMPREPLY[@]}"\n`);
    return execFileSync('bash', [file], { cwd: folder, encoding: 'utf8' })
      .split('\n')
      .filter((line) => line !== '');
  }

  it('offers commands, options, the words of an option, and files', async () => {
    assert.deepEqual(
      await offered('p'),
      commands.map(({ name }) => name).filter((name) => name.startsWith('p')),
    );
    assert.deepEqual(await offered('validate', '--fi'), ['--fix']);
    assert.deepEqual(await offered('validate', '--target', 'cl'), ['claude-code']);
    assert.deepEqual(await offered('publish', 'sk'), ['skills']);
    assert.deepEqual(await offered('completion', 'z'), ['zsh']);
    // What only says what replaced it is not offered.
    assert.deepEqual(await offered('publish', '--allow-secr'), ['--allow-secret']);
  });

  it('is there for other shells, every command in it, and says which it knows', async () => {
    const fish = (await run('/', ['completion', 'fish'])).out;
    for (const { name } of commands) assert.ok(fish.includes(`-a ${name} -d '`), name);
    assert.ok(!/^(?!complete -c skill-publisher )./m.test(fish));
    assert.match((await run('/', ['completion', 'zsh'])).out, /^autoload -U \+X bashcompinit/);
    for (const args of [['completion'], ['completion', 'csh'], ['completion', 'bash', 'zsh']]) {
      const { code, err } = await run('/', args);
      assert.deepEqual([code, err.split('\n', 1)[0]], [2, 'Name one shell: bash, zsh or fish.']);
    }
  });
});
