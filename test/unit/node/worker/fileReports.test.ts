import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { SkillJudge, type JudgeRequest } from '../../../../src/core/workspace/skillJudge.ts';
import { SkillReader } from '../../../../src/core/workspace/skillReader.ts';
import type { SkillReport } from '../../../../src/core/workspace/report.ts';
import { FileReports } from '../../../../src/node/worker/fileReports.ts';
import { MemoryTree } from '../../../support/memoryTree.ts';

const report: SkillReport = {
  fileName: 'SKILL.md',
  problems: [
    {
      code: 'name/charset',
      severity: 'error',
      message: 'Write it in lower case.',
      file: 'SKILL.md',
      range: { start: 1, end: 2 },
      at: { start: { line: 0, character: 1 }, end: { line: 0, character: 2 } },
      data: { suggestion: 'kept-out-of-the-file' },
    },
  ],
  fingerprint: 'sha256:0',
};

describe('FileReports', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'reports-'));
    file = path.join(folder, 'checks.json');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function kept(tool = '1', most?: number): Promise<FileReports> {
    const reports = new FileReports(file, tool, most);
    await reports.open();
    return reports;
  }

  async function keep(...folders: readonly string[]): Promise<void> {
    const reports = await kept();
    for (const each of folders) reports.put(each, 'key', report);
    await reports.save();
  }

  it('gives a report back for the same key, in another run, without what only fixes need', async () => {
    await keep('/w/a');
    const reports = await kept();
    assert.equal(reports.get('/w/a', 'other key'), undefined);
    assert.equal(reports.get('/w/a', 'key')?.fingerprint, 'sha256:0');
    assert.equal(reports.get('/w/a', 'key')?.problems[0]?.code, 'name/charset');
    assert.doesNotMatch(await readFile(file, 'utf8'), /kept-out-of-the-file/);
  });

  it('counts nothing of another build', async () => {
    await keep('/w/a');
    assert.equal((await kept('2')).get('/w/a', 'key'), undefined);
  });

  for (const [what, damage] of [
    ['cut', (text: string) => text.slice(0, -5)],
    ['emptied', () => ''],
    ['changed in one character', (text: string) => text.replace('lower', 'upper')],
    ['something else', () => '[]\n{}'],
  ] as const) {
    it(`drops a file that was ${what}, and writes it anew`, async () => {
      await keep('/w/a');
      await writeFile(file, damage(await readFile(file, 'utf8')));
      assert.equal((await kept()).get('/w/a', 'key'), undefined);
      await keep('/w/b');
      assert.equal((await kept()).get('/w/b', 'key')?.fingerprint, 'sha256:0');
    });
  }

  it('keeps what was used last when it gets too large', async () => {
    await keep('/w/a', '/w/b', '/w/c');
    const reports = await kept('1', 2 * JSON.stringify(report).length);
    assert.ok(reports.get('/w/a', 'key'));
    reports.put('/w/d', 'key', report);
    await reports.save();
    const after = await kept();
    assert.deepEqual(
      ['/w/a', '/w/b', '/w/c', '/w/d'].filter((each) => after.get(each, 'key') !== undefined),
      ['/w/a', '/w/d'],
    );
  });

  it('fails nobody when it cannot be written', async () => {
    await writeFile(path.join(folder, 'no-folder'), '');
    const reports = new FileReports(path.join(folder, 'no-folder', 'checks.json'), '1');
    await reports.open();
    reports.put('/w/a', 'key', report);
    await reports.save();
    assert.equal(reports.get('/w/a', 'key')?.fingerprint, 'sha256:0');
  });
});

/** A tree whose files have stamps. */
class StampedTree extends MemoryTree {
  readonly reads: string[] = [];
  stamp = '1';

  override async fileDetails(path: string): Promise<{ size: number; executable: boolean; stamp: string }> {
    return { ...(await super.fileDetails(path)), stamp: this.stamp };
  }

  override readFile(path: string): Promise<Uint8Array> {
    this.reads.push(path);
    return super.readFile(path);
  }
}

describe('a judge that keeps reports', () => {
  const request: JudgeRequest = { folder: '/w/a', target: 'api', rules: {} };

  /** How often the judgment was made, and not found. */
  async function judgments(tree: MemoryTree, requests: readonly JudgeRequest[]): Promise<number> {
    const known = new Map<string, SkillReport>();
    let put = 0;
    for (const each of requests) {
      // Another run each time: only what is kept is known.
      const judge = new SkillJudge(new SkillReader({ sourceOf: () => Promise.resolve({ tree, ignoreFiles: [] }) }), {
        get: (folder, key) => known.get(`${folder} ${key}`),
        put: (folder, key, made) => {
          put += 1;
          known.set(`${folder} ${key}`, made);
        },
        delete: () => undefined,
      });
      await judge.judge(each);
    }
    return put;
  }

  it('judges an unchanged folder once, and again for other settings', async () => {
    const tree = new StampedTree({ 'SKILL.md': '# Title\n' });
    assert.equal(await judgments(tree, [request, request]), 1);
    for (const other of [
      { target: 'spec' } as const,
      { rules: { 'fm/missing': 'off' } } as const,
      { publishedName: 'b' },
    ])
      assert.equal(await judgments(tree, [request, { ...request, ...other }]), 2, JSON.stringify(other));
  });

  it('keeps nothing of a folder with a file that cannot be told from a changed one', async () => {
    assert.equal(await judgments(new MemoryTree({ 'SKILL.md': '# Title\n' }), [request, request]), 0);
  });

  it('keeps nothing of what is not saved', async () => {
    const tree = new StampedTree({ 'SKILL.md': '# Title\n' });
    assert.equal(await judgments(tree, [{ ...request, unsaved: new Map([['SKILL.md', 'x']]) }]), 0);
  });
});
