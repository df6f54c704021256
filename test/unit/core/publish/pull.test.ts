import assert from 'node:assert/strict';
import type { ArchiveFile } from '../../../../src/core/bundle/extract.ts';
import { describePull, isNothingToPull, planPull } from '../../../../src/core/publish/pull.ts';
import { readContent, skillMd } from '../../../support/publishCase.ts';

const file = (path: string, text: string, mode = 0o644): ArchiveFile => ({
  path,
  content: new TextEncoder().encode(text),
  mode,
});
const main = file('SKILL.md', skillMd('greet'));

describe('planPull', () => {
  it('says what is added, changed and removed, and that a mode is a change', async () => {
    const present = await readContent('greet', {
      'SKILL.md': skillMd('greet'),
      'a.txt': 'a',
      'b.txt': 'b',
      'run.sh': 'echo',
    });
    const plan = planPull(present, [main, file('a.txt', 'other'), file('c.txt', 'c'), file('run.sh', 'echo', 0o755)]);
    assert.deepEqual([plan.added, plan.changed, plan.removed], [['c.txt'], ['a.txt', 'run.sh'], ['b.txt']]);
    assert.equal(describePull(plan), '2 files changed, 1 file added, 1 file removed');
  });

  it('finds nothing to do when the folder holds exactly the version', async () => {
    const plan = planPull(await readContent('greet', { 'SKILL.md': skillMd('greet') }), [main]);
    assert.equal(isNothingToPull(plan), true);
    assert.equal(describePull(plan), 'Nothing changes');
  });

  it('keeps what is not part of the skill', async () => {
    const present = await readContent('greet', {
      'SKILL.md': skillMd('greet'),
      '.gitignore': 'cache/\n',
      'cache/big.bin': 'x',
      '.env': 'A=b',
      'node_modules/a/index.js': '',
    });
    const plan = planPull(present, [main]);
    assert.deepEqual(plan.kept, ['.env', '.gitignore', 'cache/', 'node_modules/']);
    assert.equal(isNothingToPull(plan), true);
  });

  it('names files outside of the skill that the version would overwrite, in any case of letters', async () => {
    const present = await readContent('greet', {
      'SKILL.md': skillMd('greet'),
      '.gitignore': 'data.json\ncache/\n',
      'data.json': 'mine',
      'cache/a.txt': 'mine',
    });
    const plan = planPull(present, [main, file('Data.json', 'theirs'), file('cache/a.txt', 'theirs')]);
    assert.deepEqual(plan.overwritten, ['Data.json', 'cache/a.txt']);
  });

  it('names what cannot be carried over', async () => {
    const plan = planPull(
      await readContent('greet', {
        'SKILL.md': skillMd('greet'),
        pipe: { special: true },
        secret: { unreadable: true },
      }),
      [main],
    );
    assert.deepEqual(
      plan.obstacles.map(({ path }) => path),
      ['pipe'],
    );
  });

  it('speaks of one file in the singular', async () => {
    const plan = planPull(await readContent('greet', { 'SKILL.md': 'old' }), [main]);
    assert.equal(describePull(plan), '1 file changed');
  });
});
