import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runCli } from '../../../../src/cli/run.ts';
import { fingerprint } from '../../../../src/core/bundle/fingerprint.ts';
import { planPublish, type PreparedPublish } from '../../../../src/core/publish/plan.ts';
import { SkillJudge, type Judge, type JudgeRequest } from '../../../../src/core/workspace/skillJudge.ts';
import { SkillReader } from '../../../../src/core/workspace/skillReader.ts';
import { SkillWorkspace } from '../../../../src/core/workspace/skillWorkspace.ts';
import type { SkillSnapshot } from '../../../../src/core/workspace/snapshot.ts';
import { diskSources } from '../../../../src/node/disk/diskSources.ts';
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
  'env-template': { 'SKILL.md': `${head('env-template')}Copy \`.env.template\`.\n`, '.env.template': 'KEY=\n' },
  'keys-in-capitals': { 'SKILL.md': '---\nName: keys-in-capitals\nDESCRIPTION: Checks bills.\n---\n' },
  'colon-in-value': {
    'SKILL.md': '---\nname: colon-in-value\ndescription: Checks bills\n  with notes: two of them\n---\n',
  },
  hint: { 'SKILL.md': head('hint', 'argument-hint: [file] [page]\n') },
  broken: { 'SKILL.md': head('broken').replace('bills', 'bills â€“ all of them') },
  'home-of-somebody': {
    'SKILL.md': `${head('home-of-somebody')}Open /home/nobody/skills/x.md or \`{baseDir}/a.py\`.\n`,
  },
  control: { 'SKILL.md': head('control').replace('bills', 'bi\u0000lls') },
  'map-as-text': { 'SKILL.md': head('map-as-text', 'metadata: \'{"a": 1}\'\n') },
  'many-tools': { 'SKILL.md': head('many-tools', 'tools: Read, Bash\nallowed_tools: [Read]\n') },
  'line-ends': { 'SKILL.md': head('line-ends').replaceAll('\n', '\r\n'), 'a.sh': '#!/bin/sh\r\necho\r\n' },
  'path-to-file': { 'SKILL.md': '---\nname: path-to-file\ndescription: 2026\nlicense: MIT\n---\n\nRead.\n' },
  'name-as-description': {
    'SKILL.md': '---\nname: name-as-description\ndescription: name-as-description\nlicense: MIT\n---\n\nRead.\n',
  },
  'not-a-secret': {
    'SKILL.md': `${head('not-a-secret')}\`\`\`bash\nDATABASE_URL=postgres://postgres:test@localhost/test\n\`\`\`\n`,
  },
  'ref-noise': {
    'SKILL.md':
      `${head('ref-noise')}1. Run \`python "$SKILL_BANK/scripts/resolve.py"\`.\n2. Read \`phases/phaseN.md\` for N from 1 ` +
      'to 6, and `memory/YYYY-MM-DD.md`.\n3. Ask the user for an `assets/preview.png`.\n',
    'phases/phase1.md': '# 1\n',
    'memory/2026-01-01.md': '# M\n',
  },
  'registry-files': {
    'SKILL.md': `${head('registry-files')}Read.\n`,
    '_meta.json': '{"slug":"registry-files"}',
    'skill.oms.sig': 'x',
    'skill-card.md': '# Card\n',
  },
  'readme-commands': {
    'SKILL.md': `${head('readme-commands')}Run \`scripts/a.py\`.\n`,
    'README.md': '# For contributors\n\n```bash\nnpm install\n```\n',
    'scripts/a.py': 'print(1)\n',
  },
  'good-copy': { 'SKILL.md': `${head('good')}# Good\n` },
};

/** The sample workspace of the tests in windows. */
const samples = path.resolve('test/fixtures/workspace/skills');

interface Told {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly file: string;
}

const told = (problems: readonly Told[]): readonly string[] =>
  problems.map(({ code, severity, message, file }) => `${file} ${severity} ${code} ${message}`).sort();

/** The workspace of skills as an editor has it: Problems view and rows show its reports. */
async function openWorkspace(root: string, folders: readonly string[], judge?: Judge): Promise<SkillWorkspace> {
  const sources = diskSources((folder) => ({ folder, root: folder.startsWith(root) ? root : undefined }));
  const workspace = new SkillWorkspace({
    judge: judge ?? new SkillJudge(new SkillReader(sources)),
    sources,
    find: () => Promise.resolve(folders),
    findBelow: () => Promise.resolve([]),
    accepts: () => true,
    settingsOf: () => Promise.resolve({ target: 'api', rules: {} }),
    publishedName: () => Promise.resolve(undefined),
    unsaved: () => new Map<string, string>(),
    first: () => [],
    later: (work) => {
      const timer = setTimeout(work, 0);
      return {
        dispose: () => {
          clearTimeout(timer);
        },
      };
    },
    onError: (error) => {
      throw error;
    },
  });
  await workspace.find();
  await workspace.settled();
  return workspace;
}

async function planOf(content: SkillSnapshot): Promise<PreparedPublish> {
  return planPublish({
    folder: content.folderName,
    content,
    registry: new FakeRegistry(),
    connection: { key: 'https://skills.example.org', name: 'Test', production: false },
  });
}

describe('command line, Problems view, row and plan', () => {
  let root: string;
  let workspace: SkillWorkspace;
  let folders: readonly string[];
  const fromCommandLine = new Map<string, readonly Told[]>();

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
    folders = [
      ...Object.keys(trees).map((name) => path.join(root, name)),
      ...readdirSync(samples).map((name) => path.join(samples, name)),
    ];
    workspace = await openWorkspace(root, folders);
    const all = await validated(folders);
    for (const [index, folder] of folders.entries()) fromCommandLine.set(folder, all[index] ?? []);
  });
  after(async () => {
    workspace.dispose();
    await rm(root, { recursive: true, force: true });
  });

  async function validated(of: readonly string[]): Promise<readonly (readonly Told[])[]> {
    let output = '';
    const io = { stdout: (text: string) => (output += text), stderr: () => undefined };
    const { signal } = new AbortController();
    await runCli(['validate', '--format', 'json', ...of], { ...io, signal, env: {}, cwd: root }, '0');
    return (JSON.parse(output) as { problems: Told[] }[]).map(({ problems }) => problems);
  }

  for (const name of [...Object.keys(trees), ...readdirSync(samples)]) {
    it(`agree on ${name}`, async () => {
      const folder = folders.find((each) => path.basename(each) === name) ?? '';
      const report = workspace.report(folder);
      assert.ok(report);
      const content = await workspace.snapshot(folder);
      const { plan } = await planOf(content);
      const planned = plan.problems.filter(({ code }) => !code.startsWith('secret/'));
      assert.deepEqual(told(fromCommandLine.get(folder) ?? []), told(report.problems));
      assert.deepEqual(told(planned), told(report.problems));
      assert.equal(plan.fingerprint, report.fingerprint);
      assert.equal(plan.fingerprint, await fingerprint(content.files));
    });
  }

  it('find something in most of these folders, and nothing in the good one', () => {
    const counts = Object.keys(trees).map((name) => workspace.report(path.join(root, name))?.problems.length ?? 0);
    assert.deepEqual(
      told(workspace.report(path.join(root, 'good'))?.problems ?? []).filter((each) => !each.includes('name/')),
      [],
    );
    assert.ok(counts.filter((count) => count > 0).length >= 20, String(counts));
  });

  it('judge what is packed once: the plan takes the verdict on the same bytes, and asks anew for others', async () => {
    const folder = path.join(root, 'other-name');
    const requests: JudgeRequest[] = [];
    const judge = new SkillJudge(new SkillReader(diskSources(() => ({ folder, root }))));
    const counted = {
      judge: (request: JudgeRequest) => {
        requests.push(request);
        return judge.judge(request);
      },
      confusion: () => Promise.resolve({ shadows: [], questions: [] }),
      changed: () => undefined,
      forget: () => undefined,
      dispose: () => undefined,
    };
    const opened = await openWorkspace(root, [folder], counted);
    const before = await planOf(await opened.snapshot(folder));
    assert.equal(requests.length, 1);
    // The workspace was not told yet.
    await writeFile(path.join(folder, 'SKILL.md'), '# No front matter anymore\n');
    const after = await planOf(await opened.snapshot(folder));
    assert.equal(requests.length, 2);
    assert.ok(before.plan.problems.some(({ code }) => code === 'name/dir-mismatch'));
    assert.deepEqual(
      after.plan.problems.map(({ code }) => code),
      ['fm/missing'],
    );
    await writeFile(path.join(folder, 'SKILL.md'), trees['other-name']?.['SKILL.md'] ?? '');
    opened.dispose();
  });

  it('say that an ignore file above cannot be read, and judge the rest', async function () {
    if (process.getuid?.() === 0 || process.platform === 'win32') this.skip();
    const folder = path.join(root, 'kept', 'other-name');
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'SKILL.md'), head('another-name'));
    const ignoreFile = path.join(root, '.gitignore');
    await writeFile(ignoreFile, 'x');
    await chmod(ignoreFile, 0);
    const opened = await openWorkspace(root, [folder]);
    try {
      const report = opened.report(folder);
      const codes = report?.problems.map(({ code }) => code) ?? [];
      assert.ok(codes.includes('package/unreadable') && codes.includes('name/dir-mismatch'), codes.join());
      assert.equal(report?.fingerprint, undefined);
      assert.match(report?.unreadable ?? '', /\.gitignore above the skill folder cannot be read/);
      const { plan } = await planOf(await opened.snapshot(folder));
      assert.deepEqual(told(plan.problems), told(report?.problems ?? []));
      assert.equal((await planOf(await opened.snapshot(folder))).plan.blockers.length > 0, true);
    } finally {
      opened.dispose();
      await rm(ignoreFile, { force: true });
    }
  });
});
