import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ArchiveFile } from '../../../../src/core/bundle/extract.ts';
import { writeFileAtomic } from '../../../../src/node/disk/writeFile.ts';
import { recoverFolder, replaceFolder, writeNewFolder } from '../../../../src/node/disk/writeFolder.ts';
import { temporaryFolders } from '../../../support/temporaryFolder.ts';

const file = (name: string, content: string, mode = 0o644): ArchiveFile => ({
  path: name,
  mode,
  content: new TextEncoder().encode(content),
});

function contents(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    names.map((entry) => [
      path.relative(folder, path.join(entry.parentPath, entry.name)),
      readFileSync(path.join(entry.parentPath, entry.name), 'utf8'),
    ]),
  );
}

describe('writeFolder', () => {
  const make = temporaryFolders();

  it('has replaced a folder whose old copy cannot be removed yet', async function () {
    const target = path.join(make({ 's/SKILL.md': 'old' }), 's');
    const stuck = path.join(target, 'SKILL.md');
    // What an open file is on Windows: the folder moves, the file stays.
    if (spawnSync('chattr', ['+i', stuck]).status !== 0) this.skip();
    await replaceFolder(target, [file('SKILL.md', 'new')]);
    assert.deepEqual(contents(target), { 'SKILL.md': 'new' });
    const [old] = readdirSync(path.dirname(target)).filter((name) => name !== 's');
    spawnSync('chattr', ['-i', path.join(path.dirname(target), old ?? '', 'SKILL.md')]);
  });

  it('writes a new folder with modes', async () => {
    const target = path.join(make(), 's');
    await writeNewFolder(target, [file('SKILL.md', 'x'), file('scripts/run.sh', '#!', 0o755)]);
    assert.deepEqual(contents(target), { 'SKILL.md': 'x', 'scripts/run.sh': '#!' });
    assert.equal(statSync(path.join(target, 'scripts/run.sh')).mode & 0o111, 0o111);
  });

  it('never writes over a folder that exists', async () => {
    const folder = make({ 's/keep': 'x' });
    await assert.rejects(writeNewFolder(path.join(folder, 's'), [file('SKILL.md', 'x')]), { name: 'FolderError' });
    assert.deepEqual(contents(folder), { 's/keep': 'x' });
  });

  it('replaces a folder, carrying over what it is told to keep', async () => {
    const folder = make({
      's/SKILL.md': 'old',
      's/gone.md': 'x',
      's/.env': 'KEY=1',
      's/node_modules/a/b.js': 'y',
      's/evals/e.json': '{}',
    });
    await replaceFolder(path.join(folder, 's'), [file('SKILL.md', 'new')], {
      keep: ['.env', 'node_modules/', 'evals/', 'missing'],
    });
    assert.deepEqual(contents(folder), {
      's/SKILL.md': 'new',
      's/.env': 'KEY=1',
      's/node_modules/a/b.js': 'y',
      's/evals/e.json': '{}',
    });
  });

  const refused: Readonly<Record<string, readonly string[]>> = {
    'a repository': ['.git/config'],
    'a file .git': ['.git'],
    'a repository by its short name': ['GIT~1/config'],
    'a bare repository': ['HEAD', 'objects/a', 'refs/a'],
    'a bare repository further down': ['x/y/HEAD', 'x/y/objects/a', 'x/y/refs/a'],
    'a link of Windows Explorer': ['x.lnk'],
  };
  for (const [what, names] of Object.entries(refused)) {
    it(`writes nothing of a version that holds ${what}`, async () => {
      const folder = make({ 's/SKILL.md': 'old' });
      const files = [file('SKILL.md', 'new'), ...names.map((name) => file(name, 'x'))];
      const error = { name: 'FolderError', message: /^Nothing was written: the version contains “.+\.$/ };
      await assert.rejects(writeNewFolder(path.join(folder, 'new'), files), error);
      await assert.rejects(replaceFolder(path.join(folder, 's'), files), error);
      assert.deepEqual(contents(folder), { 's/SKILL.md': 'old' });
      assert.deepEqual(readdirSync(folder), ['s']);
    });
  }

  it('writes nothing that becomes a repository together with what stays', async () => {
    const folder = make({ 's/SKILL.md': 'old', 's/objects/a': 'x', 's/.git/HEAD': 'x' });
    const target = path.join(folder, 's');
    const keep = ['objects/', '.git/'];
    await assert.rejects(
      replaceFolder(target, [file('SKILL.md', 'new'), file('HEAD', 'x'), file('refs/a', 'x')], { keep }),
      { name: 'FolderError', message: /“HEAD”/ },
    );
    await replaceFolder(target, [file('SKILL.md', 'new')], { keep });
    assert.deepEqual(contents(folder), { 's/SKILL.md': 'new', 's/objects/a': 'x', 's/.git/HEAD': 'x' });
  });

  it('leaves the folder as it was when a file cannot be written', async () => {
    const folder = make({ 's/SKILL.md': 'old' });
    await assert.rejects(replaceFolder(path.join(folder, 's'), [file('a', 'x'), file('a/b', 'x')]));
    await assert.rejects(replaceFolder(path.join(folder, 's'), [file('../../evil', 'x')]), { name: 'FolderError' });
    await assert.rejects(replaceFolder(path.join(folder, 's'), [file('a', 'x')], { keep: ['../x'] }), {
      name: 'FolderError',
    });
    await assert.rejects(replaceFolder(path.join(folder, 's'), [file('a', 'x')], { signal: AbortSignal.abort() }), {
      name: 'AbortError',
    });
    assert.deepEqual(readdirSync(folder), ['s']);
    assert.deepEqual(contents(folder), { 's/SKILL.md': 'old' });
  });

  it('brings a folder back that a killed process had moved away, and removes unfinished ones', async () => {
    const folder = make({
      '.s.old-999999999-0123456789ab/SKILL.md': 'old',
      '.s.tmp-999999999-0123456789ab/SKILL.md': 'half',
      [`.s.tmp-${process.pid}-0123456789ab/SKILL.md`]: 'mine',
    });
    await recoverFolder(path.join(folder, 's'));
    assert.deepEqual(contents(folder), {
      's/SKILL.md': 'old',
      [`.s.tmp-${process.pid}-0123456789ab/SKILL.md`]: 'mine',
    });
  });
});

describe('writeFileAtomic', () => {
  const make = temporaryFolders();

  it('replaces a file and leaves nothing beside it, not even what a killed writer left', async () => {
    const folder = make({ a: 'old', '.a.tmp-999999999-0123456789ab': 'half' });
    await writeFileAtomic(path.join(folder, 'a'), 'new');
    assert.deepEqual(contents(folder), { a: 'new' });
  });

  it('leaves the old file when the new one cannot be put in its place', async () => {
    const folder = make({ 'a/in-the-way': '' });
    await assert.rejects(writeFileAtomic(path.join(folder, 'a'), 'new'));
    assert.deepEqual(readdirSync(folder), ['a']);
  });
});
