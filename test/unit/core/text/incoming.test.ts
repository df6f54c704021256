import assert from 'node:assert/strict';
import fc from 'fast-check';
import { extractArchive, inspectArchive } from '../../../../src/core/bundle/extract.ts';
import { actsAlone, incomingProblem } from '../../../../src/core/text/incoming.ts';
import { skillArchive } from '../../../../src/core/bundle/skillArchive.ts';
import { buildZip } from '../../../support/zipBuilder.ts';

/** Paths of which one alone is enough. */
const versionControl: Readonly<Record<string, readonly string[]>> = {
  'data of version control': [
    '.git',
    '.git/config',
    'demo/.git/hooks/pre-commit',
    'a/b/c/.git/HEAD',
    '.hg/hgrc',
    '.svn/entries',
    '_svn/entries',
    '.jj/repo/config.toml',
    '.bzr/branch/branch.conf',
    'CVS/Root',
    '_darcs/prefs/defaults',
    '.fslckout',
    '_FOSSIL_',
    '.sl/config',
    '.repo/repo/main.py',
    '.got/repository',
    '.eden/client',
  ],
  'any case': ['.GIT/config', '.Git', 'demo/.gIt/HEAD', '.HG/hgrc', '.Svn/x', 'cvs/Root', '.BZR/x', '_DARCS/x'],
  'trailing dots and blanks': ['.git./config', '.git /config', '.git. . ./config', '.git...', 'CVS /Root', '.hg./hgrc'],
  'streams of NTFS': [
    '.git::$INDEX_ALLOCATION/config',
    '.git:$I30:$INDEX_ALLOCATION/config',
    '.git:x',
    'a/.GIT::$DATA',
    '.svn::$INDEX_ALLOCATION/x',
  ],
  'short names of NTFS and FAT': [
    'GIT~1/config',
    'git~1',
    'Git~2/HEAD',
    'git~10/config',
    'git~1::$INDEX_ALLOCATION/config',
    'GIT~1. /config',
    'GI7EBA~1/config',
    'hg~1/hgrc',
    'SVN~1/x',
    'BZR~1/x',
    'FSLCKO~1',
  ],
  'characters that HFS+ and ext4 pass over': [
    '.g\u200cit/config',
    '.\u200dgit/config',
    '\ufeff.git',
    '.gi\u2060t/config',
    '.git\u206f/x',
    '.g\u00adit/x',
    '.gi\ufe0ft/x',
    '.g\u034fit/x',
    '.h\u200bg/hgrc',
    '.gi\u{e0001}t/x',
  ],
  'compatible forms': [
    '.ｇｉｔ/config',
    '．git/config',
    '\u2024git/x',
    '.git\u2026/x',
    '.\u{1d420}it/x',
    '.ſvn/x',
    '.gıt/x',
  ],
  'other separators': ['.git\\config', 'demo\\.git\\hooks\\x', 'C:.git\\config', 'a＼.git／x'],
};

const repositories: readonly (readonly [string, readonly string[]])[] = [
  ['at the top', ['SKILL.md', 'HEAD', 'config', 'objects/x', 'refs/x']],
  ['in any order', ['refs/heads/main', 'objects/pack/a', 'SKILL.md', 'HEAD']],
  ['in a folder', ['SKILL.md', 'assets/data/HEAD', 'assets/data/objects/x', 'assets/data/refs/x']],
  ['named like one', ['SKILL.md', 'mirror.git/HEAD', 'mirror.git/objects/x', 'mirror.git/refs/x']],
  ['of empty folders', ['SKILL.md', 'HEAD', 'objects/', 'refs/']],
  ['of files in place of folders', ['SKILL.md', 'HEAD', 'objects', 'refs']],
  ['in other case', ['SKILL.md', 'x/head', 'X/Objects/a', 'x/REFS/a']],
  ['with trailing dots and blanks', ['SKILL.md', 'x/HEAD.', 'x/objects /a', 'x./refs/a']],
  ['with invisible characters', ['SKILL.md', 'HE\u200cAD', 'objects/a', 'refs\ufeff/a']],
  ['in compatible forms', ['SKILL.md', 'ＨＥＡＤ', 'objects/a', 'refs/a']],
  ['with streams', ['SKILL.md', 'HEAD::$DATA', 'objects/a', 'refs/a']],
  ['with backslashes', ['SKILL.md', 'x\\HEAD', 'x\\objects\\a', 'x/refs/a']],
  ['with single dots', ['SKILL.md', './x/./HEAD', 'x/objects/a', 'x//refs/a']],
  ['of a work tree, whose data lie elsewhere', ['SKILL.md', 'w/HEAD', 'w/commondir']],
  ['of a work tree that names its folder', ['SKILL.md', 'w/gitdir', 'w/HEAD']],
];

const otherwiseActive = [
  'assets/report.lnk',
  'Read me.URL',
  'icon.scf',
  'pinned.website',
  'a/docs.library-ms',
  'a/find.searchConnector-ms',
  'x.lnk. ',
  'x.lnk::$DATA',
  '.helix/languages.toml',
  'a/.HELIX/config.toml',
  'HELIX~1/languages.toml',
];

const harmless = [
  ['SKILL.md', 'scripts/run.py', 'references/git.md', 'assets/git/config'],
  ['.gitignore', '.gitattributes', '.gitmodules', '.gitkeep', '.github/workflows/ci.yml', '.mailmap', '.hgignore'],
  ['git', 'git/HEAD', 'git~', 'git~x', 'digit~1', 'GITHUB~1', 'a~1', '~1', 'cvs.md', 'my-cvs/a.md', '.gitx', 'x.git'],
  ['HEAD', 'objects/a', 'notes/refs/a'],
  ['a/HEAD', 'b/objects/x', 'b/refs/x'],
  ['HEAD/x', 'objects/x', 'refs/x'],
  ['HEAD', 'refs/x', 'reference/objects'],
  ['commondir', 'gitdir', 'objects/x', 'refs/x'],
  ['.vscode/tasks.json', '.envrc', '.mcp.json', 'package.json', 'conftest.py', '.claude/settings.json'],
  ['curl.md', 'url', 'a.url.md', 'helix/x'],
];

describe('incomingProblem', () => {
  for (const [kind, paths] of Object.entries(versionControl)) {
    for (const path of paths) {
      it(`refuses ${kind}: ${JSON.stringify(path)}`, () => {
        const problem = incomingProblem(['SKILL.md', path]);
        assert.equal(problem?.code, 'NAME_VERSION_CONTROL');
        assert.equal(problem.path, path);
        assert.doesNotMatch(problem.what, /[\p{Cc}\p{Cf}]/u);
      });
    }
  }

  for (const [where, paths] of repositories) {
    it(`refuses a repository ${where}`, () => {
      assert.equal(incomingProblem(paths)?.code, 'NAME_VERSION_CONTROL');
      assert.equal(incomingProblem(paths.toReversed())?.code, 'NAME_VERSION_CONTROL');
      for (const missing of paths.filter((path) => path !== 'SKILL.md'))
        if (paths.length <= 4)
          assert.equal(incomingProblem(paths.filter((path) => path !== missing)), undefined, `without ${missing}`);
    });
  }

  for (const path of otherwiseActive)
    it(`refuses what is acted on when it is shown or opened: ${JSON.stringify(path)}`, () => {
      assert.equal(incomingProblem(['SKILL.md', path])?.code, 'NAME_ACTS_ALONE');
    });

  for (const paths of harmless)
    it(`lets through ${paths.join(', ')}`, () => {
      assert.equal(incomingProblem(paths), undefined);
    });

  it('judges one name as it judges a path', () => {
    assert.equal(actsAlone('.GIT'), 'versionControl');
    assert.equal(actsAlone('x.lnk'), 'shell');
    assert.equal(actsAlone('.github'), undefined);
  });

  it('finds a refused name in whatever spelling some file system takes for it', () => {
    const ignored = fc.constantFrom('', '\u200c', '\u2060', '\ufeff');
    const spelling = fc
      .tuple(
        fc.constantFrom('.git', '.hg', '.svn', '.jj', '.bzr', 'cvs'),
        fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
        ignored,
        fc.constantFrom('', '.', ' ', '. .', '::$INDEX_ALLOCATION'),
      )
      .map(([name, upper, invisible, tail]) => {
        const cased = Array.from(name, (letter, index) => (upper[index] === true ? letter.toUpperCase() : letter));
        return cased.join(invisible) + tail;
      });
    fc.assert(
      fc.property(fc.constantFrom('', 'a/', 'a/b/'), spelling, (folder, name) => {
        assert.equal(incomingProblem([`${folder}${name}/config`])?.code, 'NAME_VERSION_CONTROL');
      }),
      { seed: 9 },
    );
  });

  it('takes time in proportion to the length of the paths', () => {
    const paths = (length: number): string[] => [
      '. '.repeat(length),
      'a/'.repeat(length),
      `${'x~'.repeat(length)}1`,
      '\u200c'.repeat(length),
    ];
    const time = (length: number): number => {
      const started = process.cpuUsage().user;
      for (let round = 0; round < 3; round += 1) assert.equal(incomingProblem(paths(length)), undefined);
      return process.cpuUsage().user - started;
    };
    // The least of several: what else the machine does only adds.
    const least = (length: number): number => Math.min(...Array.from({ length: 5 }, () => time(length)));
    time(5_000);
    // Ten times the length; a quadratic step would take a hundred times as long.
    assert.ok(least(50_000) < 40 * Math.max(least(5_000), 5_000));
  });
});

describe('reading an archive that must not be written', () => {
  const zips = {
    'a repository': buildZip([
      { name: 'demo/SKILL.md', content: 'x' },
      { name: 'demo/.git/config', content: '[core]' },
    ]),
    'a bare repository with empty folders': buildZip([
      { name: 'demo/SKILL.md', content: 'x' },
      { name: 'demo/HEAD', content: 'ref: refs/heads/main' },
      { name: 'demo/objects/', mode: 0o040755 },
      { name: 'demo/refs/', mode: 0o040755 },
    ]),
    'a file .git': buildZip([
      { name: 'demo/SKILL.md', content: 'x' },
      { name: 'demo/.git', content: 'gitdir: /tmp/x' },
    ]),
  };
  for (const [what, bytes] of Object.entries(zips)) {
    it(`refuses ${what}, and reads it only to be looked at`, () => {
      assert.throws(() => extractArchive(bytes), {
        name: 'ArchiveError',
        code: 'NAME_VERSION_CONTROL',
        message: /^The archive contains “demo\/.*can run commands without asking\.$/,
      });
      assert.ok(skillArchive(inspectArchive(bytes)).files.some(({ path }) => path === 'SKILL.md'));
    });
  }

  it('still refuses names that cannot be read safely', () => {
    const bytes = buildZip([{ name: '../.git/config', content: 'x' }]);
    assert.throws(() => inspectArchive(bytes), { code: 'NAME_TRAVERSAL' });
  });
});
