import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runCli } from '../../../../src/cli/run.ts';
import { planPublish } from '../../../../src/core/publish/plan.ts';
import type { SkillReport } from '../../../../src/core/workspace/report.ts';
import { SkillJudge } from '../../../../src/core/workspace/skillJudge.ts';
import { SkillReader } from '../../../../src/core/workspace/skillReader.ts';
import { diskSources } from '../../../../src/node/disk/diskSources.ts';
import { readSkillFolder } from '../../../../src/node/disk/readSkill.ts';
import { FakeRegistry } from '../../../support/fakeRegistry.ts';

const head = (name: string, more = ''): string =>
  `---\nname: ${name}\ndescription: Checks sample bills. Use when a bill has to be verified.\nlicense: MIT\n${more}---\n\n`;

/** Folder trees of every kind that surfaces have told different things of. */
const trees: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  good: { 'SKILL.md': `${head('good')}# Good\n\nCheck them.\n` },
  'no-front-matter': { 'SKILL.md': '# Title\n' },
  'no-skill-file': { 'README.md': '# Title\n' },
  'lower-case-file': { 'skill.md': head('lower-case-file') },
  'other-name': { 'SKILL.md': head('another-name') },
  'absent-folder': { 'SKILL.md': `${head('absent-folder')}Open \`resources/playbook.md\` and [x](workflows/a.md).\n` },
  'case-of-path': {
    'SKILL.md': `${head('case-of-path')}Run \`scripts/Run.py\`; see [it](Reference.md).\n`,
    'scripts/run.py': 'print(1)\n',
    'reference.md': '# It\n',
  },
  'two-cases': { 'SKILL.md': `${head('two-cases')}See api.md.\n`, 'api.md': 'a', 'Api.md': 'b' },
  'left-out': {
    'SKILL.md': `${head('left-out')}Copy \`.env.production\` and read [notes](notes/private.md).\n`,
    '.env.production': 'x',
    'notes/private.md': 'x',
    '.skillignore': 'notes/\n',
  },
  'ignored-skill-file': { 'SKILL.md': head('ignored-skill-file'), '.gitignore': '*.md\n' },
  'bundled-modules': {
    'SKILL.md': `${head('bundled-modules')}Run \`node node_modules/tiny/cli.js\`.\n`,
    'node_modules/tiny/cli.js': 'x',
  },
  nested: { 'SKILL.md': head('nested'), 'sub/SKILL.md': head('sub') },
  'windows-block': {
    'SKILL.md': `${head('windows-block')}\`\`\`powershell\nscripts\\setup.bat\n\`\`\`\n`,
    'scripts/setup.bat': '@echo off\n',
  },
  references: {
    'SKILL.md': `${head('references')}See [one](references/one.md) and [lost](references/lost.md).\n`,
    'references/one.md': '# One\n\nSee [two](two.md), [gone](gone.md).\n',
    'references/two.md': '# Two\n',
    'references/orphan.md': '# Nobody reads this\n',
  },
  'byte-order-mark': { 'SKILL.md': `\uFEFF${head('-byte-order-mark')}Text.\r\n` },
  'wide-characters': { 'SKILL.md': `${head('Wide👍', 'model: opus\n')}Text 👩‍👩‍👧 [x](lost.md).\n` },
  names: { 'SKILL.md': head('names'), 'con.txt': 'x', 'a b.txt': 'x', 'é.txt': 'x' },
};

interface Told {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly file: string;
}

const told = (problems: readonly Told[]): readonly string[] =>
  problems.map(({ code, severity, message, file }) => `${file} ${severity} ${code} ${message}`).sort();

describe('command line, workspace and plan', () => {
  let root: string;

  before(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'agree-'));
    for (const [folder, files] of Object.entries(trees)) {
      for (const [file, text] of Object.entries(files)) {
        const full = path.join(root, folder, file);
        await mkdir(path.dirname(full), { recursive: true });
        await writeFile(full, text);
      }
    }
    await symlink('../good/SKILL.md', path.join(root, 'references', 'outside.md'));
    await symlink('references', path.join(root, 'references', 'linked'));
  });
  after(() => rm(root, { recursive: true, force: true }));

  async function judged(folder: string): Promise<SkillReport> {
    const judge = new SkillJudge(new SkillReader(diskSources(() => ({ folder, root }))));
    return judge.judge({ folder, target: 'api', rules: {} });
  }

  async function fromCommandLine(folder: string): Promise<readonly Told[]> {
    let output = '';
    await runCli(
      ['validate', '--format', 'json', folder],
      {
        stdout: (text) => (output += text),
        stderr: () => undefined,
        signal: new AbortController().signal,
        env: {},
        cwd: root,
      },
      '0',
    );
    return (JSON.parse(output) as { problems: Told[] }[]).flatMap(({ problems }) => problems);
  }

  async function fromPlan(folder: string): Promise<readonly Told[]> {
    const { plan } = await planPublish({
      folder: path.basename(folder),
      content: await readSkillFolder(folder, { workspaceRoot: root }),
      registry: new FakeRegistry(),
      connection: { key: 'https://skills.example.org', name: 'Test', production: false },
    });
    return plan.problems.filter(({ code }) => !code.startsWith('secret/'));
  }

  for (const name of Object.keys(trees)) {
    it(`agree on ${name}`, async () => {
      const folder = path.join(root, name);
      const { problems, fingerprint } = await judged(folder);
      assert.deepEqual(told(await fromCommandLine(folder)), told(problems));
      assert.deepEqual(told(await fromPlan(folder)), told(problems));
      assert.match(fingerprint ?? '', /^sha256:/);
    });
  }

  it('find something in most of these folders, and nothing in the good one', async () => {
    const counts = await Promise.all(
      Object.keys(trees).map(async (name) => (await judged(path.join(root, name))).problems.length),
    );
    assert.equal(counts[0], 0);
    assert.ok(counts.filter((count) => count > 0).length >= 14, String(counts));
  });

  it('say that an ignore file above cannot be read, and judge the rest', async function () {
    if (process.getuid?.() === 0 || process.platform === 'win32') this.skip();
    const folder = path.join(root, 'kept', 'other-name');
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'SKILL.md'), head('another-name'));
    const ignoreFile = path.join(root, '.gitignore');
    await writeFile(ignoreFile, 'x');
    await chmod(ignoreFile, 0);
    try {
      const { problems, fingerprint, unreadable } = await judged(folder);
      const codes = problems.map(({ code }) => code);
      assert.ok(codes.includes('package/unreadable') && codes.includes('name/dir-mismatch'), codes.join());
      assert.equal(fingerprint, undefined);
      assert.match(unreadable ?? '', /\.gitignore above the skill folder cannot be read/);
      assert.deepEqual(told(await fromPlan(folder)), told(problems));
    } finally {
      await rm(ignoreFile, { force: true });
    }
  });
});
