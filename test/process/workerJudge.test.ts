import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { collectSkill } from '../../src/core/skill/collectSkill.ts';
import type { FolderContent } from '../../src/core/workspace/folderContent.ts';
import { DirectImpactReader, type ImpactQuestion } from '../../src/core/impact/impact.ts';
import { ImpactError } from '../../src/core/impact/impactError.ts';
import type { JudgeRequest } from '../../src/core/workspace/skillJudge.ts';
import type { SkillReport } from '../../src/core/workspace/report.ts';
import { useTranslations } from '../../src/core/text/l10n.ts';
import { JudgePool } from '../../src/node/worker/judgePool.ts';
import { WorkerJudge } from '../../src/node/worker/workerJudge.ts';
import { readContent, skillMd } from '../support/publishCase.ts';

const program = path.resolve('out/program/judge.js');

function request(folder: string, changes: Partial<JudgeRequest> = {}): JudgeRequest {
  return { folder, target: 'api', rules: {}, ...changes };
}

function codes({ problems }: SkillReport): readonly string[] {
  return problems.map(({ code }) => code).sort();
}

describe('WorkerJudge', () => {
  let root: string;
  const open: WorkerJudge[] = [];

  beforeEach(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'worker-judge-'));
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((judge) => judge.end()));
    await rm(root, { recursive: true, force: true });
  });

  function start(entry = program): WorkerJudge {
    const judge = new WorkerJudge({
      program: entry,
      materialOf: (folder) => ({ place: { folder, root } }),
    });
    open.push(judge);
    return judge;
  }

  async function skill(name: string, text: string): Promise<string> {
    const folder = path.join(root, name);
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'SKILL.md'), text);
    return folder;
  }

  it('says which skills share their words', async () => {
    const skills = Object.entries({
      drawing: 'Colors pies, plots lines, adds legends, footnotes and captions.',
      sketch: 'Colors pies, plots lines.',
      mail: 'Sorts incoming mail.',
    }).flatMap(([name, description]) => {
      const text = `---\nname: ${name}\ndescription: ${description}\n---\nBody\n`;
      return collectSkill(`/w/skills/${name}`, { fileName: 'SKILL.md', text }) ?? [];
    });
    const { shadows } = await start().confusion({ profile: 'goose', skills });
    assert.deepEqual(
      shadows.map(({ skill: own, by, phrases }) => [own, by, phrases]),
      [['/w/skills/drawing', '/w/skills/sketch', ['Colors pies', 'plots lines']]],
    );
  });

  it('reads a folder on disk itself, and takes unsaved texts for what is there', async () => {
    const judge = start();
    const folder = await skill('a', '# No front matter\n');
    assert.deepEqual(codes(await judge.judge(request(folder))), ['fm/missing']);
    const unsaved = new Map([['SKILL.md', skillMd('-a')]]);
    assert.ok(codes(await judge.judge(request(folder, { unsaved }))).includes('name/edge-hyphen'));
    await writeFile(path.join(folder, 'SKILL.md'), skillMd('a').replace('\n---\n', '\nlicense: MIT\n---\n'));
    judge.changed(folder, 'SKILL.md');
    assert.deepEqual(codes(await judge.judge(request(folder))), []);
  });

  it('judges what somebody else read of a folder', async () => {
    const { folderName, selection, files, problems } = await readContent('a', { 'SKILL.md': '# No front matter\n' });
    const content: FolderContent = { folderName, selection, files, problems };
    const judge = new WorkerJudge({ program, materialOf: () => Promise.resolve({ content }) });
    open.push(judge);
    assert.deepEqual(codes(await judge.judge(request('memfs://x/a'))), ['fm/missing']);
  });

  it('gives up what is not wanted anymore', async () => {
    const judge = start();
    const controller = new AbortController();
    const judged = judge.judge(request(await skill('a', skillMd('a'))), controller.signal);
    const rejected = assert.rejects(judged, { name: 'AbortError' });
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    await rejected;
  });

  /** A worker that ends when it is asked for a folder called so. */
  async function fragile(): Promise<string> {
    const entry = path.join(root, 'fragile.js');
    await writeFile(
      entry,
      `const { parentPort } = require('node:worker_threads');
       parentPort.on('message', (message) => {
         if (message.type === 'close') parentPort.close();
         if (message.type !== 'judge') return;
         if (message.request.folder === 'bad') process.exit(1);
         setImmediate(() => parentPort.postMessage({ type: 'report', id: message.id, report: { problems: [] } }));
       });`,
    );
    return entry;
  }

  it('finds the folder that ends the thread, and loses no other', async () => {
    const judge = start(await fragile());
    const asked = ['one', 'bad', 'two', 'three'].map((folder) => judge.judge(request(folder)));
    const settled = await Promise.allSettled(asked);
    assert.deepEqual(
      settled.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
    );
    assert.deepEqual((await judge.judge(request('four'))).problems, []);
  });

  it('gives the report of a rule that throws, and tells a folder that cannot be read from a bug', async () => {
    const judge = start(path.resolve('out/program/plantedJudge.js'));
    const [bad, good] = [await skill('bad', skillMd('bad', 'BOOM')), await skill('good', skillMd('-good'))];
    const [failed, other] = await Promise.all([bad, good].map((folder) => judge.judge(request(folder))));
    assert.ok(failed && codes(failed).includes('check/failed'));
    assert.ok(other && codes(other).includes('name/edge-hyphen') && !codes(other).includes('check/failed'));
    assert.deepEqual(codes(await judge.judge(request(path.join(root, 'none')))), [
      'file/missing',
      'package/unreadable',
    ]);
  });

  function startPlanted(): WorkerJudge {
    const judge = new WorkerJudge({
      program: path.resolve('out/program/plantedJudge.js'),
      materialOf: (folder) => ({ place: { folder, root } }),
      longestCheck: 3_000,
    });
    open.push(judge);
    return judge;
  }

  it('ends a check that does not end by itself, tells it of its skill alone, and goes on', async () => {
    const judge = startPlanted();
    const folders = [
      await skill('a', skillMd('a')),
      await skill('b', skillMd('b', 'ENDLESS')),
      await skill('c', skillMd('-c')),
    ];
    const [before, endless, after] = await Promise.all(folders.map((folder) => judge.judge(request(folder))));
    assert.deepEqual(endless && codes(endless), ['check/too-costly']);
    assert.ok(before && !codes(before).some((code) => code.startsWith('check/')));
    assert.ok(after && codes(after).includes('name/edge-hyphen'));
  });

  it('ends one that nobody waits for anymore', async () => {
    const judge = startPlanted();
    const controller = new AbortController();
    const rejected = assert.rejects(
      judge.judge(request(await skill('b', skillMd('b', 'ENDLESS'))), controller.signal),
      { name: 'AbortError' },
    );
    const other = judge.judge(request(await skill('c', skillMd('-c'))));
    controller.abort();
    await rejected;
    assert.ok(codes(await other).includes('name/edge-hyphen'));
  });

  it('compares two versions, like a reader in the same thread', async () => {
    const [old, now] = await Promise.all(
      ['# Body', '```bash\nraincheck --now\n```'].map(async (body) =>
        readContent('a', { 'SKILL.md': skillMd('a', body) }),
      ),
    );
    assert.ok(old && now);
    const version = ({ fingerprint, files }: typeof old): ImpactQuestion['now'] => ({ fingerprint, files });
    const question = { now: version(now), old: version(old), tool: '1.0.0', isSealed: true };
    const judge = start();
    const answer = await judge.impact(question);
    assert.deepEqual(answer, await new DirectImpactReader().impact(question));
    assert.equal(answer.findings[0]?.code, 'impact/command-added');
    const stopped = AbortSignal.abort(new Error('enough'));
    await assert.rejects(judge.impact(question, stopped), /enough/);
    await assert.rejects(start(path.join(root, 'nothing.js')).impact(question), ImpactError);
  });

  it('says so when the thread cannot start', async () => {
    await assert.rejects(start(path.join(root, 'nothing.js')).judge(request('a')), /the check ended early/);
  });

  it('says what it found in another language after the language changed, whatever is kept', async () => {
    const store = path.join(root, 'kept', 'checks.json');
    // Old enough to be kept.
    const workspace = path.resolve('test/fixtures/workspace');
    const folder = path.join(workspace, 'skills/needs-work');
    const english = JSON.parse(await readFile('l10n/bundle.l10n.json', 'utf8')) as Record<string, string>;
    const words = Object.fromEntries(Object.keys(english).map((text) => [text, `[${text}]`]));
    const said = async (): Promise<string> => {
      const judge = new WorkerJudge({ program, store, materialOf: () => ({ place: { folder, root: workspace } }) });
      open.push(judge);
      const { problems } = await judge.judge(request(folder));
      await judge.end();
      return problems.map(({ message }) => message).join('\n');
    };
    const before = await said();
    assert.match(before, /^[A-Z]/);
    useTranslations({ language: 'de', words });
    try {
      assert.match(await said(), /^\[/);
    } finally {
      useTranslations(undefined);
    }
    assert.equal(await said(), before);
  });

  it('keeps reports between two runs, and does not judge again what did not change', async () => {
    // Old enough to be told from a changed one.
    const folder = path.resolve('test/fixtures/workspace/skills/needs-work');
    const store = path.join(root, 'kept', 'checks.json');
    const run = async (): Promise<SkillReport> => {
      const judge = new WorkerJudge({
        program,
        store,
        materialOf: () => ({ place: { folder, root: path.resolve('test/fixtures/workspace') } }),
      });
      const report = await judge.judge(request(folder));
      await judge.end();
      return report;
    };
    const before = await run();
    assert.ok(before.problems.length > 0);
    const [head = '', ...lines] = (await readFile(store, 'utf8')).split('\n');
    const [format, tool] = JSON.parse(head) as [number, string];
    const body = lines.join('\n').replaceAll('"severity":"error"', '"severity":"hint"');
    const hash = createHash('sha256').update(body).digest('hex');
    await writeFile(store, `${JSON.stringify([format, tool, hash])}\n${body}`);
    const after = await run();
    assert.deepEqual(codes(after), codes(before));
    assert.ok(after.problems.every(({ severity }) => severity !== 'error'));
  });

  it('rejects what is waited for when it is stopped, and what is asked after that', async () => {
    const judge = start();
    const folder = await skill('a', skillMd('a'));
    const waiting = judge.judge(request(folder));
    // The place of the folder is asked for first.
    await Promise.resolve();
    judge.dispose();
    await assert.rejects(waiting, /The check was stopped/);
    await assert.rejects(judge.judge(request(folder)), /The check was stopped/);
  });

  it('reads a folder anew that it was told to forget', async () => {
    const judge = start();
    const folder = await skill('a', '# No front matter\n');
    assert.deepEqual(codes(await judge.judge(request(folder))), ['fm/missing']);
    await writeFile(path.join(folder, 'SKILL.md'), skillMd('-a'));
    judge.forget(folder);
    assert.ok(codes(await judge.judge(request(folder))).includes('name/edge-hyphen'));
  });

  it('shares the work in a pool, a folder always with the same judge', async () => {
    const asked: [number, string][] = [];
    const told: (readonly [number, string, ...(string | undefined)[]])[] = [];
    const judges = [0, 1].map((index) => ({
      judge: ({ folder }: JudgeRequest): Promise<SkillReport> => {
        asked.push([index, folder]);
        return Promise.resolve({ problems: [] });
      },
      confusion: () => Promise.resolve({ shadows: [], questions: [] }),
      changed: (folder: string, file?: string): void => void told.push([index, 'changed', folder, file]),
      forget: (folder: string): void => void told.push([index, 'forget', folder]),
      dispose: (): void => void told.push([index, 'dispose']),
    }));
    const pool = new JudgePool(judges);
    for (const folder of ['a', 'b', 'a', 'c', 'b']) await pool.judge(request(folder));
    assert.deepEqual(asked, [
      [0, 'a'],
      [1, 'b'],
      [0, 'a'],
      [0, 'c'],
      [1, 'b'],
    ]);
    pool.changed('b', 'SKILL.md');
    pool.changed('nobody');
    pool.forget('a');
    pool.dispose();
    assert.deepEqual(told, [
      [1, 'changed', 'b', 'SKILL.md'],
      [0, 'forget', 'a'],
      [0, 'dispose'],
      [1, 'dispose'],
    ]);
    assert.throws(() => new JudgePool([]).judge(request('a')), RangeError);
  });
});
