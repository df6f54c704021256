import assert from 'node:assert/strict';
import { findMentionedLeftOut } from '../../../../src/core/bundle/selectionProblems.ts';
import { selectFiles, type SelectOptions, type Selection } from '../../../../src/core/bundle/select.ts';
import type { TreeEntry } from '../../../../src/core/bundle/fileTree.ts';
import { MemoryTree, type MemoryNode } from '../../../support/memoryTree.ts';
import { leastProcessorTime } from '../../../support/processorTime.ts';

const md = '---\nname: s\n---\n';
const select = (nodes: Record<string, MemoryNode>, options?: SelectOptions): Promise<Selection> =>
  selectFiles(new MemoryTree({ 'SKILL.md': md, ...nodes }), options);
const paths = (selection: Selection): string[] => selection.files.map((file) => file.path);
const left = (selection: Selection): Record<string, string> =>
  Object.fromEntries(selection.leftOut.map(({ path, kind }) => [path, kind]));
const codes = (selection: Selection): string[] =>
  selection.problems.map(({ code, file = 'SKILL.md' }) => `${code} ${file}`);

describe('selectFiles', () => {
  it('says that an ignore file above the folder cannot be read, and selects the rest', async () => {
    const { files, problems } = await select(
      {},
      { ignoreFiles: [{ file: '.gitignore', prefix: 's', text: undefined }] },
    );
    assert.deepEqual(
      files.map(({ path }) => path),
      ['SKILL.md'],
    );
    assert.deepEqual(
      problems.map(({ code, file }) => [code, file]),
      [['package/unreadable', '']],
    );
    assert.match(problems[0]?.message ?? '', /^\.gitignore above the skill folder cannot be read/);
  });

  it('sends an ordinary skill whole, SKILL.md first', async () => {
    const selection = await select({
      'scripts/run.py': 'x',
      'README.md': 'x',
      'assets/a.png': 'x',
      '.env.example': 'A=',
      '.environment-notes.md': 'x',
      'deep/evals/e.json': '{}',
    });
    assert.deepEqual(paths(selection), [
      'SKILL.md',
      '.env.example',
      '.environment-notes.md',
      'README.md',
      'assets/a.png',
      'deep/evals/e.json',
      'scripts/run.py',
    ]);
    assert.deepEqual(selection.leftOut, []);
    assert.deepEqual(selection.problems, []);
  });

  const never: Readonly<Record<string, readonly string[]>> = {
    versionControl: [
      '.git/config',
      '.git',
      '.hg/x',
      '.svn/x',
      'CVS/x',
      'sub/.git/HEAD',
      '.jj/x',
      '_darcs/x',
      'GIT~1/x',
    ],
    credentials: [
      '.env',
      '.env.local',
      '.ENV',
      'sub/.env.production',
      'a.p12',
      'a.pfx',
      'id_rsa',
      'id_rsa.bak',
      'id_ed25519',
      '.ssh/config',
      '.envrc',
      '.env-prod',
      '.env_local',
      '.env2',
      '.envs/prod',
      'putty.ppk',
      'release.jks',
      'debug.keystore',
      '.envrc.local',
      '.env.production.local',
      'sub/secring.gpg',
      '.aws/x',
      '.gnupg/x',
    ],
  };
  for (const [kind, names] of Object.entries(never)) {
    for (const name of names) {
      it(`never sends ${name} (${kind}), even if .skillignore takes it back`, async () => {
        const selection = await select({ [name]: 'x', '.skillignore': `!${name}\n!**\n!*\n` });
        assert.deepEqual(paths(selection), ['SKILL.md', '.skillignore']);
        const [entry] = selection.leftOut;
        assert.equal(entry?.kind, kind);
        assert.ok(name === entry.path || name.startsWith(entry.path) || entry.path.startsWith(name));
        assert.match(entry.reason, /\.$/);
      });
    }
  }

  const unlessNamed: Readonly<Record<string, readonly string[]>> = {
    credentials: ['.npmrc', '.netrc', '.pypirc', 'credentials.json', '.git-credentials', '.pgpass', '_netrc', 'ca.pem'],
    cache: ['node_modules/x/index.js', 'sub/__pycache__/a.txt', '.venv/bin/python'],
    litter: ['.DS_Store', '._SKILL.md', 'Thumbs.db', '.SKILL.md.swp', 'a.orig'],
  };
  for (const [kind, names] of Object.entries(unlessNamed)) {
    for (const name of names) {
      it(`leaves ${name} out (${kind}) unless .skillignore takes it back by its name`, async () => {
        const wide = await select({ [name]: 'x', '.skillignore': '!**\n!*\n' });
        assert.deepEqual(paths(wide), ['SKILL.md', '.skillignore']);
        const [entry] = wide.leftOut;
        assert.equal(entry?.kind, kind);
        assert.match(entry.reason, /\.$/);
        const named = await select({ [name]: 'x', 'node_modules/other.js': 'x', '.skillignore': `!${name}\n` });
        assert.deepEqual(paths(named), ['SKILL.md', name]);
      });
    }
  }

  for (const name of [
    '.env.example',
    '.env.sample',
    'assets/.env.template',
    '.env.example.txt',
    '.env.local.example',
    '.env-example',
    '.env.dist',
    '.envrc.example',
    '.ENV.TEMPLATE',
  ]) {
    it(`sends ${name}: a template, whose content the search for secrets judges`, async () => {
      assert.deepEqual(paths(await select({ [name]: 'A=' })).toSorted(), ['SKILL.md', name].toSorted());
    });
  }

  const pem = (what: string): string => `-----BEGIN ${what}-----\nMIIB\n-----END ${what}-----\n`;
  it('sends a presentation, a translation and a public key although they are called .key', async () => {
    const files = { 'deck.key': 'PK\u0003\u0004\0\0', 'de.key': 'title = Titel\n', 'our.key': pem('PUBLIC KEY') };
    assert.deepEqual(paths(await select(files)), ['SKILL.md', 'de.key', 'deck.key', 'our.key']);
  });

  for (const [what, content] of [
    ['a PEM block', pem('RSA PRIVATE KEY')],
    ['bytes', '0\u0082\0\u0001\u0002'],
    ['a line of random letters', 'k9Xv3LrTz8KpWd5Yb2Hn7Jc4Qm6Fs1Gt\n'],
  ] as const) {
    it(`never sends a private key called .key or .pem that is ${what}, even if .skillignore takes it back`, async () => {
      const selection = await select({ 'a.key': content, 'b.pem': content, '.skillignore': '!a.key\n!b.pem\n!**\n' });
      assert.deepEqual(paths(selection), ['SKILL.md', '.skillignore']);
      assert.deepEqual(left(selection), { 'a.key': 'credentials', 'b.pem': 'credentials' });
    });
  }

  const usual: Readonly<Record<string, readonly string[]>> = {
    cache: ['a.pyc', '.mypy_cache/x', '.pytest_cache/x', 'p.egg-info/x'],
    litter: ['desktop.ini', 'a.md~', '.idea/x.xml', '.vscode/settings.json', '#a#'],
    tooling: [
      '.gitignore',
      '.gitattributes',
      '.skill-publisher',
      '.skill-publisher.json',
      '.skill-publisher.json.lock',
    ],
    evals: ['evals/evals.json'],
  };
  for (const [kind, names] of Object.entries(usual)) {
    for (const name of names) {
      it(`leaves ${name} out (${kind}) unless .skillignore takes it back`, async () => {
        const selection = await select({ [name]: '' });
        assert.deepEqual(paths(selection), ['SKILL.md']);
        assert.deepEqual(Object.values(left(selection)), [kind]);
        const back = await select({
          [name]: '',
          '.skillignore': `!${(name.split('/', 1)[0] ?? '').replaceAll('#', '\\#')}\n`,
        });
        assert.deepEqual(paths(back), ['SKILL.md', name]);
      });
    }
  }

  it('leaves a virtual environment out by its pyvenv.cfg', async () => {
    const selection = await select({ 'myenv/pyvenv.cfg': '', 'myenv/lib/a.py': '' });
    assert.deepEqual(left(selection), { 'myenv/': 'cache' });
  });

  it('prunes: a folder that stays is not listed', async () => {
    const tree = new MemoryTree({
      'SKILL.md': md,
      'node_modules/a/b.js': '',
      '.gitignore': 'build/\n',
      'build/x/y': '',
      'src/a': '',
    });
    await selectFiles(tree);
    assert.deepEqual(tree.listed, ['', 'src']);
  });

  it('follows .gitignore of every level, the deeper one deciding', async () => {
    const selection = await select({
      '.gitignore': '*.log\n/only-root\n',
      'a.log': '',
      'sub/.gitignore': '!keep.log\n',
      'sub/keep.log': '',
      'sub/b.log': '',
      'only-root': '',
      'sub/only-root': '',
    });
    assert.deepEqual(paths(selection), ['SKILL.md', 'sub/keep.log', 'sub/only-root']);
    assert.equal(selection.leftOut.find(({ path }) => path === 'a.log')?.reason, 'Ignored by .gitignore (*.log).');
  });

  it('follows .gitignore files above the folder', async () => {
    const ignoreFiles = [
      { file: '.gitignore', prefix: 'skills/s', text: '*.tmp\n/skills/s/data/\n' },
      { file: 'skills/.gitignore', prefix: 's', text: '!b.tmp\n' },
    ];
    const selection = await select({ 'a.tmp': '', 'b.tmp': '', 'data/x': '', 'sub/data/x': '' }, { ignoreFiles });
    assert.deepEqual(paths(selection), ['SKILL.md', 'b.tmp', 'sub/data/x']);
  });

  it(
    'does not apply the rules of an outer .gitignore that ignore the skill or a folder around it, says so, ' +
      'and applies the others',
    async () => {
      for (const text of [
        '.claude/\n*.log\nout/\n/customers.csv\n',
        '*.log\n.claude/skills/two\nout/\n',
        '*.log\n*\nout/\n',
        '.claude/skills/*\n*.log\nout/\n',
      ]) {
        const selection = await select(
          { a: '', 'x.log': '', 'out/o.js': '' },
          { ignoreFiles: [{ file: '.gitignore', prefix: '.claude/skills/two', text }] },
        );
        assert.deepEqual(paths(selection), ['SKILL.md', 'a'], text);
        assert.deepEqual(left(selection), { 'out/': 'ignored', 'x.log': 'ignored' });
        assert.deepEqual(codes(selection), ['package/folder-ignored ']);
        assert.match(
          selection.problems[0]?.message ?? '',
          /^\.gitignore ignores the whole skill folder \((?:\.claude\/(?:skills\/(?:two|\*))?|\*)\)\. That rule is not applied/,
        );
      }
    },
  );

  it('keeps an outer rule that ignores a folder around the skill where a later rule takes the skill back', async () => {
    const selection = await select(
      { a: '', 'x.log': '' },
      { ignoreFiles: [{ file: '.gitignore', prefix: 'skills/two', text: 'skills/*\n!skills/two/\n*.log\n' }] },
    );
    assert.deepEqual(paths(selection), ['SKILL.md', 'a']);
    assert.deepEqual(codes(selection), []);
  });

  it('takes back with .skillignore what .gitignore leaves out: a file, a folder, a file in an ignored folder', async () => {
    const selection = await select({
      '.gitignore': 'a.bin\nbuild/\ndist/\nout/\n',
      '.skillignore': '!a.bin\n!build/\n!/dist/data.json\n*.map\n',
      'a.bin': '',
      'build/x.js': '',
      'build/x.map': '',
      'dist/data.json': '',
      'dist/other': '',
      'out/o': '',
    });
    assert.deepEqual(paths(selection), ['SKILL.md', 'a.bin', 'build/x.js', 'dist/data.json']);
    assert.deepEqual(left(selection), {
      '.gitignore': 'tooling',
      '.skillignore': 'tooling',
      'build/x.map': 'ignored',
      'dist/other': 'ignored',
      'out/': 'ignored',
    });
  });

  it('adds .skillignore to .gitignore, never instead of it', async () => {
    const selection = await select({
      '.gitignore': 'secret.txt\n',
      '.skillignore': 'notes/\n',
      'secret.txt': '',
      'notes/n.md': '',
    });
    assert.deepEqual(paths(selection), ['SKILL.md']);
  });

  it('refuses an ignore file with more than 500 rules', async () => {
    const selection = await select({ '.gitignore': 'x\n'.repeat(501) });
    assert.deepEqual(codes(selection), ['package/ignore-rules .gitignore']);
  });

  it('sends a link to a file inside the folder as that file', async () => {
    const selection = await select({
      'real.py': { content: 'abc', executable: true },
      'link.py': { link: { kind: 'file', path: 'real.py' } },
    });
    assert.deepEqual(
      selection.files.find(({ path }) => path === 'link.py'),
      { path: 'link.py', source: 'real.py', size: 3, executable: true },
    );
  });

  it('never sends a link to a file of the never-send list', async () => {
    const selection = await select({ 'config.txt': { link: { kind: 'file', path: 'sub/.env' } } });
    assert.deepEqual(left(selection), { 'config.txt': 'credentials' });
  });

  it('never sends by a link what a rule leaves out: the link stays for the same reason', async () => {
    for (const [ignore, target] of [
      ['.skillignore', 'notes.txt'],
      ['.gitignore', 'sub/notes.txt'],
      ['.gitignore', 'build/deep/notes.txt'],
    ] as const) {
      const selection = await select({
        [ignore]: 'notes.txt\nbuild/\n',
        [target]: 'x',
        'public.txt': { link: { kind: 'file', path: target } },
      });
      assert.deepEqual(paths(selection), ['SKILL.md']);
      const link = selection.leftOut.find(({ path }) => path === 'public.txt');
      assert.equal(link?.kind, 'ignored');
      assert.match(
        link.reason,
        new RegExp(`^A symbolic link to “${target}”, which is excluded\\. Ignored by \\${ignore} \\(.*\\)\\.$`),
      );
    }
  });

  it('takes the mention of a link for an error, whatever it leads to, and the mention of a file below a linked folder', async () => {
    const linked = await select({ 'SKILL.md': `${md}See data/table.csv.\n`, data: { link: { kind: 'outside' } } });
    assert.deepEqual(codes(linked), ['package/link SKILL.md']);
    const ignored = await select({
      'SKILL.md': `${md}See public.txt.\n`,
      '.skillignore': 'notes.txt\n',
      'notes.txt': '',
      'public.txt': { link: { kind: 'file', path: 'notes.txt' } },
    });
    assert.deepEqual(codes(ignored), ['package/link SKILL.md']);
  });

  it('lists an empty folder among what stays', async () => {
    const selection = await select({ output: { folder: true }, 'a/b': { folder: true } });
    assert.deepEqual(left(selection), { 'a/b/': 'empty', 'output/': 'empty' });
    assert.deepEqual(codes(selection), []);
  });

  for (const kind of ['outside', 'directory', 'broken', 'special'] as const) {
    it(`leaves a link out that is ${kind}; an error only when SKILL.md mentions it`, async () => {
      const quiet = await select({ docs: { link: { kind } } });
      assert.deepEqual(left(quiet), { docs: 'link' });
      assert.deepEqual(codes(quiet), []);
      const text = `${md}Read \`docs\`.\n`;
      const loud = await select({ 'SKILL.md': text, docs: { link: { kind } } });
      assert.deepEqual(codes(loud), ['package/link SKILL.md']);
      assert.equal(text.slice(loud.problems[0]?.range.start, loud.problems[0]?.range.end), 'docs');
    });
  }

  it('warns when SKILL.md mentions a file that stays', async () => {
    const selection = await select({
      'SKILL.md': `${md}See [x](evals/a.json) and build/out.md, not rebuild/out.md\n`,
      'evals/a.json': '',
      '.gitignore': 'build\n',
      'build/out.md': '',
    });
    assert.deepEqual(codes(selection), ['package/left-out SKILL.md', 'package/left-out SKILL.md']);
  });

  it('does not miss what an agent must not read, nor an ignore file of the reader', async () => {
    const nodes = { 'evals/a.json': '', '.gitignore': 'build\n' };
    const texts = [
      'Never read `evals/a.json`.',
      'Also add the key to `.gitignore` at once.',
      "**DON'T:**\n- Guess\n- Read from `evals/a.json`",
    ];
    for (const text of texts) assert.deepEqual(codes(await select({ ...nodes, 'SKILL.md': `${md}${text}\n` })), []);
    const told = await select({ ...nodes, 'SKILL.md': `${md}Never read \`evals/a.json\`.\nRead evals/a.json.\n` });
    assert.deepEqual(codes(told), ['package/left-out SKILL.md']);
  });

  it('looks for a file that stays in time in proportion to the text, however often a line nearly names it', async () => {
    for (const unit of ['.env- ', '.env/x ', 'Never read .env ', 'x.env ']) {
      const text = unit.repeat(Math.ceil(400_000 / unit.length));
      const leftOut = [{ path: '.env', kind: 'credentials', reason: 'Stays.' }] as const;
      const took = leastProcessorTime(500, () => findMentionedLeftOut(leftOut, text));
      assert.ok(took <= 500, `${unit}: ${took} ms`);
    }
    const many = Array.from({ length: 40_000 }, (_, index) => ({
      path: `logs/${index}.txt`,
      kind: 'ignored' as const,
      reason: 'Stays.',
    }));
    const text = `Read logs%2F7.txt and logs/31.txt. ${'See logs/x.txt. '.repeat(6_000)}`;
    const took = leastProcessorTime(500, () => findMentionedLeftOut(many, text));
    assert.ok(took <= 500, `${took} ms`);
    assert.equal(findMentionedLeftOut(many, text).length, 1);
    const repeated = `${md}${'never read .env, '.repeat(100)}never read .env\n\nRead .env.\n`;
    assert.equal(codes(await select({ 'SKILL.md': repeated, '.env': '' })).length, 1);
  });

  for (const mention of [
    '[x](assets/my%20doc.md)',
    '`{baseDir}/assets/my doc.md`',
    '`${CLAUDE_SKILL_DIR}/assets/my doc.md`',
    '`$SKILL_DIR/assets/my doc.md`',
    '[x](./assets/my%20doc.md)',
  ]) {
    it(`takes ${mention} for a mention`, async () => {
      assert.deepEqual(
        codes(
          await select({
            'SKILL.md': `${md}Read ${mention}.\n`,
            '.skillignore': 'assets/my doc.md\n',
            'assets/my doc.md': '',
          }),
        ),
        ['package/left-out SKILL.md'],
      );
    });
  }

  it('refuses to leave SKILL.md itself out', async () => {
    assert.deepEqual(codes(await select({ '.gitignore': '*.md\n' })), ['package/left-out SKILL.md']);
  });

  it('says how a SKILL.md is sent that stays, by the reason it stays for', async () => {
    const message = async (nodes: Record<string, MemoryNode>): Promise<string> =>
      (await select(nodes)).problems.find(({ code }) => code === 'package/left-out')?.message ?? '';
    assert.match(await message({ '.skillignore': '*.md\n' }), / Include it with a line !SKILL\.md in \.skillignore\.$/);
    for (const node of [{ special: true }, { link: { kind: 'outside' } }, { link: { kind: 'broken' } }] as const)
      assert.match(await message({ 'SKILL.md': node }), / Put a regular file in its place\.$/);
  });

  it('names a pipe, socket or device', async () => {
    const selection = await select({ fifo: { special: true } });
    assert.deepEqual(left(selection), { fifo: 'special' });
    assert.deepEqual(codes(selection), []);
  });

  for (const name of [
    'a\\b',
    'a\nb',
    'a:b',
    'a*',
    'dot.',
    'blank ',
    'CON',
    'aux.txt',
    'con .txt',
    'CLOCK$',
    'x'.repeat(256),
    'bidi\u202e',
    'bad\ufffd',
  ]) {
    it(`refuses the name ${JSON.stringify(name.slice(0, 20))}`, async () => {
      const selection = await select({ [`sub/${name}`]: '' });
      assert.deepEqual(
        selection.problems.map(({ code }) => code),
        ['package/name'],
      );
      assert.doesNotMatch(selection.problems[0]?.message ?? '', /[\p{Cc}\p{Cf}]/u);
    });
  }

  it('refuses a repository among the files, which nobody could take over', async () => {
    const selection = await select({ 'data/HEAD': 'ref: x', 'data/objects/a': '', 'data/refs/a': '' });
    assert.deepEqual(
      selection.problems.map(({ code, file }) => [code, file]),
      [['package/refused', 'data/HEAD']],
    );
  });

  it('gives decomposed names their composed form', async () => {
    const selection = await select({ 'e\u0301.md': '' });
    assert.deepEqual(selection.files[1], { path: '\u00e9.md', source: 'e\u0301.md', size: 0, executable: false });
  });

  it('stops at 5,000 files, and looks at none of them', async () => {
    const many = Object.fromEntries(Array.from({ length: 5_100 }, (_, index) => [`f${index}`, '']));
    const tree = new MemoryTree({ 'SKILL.md': md, ...many });
    const selection = await selectFiles(tree);
    assert.deepEqual(codes(selection), ['package/too-many-files ']);
    assert.deepEqual(paths(selection), ['SKILL.md']);
    assert.deepEqual(tree.measured, ['SKILL.md']);
  });

  it('asks a tree for no more than it looks at', async () => {
    const asked: number[] = [];
    class Counting extends MemoryTree {
      override readDirectory(path: string, most: number): Promise<readonly TreeEntry[]> {
        asked.push(most);
        return super.readDirectory(path, most);
      }
    }
    await selectFiles(new Counting({ 'SKILL.md': md, 'a/b': '', 'a/c': '' }));
    assert.deepEqual(asked, [50_000, 49_998]);
  });

  it('stops when it is told to', async () => {
    await assert.rejects(select({}, { signal: AbortSignal.abort() }), { name: 'AbortError' });
  });
});
