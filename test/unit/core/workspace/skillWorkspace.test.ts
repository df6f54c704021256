import assert from 'node:assert/strict';
import { countOf } from '../../../../src/core/workspace/report.ts';
import { MemoryWorkspace } from '../../../support/memoryWorkspace.ts';
import { skillMd as withoutLicense } from '../../../support/publishCase.ts';

const skillMd = (name: string): string => withoutLicense(name).replace('\n---\n', '\nlicense: MIT\n---\n');
const bad = '# No front matter\n';

async function opened(files: Readonly<Record<string, string>>): Promise<MemoryWorkspace> {
  const memory = new MemoryWorkspace(files);
  await memory.workspace.find();
  await memory.tick();
  return memory;
}

describe('SkillWorkspace', () => {
  it('finds the skills, judges each once and gives them in order', async () => {
    const memory = await opened({ '/w/b/SKILL.md': skillMd('b'), '/w/a/SKILL.md': bad });
    assert.deepEqual(await memory.workspace.find(), ['/w/a', '/w/b']);
    assert.deepEqual(memory.codes('/w/a'), ['fm/missing']);
    assert.deepEqual(memory.codes('/w/b'), []);
    assert.deepEqual(memory.judged.toSorted(), ['/w/a', '/w/b']);
  });

  it('judges again only what changed', async () => {
    const memory = await opened({ '/w/a/SKILL.md': bad, '/w/b/SKILL.md': skillMd('b') });
    memory.judged.length = 0;
    memory.write('/w/a/SKILL.md', skillMd('a'));
    await memory.tick();
    assert.deepEqual(memory.judged, ['/w/a']);
    assert.deepEqual(memory.codes('/w/a'), []);
  });

  it('judges what is open first, then what is visible, then the rest', async () => {
    const memory = new MemoryWorkspace(
      Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`/w/s${index}/SKILL.md`, skillMd(`s${index}`)])),
    );
    memory.first = ['/w/s8', '/w/s7'];
    await memory.workspace.find();
    await memory.tick();
    assert.deepEqual(memory.judged.slice(0, 2), ['/w/s8', '/w/s7']);
    assert.equal(memory.judged.length, 9);
  });

  it('tells of the first result at once and of what follows in batches', async () => {
    const memory = new MemoryWorkspace(
      Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`/w/s${index}/SKILL.md`, skillMd(`s${index}`)])),
    );
    const told: number[] = [];
    memory.workspace.onDidJudge((folders) => told.push(folders.length));
    await memory.workspace.find();
    await memory.workspace.settled();
    assert.deepEqual(told, [1]);
    await memory.tick();
    assert.deepEqual(told, [1, 19]);
  });

  it('tells of what is open at once, whatever else is gathered', async () => {
    const memory = await opened({ '/w/a/SKILL.md': bad, '/w/b/SKILL.md': bad });
    memory.first = ['/w/b'];
    const told: (readonly string[])[] = [];
    memory.workspace.onDidJudge((folders) => told.push(folders));
    memory.write('/w/a/SKILL.md', skillMd('a'));
    memory.write('/w/a/SKILL.md', skillMd('a'));
    await memory.workspace.settled();
    memory.write('/w/b/SKILL.md', skillMd('b'));
    await memory.workspace.settled();
    memory.write('/w/b/SKILL.md', bad);
    await memory.workspace.settled();
    assert.deepEqual(told.slice(-2), [['/w/b'], ['/w/b']]);
  });

  it('tells of many in pieces, none of them large', async () => {
    const memory = new MemoryWorkspace(
      Object.fromEntries(Array.from({ length: 99 }, (_, index) => [`/w/s${index}/SKILL.md`, skillMd(`s${index}`)])),
    );
    const told: number[] = [];
    memory.workspace.onDidJudge((folders) => told.push(folders.length));
    await memory.workspace.find();
    await memory.workspace.settled();
    for (let ticks = 0; ticks < 5; ticks += 1) await memory.tick();
    assert.deepEqual(told, [1, 32, 32, 32, 2]);
  });

  it('goes on when one folder fails, and says so for that one', async () => {
    const memory = new MemoryWorkspace({ '/w/a/SKILL.md': skillMd('a'), '/w/b/SKILL.md': bad });
    memory.failing.set('/w/a', new Error('broken'));
    await memory.workspace.find();
    await memory.tick();
    assert.deepEqual(memory.codes('/w/a'), ['check/failed']);
    assert.match(memory.workspace.report('/w/a')?.unreadable ?? '', /broken/);
    assert.deepEqual(memory.codes('/w/b'), ['fm/missing']);
    assert.equal(memory.errors.length, 1);
  });

  it('judges a skill that changes meanwhile again, and drops the older result', async () => {
    const memory = new MemoryWorkspace({ '/w/a/SKILL.md': bad });
    await memory.workspace.find();
    await new Promise((resolve) => setImmediate(resolve));
    memory.write('/w/a/SKILL.md', skillMd('a'));
    await memory.tick();
    assert.deepEqual(memory.codes('/w/a'), []);
  });

  it('takes unsaved texts for what is on disk, and gives lines for them', async () => {
    const memory = await opened({ '/w/a/SKILL.md': skillMd('a') });
    memory.open.set('/w/a', new Map([['SKILL.md', skillMd('-a')]]));
    memory.workspace.edited('/w/a/SKILL.md');
    await memory.tick();
    const problem = memory.workspace.report('/w/a')?.problems.find(({ code }) => code === 'name/edge-hyphen');
    assert.deepEqual(problem?.at, { start: { line: 1, character: 6 }, end: { line: 1, character: 8 } });
    memory.open.clear();
    memory.workspace.edited('/w/a/SKILL.md');
    await memory.tick();
    assert.deepEqual(memory.codes('/w/a'), []);
  });

  it('learns of a skill that comes, as a file or with its folder, and forgets one that goes', async () => {
    const memory = await opened({ '/w/a/SKILL.md': skillMd('a') });
    let found = 0;
    memory.workspace.onDidFind(() => (found += 1));
    memory.write('/w/b/SKILL.md', bad);
    await memory.tick();
    memory.files.set('/w/deep/c/SKILL.md', bad);
    memory.workspace.changed('/w/deep', true);
    await memory.tick();
    await memory.tick();
    assert.deepEqual(memory.workspace.found, ['/w/a', '/w/b', '/w/deep/c']);
    assert.deepEqual(memory.codes('/w/deep/c'), ['fm/missing']);
    memory.remove('/w/deep');
    memory.remove('/w/b/SKILL.md');
    await memory.tick();
    assert.deepEqual(memory.workspace.found, ['/w/a']);
    assert.deepEqual(memory.workspace.known, ['/w/a']);
    assert.equal(memory.codes('/w/b'), undefined);
    assert.equal(found, 4);
  });

  it('keeps an excluded skill out until it is open, and after it is left', async () => {
    const memory = await opened({ '/w/a/SKILL.md': skillMd('a') });
    memory.excluded = /vendor/;
    memory.write('/w/vendor/x/SKILL.md', bad);
    await memory.tick();
    assert.deepEqual(memory.workspace.found, ['/w/a']);
    assert.equal(memory.codes('/w/vendor/x'), undefined);
    memory.workspace.meet('/w/vendor/x');
    await memory.tick();
    assert.deepEqual(memory.codes('/w/vendor/x'), ['fm/missing']);
    memory.workspace.leave('/w/vendor/x');
    assert.equal(memory.codes('/w/vendor/x'), undefined);
    assert.deepEqual(await memory.workspace.findAgain(), ['/w/a']);
  });

  it('drops what a new search leaves out', async () => {
    const memory = await opened({ '/w/a/SKILL.md': bad, '/w/vendor/x/SKILL.md': bad });
    const told: string[] = [];
    memory.workspace.onDidJudge((folders) => told.push(...folders));
    memory.excluded = /vendor/;
    assert.deepEqual(await memory.workspace.findAgain(), ['/w/a']);
    await memory.tick();
    assert.equal(memory.codes('/w/vendor/x'), undefined);
    assert.deepEqual(told, ['/w/vendor/x']);
  });

  it('judges with new settings without reading anything again', async () => {
    const memory = await opened({ '/w/a/SKILL.md': bad });
    memory.rules = { 'fm/missing': 'hint' };
    memory.workspace.judgeAll();
    await memory.tick();
    assert.equal(memory.workspace.report('/w/a')?.problems[0]?.severity, 'hint');
  });

  it('judges every skill below an ignore file that changes', async () => {
    const memory = await opened({ '/w/in/a/SKILL.md': bad, '/w/in/b/SKILL.md': bad, '/w/out/SKILL.md': bad });
    memory.judged.length = 0;
    memory.write('/w/in/.gitignore', 'x');
    await memory.tick();
    assert.deepEqual(memory.judged.toSorted(), ['/w/in/a', '/w/in/b']);
  });

  it('reports skills of one name side by side, until one of them changes', async () => {
    const memory = await opened({
      '/w/.claude/skills/count/SKILL.md': skillMd('count'),
      '/w/.claude/skills/copy/SKILL.md': skillMd('count'),
    });
    const copy = '/w/.claude/skills/copy';
    const found = memory.workspace.report(copy);
    assert.deepEqual(memory.codes(copy), ['name/dir-mismatch', 'skills/duplicate-name']);
    assert.ok(found && countOf(found, 'warning') > 0);
    assert.deepEqual(found.problems.find(({ code }) => code === 'skills/duplicate-name')?.at.start, {
      line: 1,
      character: 6,
    });
    memory.remove('/w/.claude/skills/count');
    await memory.tick();
    assert.deepEqual(memory.codes(copy), ['name/dir-mismatch']);
  });

  it('tells what the list of an agent cuts off a skill, where that is asked for', async () => {
    const memory = await opened({
      '/w/a/SKILL.md': `---\nname: a\ndescription: "${'Writes rows. '.repeat(130)}"\n---\nUse when asked.\n`,
    });
    assert.ok(memory.codes('/w/a')?.includes('listing/cut') === false);
    memory.rules = { 'listing/cut': 'warning' };
    memory.workspace.judgeAll();
    await memory.tick();
    const [found] = memory.workspace.report('/w/a')?.problems.filter(({ code }) => code === 'listing/cut') ?? [];
    assert.deepEqual([found?.severity, found?.at.start.line], ['warning', 2]);
  });

  it('tells which skills of a place share their words, until one of them changes', async () => {
    const textOf = (name: string, description: string): string =>
      `---\nname: ${name}\ndescription: ${description}\n---\nUse when asked.\n`;
    const drawing = '/w/skills/drawing';
    const memory = await opened({
      [`${drawing}/SKILL.md`]: textOf('drawing', 'Colors pies, plots lines, adds legends, footnotes and captions.'),
      '/w/skills/sketch/SKILL.md': textOf('sketch', 'Colors pies, plots lines.'),
      '/w/skills/post/SKILL.md': textOf('post', 'Stamps envelopes, weighs parcels.'),
      '/w/other/skills/pen/SKILL.md': textOf('pen', 'Colors pies, adds legends, footnotes.'),
    });
    const told = (): readonly string[] =>
      (memory.workspace.report(drawing)?.problems ?? []).flatMap(({ code, message, severity, at }) =>
        code === 'listing/shadowed' ? [`${severity} ${at.start.line} ${message}`] : [],
      );
    assert.deepEqual(told(), [
      'hint 2 The skill “sketch” shares these words, and ranks above this one for them: “Colors pies”, “plots lines”.',
    ]);
    const judged: string[] = [];
    memory.workspace.onDidJudge((folders) => judged.push(...folders));
    memory.write('/w/skills/sketch/SKILL.md', textOf('sketch', 'Sorts mail.'));
    await memory.tick();
    await memory.tick();
    assert.deepEqual(told(), []);
    assert.ok(judged.includes(drawing));
    memory.remove('/w/skills/sketch');
    await memory.tick();
    assert.deepEqual(memory.errors, []);
  });

  it('tells nobody and judges nothing after it was disposed', async () => {
    const memory = await opened({ '/w/a/SKILL.md': bad });
    let told = 0;
    memory.workspace.onDidJudge(() => (told += 1));
    memory.judged.length = 0;
    memory.workspace.dispose();
    memory.write('/w/a/SKILL.md', skillMd('a'));
    await memory.tick();
    assert.equal(told, 0);
    assert.deepEqual(memory.judged, []);
  });
});
