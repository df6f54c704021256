import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { fingerprint } from '../../../../src/core/bundle/fingerprint.ts';
import { selectFiles } from '../../../../src/core/bundle/select.ts';
import { briskCalls, patientCalls } from '../../../../src/node/disk/diskCalls.ts';
import { DiskFileTree } from '../../../../src/node/disk/diskFileTree.ts';
import { outerIgnoreFiles } from '../../../../src/node/disk/ignoreFiles.ts';
import { readSkillFolder } from '../../../support/readSkillFolder.ts';
import { temporaryFolders } from '../../../support/temporaryFolder.ts';

const isRoot = process.getuid?.() === 0;

for (const [way, calls] of [
  ['patiently', patientCalls],
  ['briskly', briskCalls()],
] as const)
  describe(`DiskFileTree that reads ${way}`, () => {
    const make = temporaryFolders();

    it('says that it was stopped, at whatever moment that is, and not that a file cannot be read', async () => {
      const tree = new DiskFileTree(make({ 'SKILL.md': 'x'.repeat(3_000_000) }), calls);
      const reason = new Error('stopped');
      let stopped = 0;
      for (let turns = 0; turns < 60; turns += 1) {
        const controller = new AbortController();
        const reading = tree.readFile('SKILL.md', controller.signal).catch((error: unknown) => error);
        for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
        controller.abort(reason);
        const result = await reading;
        if (result instanceof Uint8Array) continue;
        assert.equal(result, reason, `after ${turns} turns`);
        stopped += 1;
      }
      assert.ok(stopped > 0);
    });

    it('lists kinds, sizes and executable bits', async () => {
      const folder = make({ 'SKILL.md': 'abc', 'run.sh': 'x', 'sub/a': '' }, ['run.sh']);
      symlinkSync('SKILL.md', path.join(folder, 'link'));
      const tree = new DiskFileTree(folder, calls);
      const entries = await tree.readDirectory('', 100);
      assert.deepEqual(
        entries.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
        [
          { name: 'SKILL.md', kind: 'file' },
          { name: 'link', kind: 'symlink' },
          { name: 'run.sh', kind: 'file' },
          { name: 'sub', kind: 'directory' },
        ],
      );
      const { stamp, ...details } = await tree.fileDetails('SKILL.md');
      assert.deepEqual(details, { size: 3, executable: false });
      assert.equal(stamp, undefined, 'a file that was just written may change within the same tick');
      assert.equal((await tree.fileDetails('run.sh')).executable, true);
      await assert.rejects(tree.fileDetails('link'), { kind: 'notRegular' });
      assert.equal((await tree.readDirectory('', 2)).length, 3);
    });

    it('never waits on a pipe, and says that it is none', async () => {
      const folder = make();
      execFileSync('mkfifo', [path.join(folder, 'fifo')]);
      const tree = new DiskFileTree(folder, calls);
      assert.equal((await tree.readDirectory('', 100))[0]?.kind, 'special');
      await assert.rejects(tree.readFile('fifo'), { name: 'TreeError', kind: 'notRegular' });
    });

    it('says that a socket is none', async () => {
      const folder = make();
      const server = net.createServer().listen(path.join(folder, 's'));
      await new Promise((resolve) => server.once('listening', resolve));
      try {
        await assert.rejects(new DiskFileTree(folder, calls).readFile('s'), { kind: 'notRegular' });
      } finally {
        server.close();
      }
    });

    it('does not read through a link, neither a file nor a folder that was swapped for one', async () => {
      const folder = make({ 'sub/a': 'inside' });
      const outside = make({ a: 'outside' });
      const tree = new DiskFileTree(folder, calls);
      symlinkSync('/etc/passwd', path.join(folder, 'link'));
      await assert.rejects(tree.readFile('link'), { kind: 'notRegular' });
      renameSync(path.join(folder, 'sub'), path.join(folder, 'moved'));
      symlinkSync(outside, path.join(folder, 'sub'));
      await assert.rejects(tree.readFile('sub/a'), { kind: 'notRegular' });
      await assert.rejects(tree.readDirectory('sub', 100), { kind: 'notRegular' });
    });

    for (const outside of ['../x', '/etc/passwd', 'a/../../x']) {
      it(`refuses the path ${outside}`, async () => {
        await assert.rejects(new DiskFileTree(make(), calls).readFile(outside), { name: 'TreeError', kind: 'failed' });
      });
    }

    it('follows links and says where they end', async () => {
      const folder = make({ 'real/a.txt': 'abc' });
      const outside = make({ b: '' });
      const tree = new DiskFileTree(folder, calls);
      const links: Record<string, string> = {
        inside: 'real/a.txt',
        folder: 'real',
        out: path.join(outside, 'b'),
        up: '..',
        self: '.',
        broken: 'nowhere',
        loop: 'loop',
        device: '/dev/zero',
      };
      for (const [name, target] of Object.entries(links)) symlinkSync(target, path.join(folder, name));
      const kinds = await Promise.all(
        Object.keys(links).map(async (name) => [name, (await tree.resolveLink(name)).kind]),
      );
      assert.deepEqual(Object.fromEntries(kinds), {
        inside: 'file',
        folder: 'directory',
        out: 'outside',
        up: 'outside',
        self: 'outside',
        broken: 'broken',
        loop: 'broken',
        device: 'outside',
      });
      assert.deepEqual(await tree.resolveLink('inside'), { kind: 'file', path: 'real/a.txt' });
    });

    it('notices a file that changes while it is read', async () => {
      const folder = make({ big: Buffer.alloc(30_000_000) });
      const reading = new DiskFileTree(folder, calls).readFile('big');
      const change = setInterval(() => {
        writeFileSync(path.join(folder, 'big'), Buffer.alloc(100), { flag: 'a' });
      }, 1);
      try {
        await assert.rejects(reading, { kind: 'changed' });
      } finally {
        clearInterval(change);
      }
    });

    (isRoot ? it.skip : it)('names a file that this user may not read', async () => {
      const folder = make({ secret: 'x' });
      chmodSync(path.join(folder, 'secret'), 0);
      await assert.rejects(new DiskFileTree(folder, calls).readFile('secret'), { kind: 'denied' });
    });

    it('reports a name that is not UTF-8 instead of losing it', async function () {
      const folder = make({ 'SKILL.md': '' });
      try {
        writeFileSync(Buffer.concat([Buffer.from(`${folder}/bad`), Uint8Array.of(0xe9)]), '');
      } catch {
        // The file system only takes UTF-8.
        this.skip();
      }
      const { problems } = await selectFiles(new DiskFileTree(folder, calls));
      assert.deepEqual(
        problems.map(({ code }) => code),
        ['package/name'],
      );
    });

    it('names the folder when it is not there', async () => {
      const folder = make();
      rmSync(folder, { recursive: true });
      const { problems } = await selectFiles(new DiskFileTree(folder, calls));
      assert.deepEqual(
        problems.map(({ code, message }) => [code, message.startsWith('The skill folder does not exist.')]),
        [['package/unreadable', true]],
      );
    });
  });

describe('outerIgnoreFiles', () => {
  const make = temporaryFolders();

  it('reads the .gitignore files from the git work tree down to the folder', async () => {
    const root = make({
      '.git/HEAD': '',
      '.gitignore': 'a',
      'skills/.gitignore': 'b',
      'skills/s/.gitignore': 'c',
      'skills/s/SKILL.md': '',
    });
    assert.deepEqual(await outerIgnoreFiles(path.join(root, 'skills/s')), [
      { file: '.gitignore', prefix: 'skills/s', text: 'a' },
      { file: 'skills/.gitignore', prefix: 's', text: 'b' },
    ]);
  });

  it('begins at the outer of workspace root and git work tree', async () => {
    const root = make({
      '.gitignore': 'o',
      'repo/.git/HEAD': '',
      'repo/.gitignore': 'a',
      'repo/skills/.gitignore': 'b',
      'repo/skills/s/SKILL.md': '',
    });
    const skill = path.join(root, 'repo/skills/s');
    const texts = async (workspaceRoot: string): Promise<(string | undefined)[]> =>
      (await outerIgnoreFiles(skill, workspaceRoot)).map(({ text }) => text);
    assert.deepEqual(await texts(root), ['o', 'a', 'b']);
    for (const inner of ['repo', 'repo/skills', 'repo/skills/s'])
      assert.deepEqual(await texts(path.join(root, inner)), ['a', 'b'], inner);
    assert.deepEqual(await texts(make()), ['a', 'b']);
  });

  it('begins at the workspace root without a git work tree', async () => {
    const root = make({ '.gitignore': 'a', 'skills/.gitignore': 'b', 'skills/s/SKILL.md': '' });
    assert.deepEqual(
      (await outerIgnoreFiles(path.join(root, 'skills/s'), path.join(root, 'skills'))).map(({ text }) => text),
      ['b'],
    );
  });

  it('reads none outside of both', async () => {
    const root = make({ '.gitignore': 'a', 's/SKILL.md': '' });
    assert.deepEqual(await outerIgnoreFiles(path.join(root, 's')), []);
  });
});

describe('readSkill', () => {
  const make = temporaryFolders();

  it('reads what rules judge: SKILL.md, the list, the text of text files', async () => {
    const folder = make({
      'SKILL.md': '\ufeff---\n',
      'a.bin': Uint8Array.of(1, 0, 2),
      'a.py': 'print()',
      'big.txt': 'x'.repeat(300_000),
      '.env': 'A=1',
    });
    symlinkSync('/etc/passwd', path.join(folder, 'out'));
    const { skill } = await readSkillFolder(folder);
    assert.equal(skill.folderName, path.basename(folder));
    assert.equal(skill.fileName, 'SKILL.md');
    assert.equal(skill.text, '\ufeff---\n');
    assert.equal(skill.validUtf8, true);
    assert.deepEqual(
      skill.files?.map(({ path: file, kind, text }) => [file, kind, text?.length]),
      [
        ['SKILL.md', 'file', 5],
        ['a.bin', 'file', undefined],
        ['a.py', 'file', 7],
        ['big.txt', 'file', undefined],
        ['out', 'symlink', undefined],
      ],
    );
  });

  it('tells a SKILL.md that is not UTF-8, one that is spelled otherwise, and one that is missing', async () => {
    assert.equal(
      (await readSkillFolder(make({ 'SKILL.md': Uint8Array.of(0xff, 0xfe, 65, 0) }))).skill.validUtf8,
      false,
    );
    assert.equal((await readSkillFolder(make({ 'skill.md': '' }))).skill.fileName, 'skill.md');
    assert.equal((await readSkillFolder(make({ 'README.md': '' }))).skill.fileName, undefined);
  });

  it('does not read a folder of hundreds of megabytes, and names the largest files', async () => {
    const folder = make({ 'SKILL.md': '' });
    for (const name of ['a', 'b']) execFileSync('truncate', ['-s', '100M', path.join(folder, name)]);
    const { files, problems, skill } = await readSkillFolder(folder);
    assert.deepEqual(
      files.map(({ path: file }) => file),
      ['SKILL.md'],
    );
    assert.equal(skill.fileName, 'SKILL.md');
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['package/too-large'],
    );
    assert.match(problems[0]?.message ?? '', /200\.0 MB.*a \(100\.0 MB\), b \(100\.0 MB\)/);
  });

  it('gives one fingerprint whatever folder of a repository is opened, and to the command line', async () => {
    const root = make({
      '.git/HEAD': '',
      '.gitignore': '*.log\n',
      'skills/.gitignore': 'notes/\n',
      'skills/s/SKILL.md': 'x',
      'skills/s/a.log': '',
      'skills/s/notes/n': '',
      'skills/s/b': '',
    });
    const levels = [undefined, root, path.join(root, 'skills'), path.join(root, 'skills/s')];
    const read = await Promise.all(
      levels.map((workspaceRoot) => readSkillFolder(path.join(root, 'skills/s'), { workspaceRoot })),
    );
    assert.deepEqual(
      read[0]?.files.map(({ path: file }) => file),
      ['SKILL.md', 'b'],
    );
    assert.equal(new Set(await Promise.all(read.map(({ files }) => fingerprint(files)))).size, 1);
  });
});
