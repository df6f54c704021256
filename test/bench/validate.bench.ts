import assert from 'node:assert/strict';
import { collectSkill } from '../../src/core/skill/collectSkill.ts';
import { validateCollection } from '../../src/core/skill/collection.ts';
import type { Skill } from '../../src/core/skill/skill.ts';
import { validate } from '../../src/core/skill/validate.ts';
import { document, skill } from '../support/markedSkill.ts';
import { sampleSkill } from '../support/sampleSkill.ts';
import { report } from './figure.ts';
import { median, percentile } from './meter.ts';

const ten = 10_000_000;
const yaml = 16_300;
const front = (lines: string): string => `---\nname: my-skill\ndescription: "Use when asked."\n${lines}\n---\nBody\n`;
const many = (count: number, toText: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => toText(index)).join('');

/** Inputs of 10 MB, and of the most front matter that is parsed, that cost a careless checker most. */
const hostile: Readonly<Record<string, string>> = {
  '10 MB of prose': document('', 'Some words of prose, again and again.\n'.repeat(ten / 38)),
  '10 MB in one line': document('', 'x'.repeat(ten)),
  '10 MB of unclosed front matter': `---\n${'name: my-skill\n'.repeat(ten / 15)}`,
  '10 MB of unclosed front matter in one line': `---\nname: ${'x'.repeat(ten)}`,
  '10 MB of opening lines': '---x\n'.repeat(ten / 5),
  '10 MB of comments before front matter': '<!-- x -->\n'.repeat(ten / 11),
  '2 million empty lines of front matter': `---\n${'\n'.repeat(2_000_000)}`,
  '2 million empty lines of body': document('', '\n'.repeat(2_000_000)),
  '16 KiB of keys': front(many(1400, (index) => `key${index}: a\n`)),
  '16 KiB of anchors': front(many(1000, (index) => `k${index}: &a${index} b\n`)),
  '16 KiB of aliases': front(`a: &a b\nb: [${Array(5000).fill('*a').join(',')}]`),
  '16 KiB of brackets': front('['.repeat(yaml)),
  '16 KiB of nested maps on a line': front('a: b: '.repeat(yaml / 6)),
  '16 KiB of unquoted colons': front('a: b: c\n'.repeat(yaml / 8)),
  '16 KiB of lists in lists': front(`a:\n  ${'- '.repeat(yaml / 2 - 10)}x`),
  '16 KiB of complex keys': `---\n${'? '.repeat(yaml / 2)}\n---\n`,
};

/** Processor milliseconds of each run: what a clock would show on a machine that does nothing else. */
function measure(what: string, run: () => unknown, runs = 15): number {
  // As in the extension host of VS Code.
  Error.stackTraceLimit = 100;
  const times = Array.from({ length: runs }, () => {
    const begun = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1000;
  });
  const sorted = times.slice(1).sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  console.log(
    `      ${what}: first ${(times[0] ?? 0).toFixed(1)} ms, then median ${middle.toFixed(1)} ms, at most ` +
      `${(sorted.at(-1) ?? 0).toFixed(1)} ms of processor time`,
  );
  return middle;
}

/** Text as skills have it: headings, prose with links and code, lists and blocks. */
function usualLines(count: number): string {
  const part =
    '## Part\n\nRead [the guide](references/r1.md) and run `scripts/run.py` before you go on with what follows.\n\n' +
    '- Keep `name` short; see the notes of this part for **why** that is so.\n- Another item of the list.\n\n' +
    '```bash\npython scripts/run.py --input data.csv\n```\n\n';
  return part
    .repeat(Math.ceil(count / 12))
    .split('\n')
    .slice(0, count)
    .join('\n');
}

interface Edited {
  readonly lines: number;
  readonly references: number;
  /** Milliseconds that 95 of 100 edits are to take at most. */
  readonly goal: number;
}
const edited: readonly Edited[] = [
  { lines: 500, references: 0, goal: 5 },
  { lines: 2700, references: 0, goal: 16 },
  { lines: 500, references: 20, goal: 16 },
];

/** The skill after each edit: all texts and file objects are new ones, as an editor that reads again has them. */
function afterEdit({ lines, references }: Edited, edit: number): Skill {
  const names = Array.from({ length: references }, (_, index) => `references/r${index + 1}.md`);
  const files = [
    ...names.map((path, index) => ({ path, size: 1, kind: 'file' as const, text: `# ${index}\n${usualLines(400)}` })),
    { path: 'scripts/run.py', size: 9, kind: 'file' as const, text: 'print(1)\n' },
  ];
  return skill(document('', `${usualLines(lines)}\nEdit ${edit}.\n`), { files });
}

describe('validation at a key', () => {
  for (const each of edited) {
    it(`P4 finds the same after each edit of ${each.lines} lines with ${each.references} references`, () => {
      const counts = new Set<number>();
      const times = Array.from({ length: 120 }, (_, edit) => {
        const next = afterEdit(each, edit);
        const [begun, start] = [process.cpuUsage(), performance.now()];
        counts.add(validate(next, 'api').length);
        const wall = performance.now() - start;
        const { user, system } = process.cpuUsage(begun);
        // Processor time counts the threads that compile beside it, the clock what else the machine does: neither is waited for.
        return Math.min(wall, (user + system) / 1000);
      }).slice(20);
      const id = `P4 keystroke, ${each.lines} lines, ${each.references} references, computed`;
      report({ id: `${id}: p95`, value: percentile(times, 0.95), unit: 'ms', goal: { most: each.goal } });
      report({ id: `${id}: median`, value: median(times), unit: 'ms' });
      assert.equal(counts.size, 1);
    });
  }
});

describe('validation', () => {
  const frames = Error.stackTraceLimit;
  after(() => {
    Error.stackTraceLimit = frames;
  });

  for (const name of ['pdf-forms', 'release-notes', 'csv-report', 'needs-work']) {
    it(`checks the sample ${name} in 10 ms once it is warm`, () => {
      const sample: Skill = sampleSkill(name);
      // What an editor does at each key: SKILL.md is new, the other files are the same objects.
      assert.ok(measure(name, () => validate({ ...sample, text: `${sample.text}\n` }, 'api'), 40) <= 10);
    });
  }

  for (const [name, text] of Object.entries(hostile)) {
    it(`answers in 100 ms for ${name}`, () => {
      assert.ok(measure(name, () => validate(skill(text), 'api')) <= 100);
    });
  }

  it('checks a folder of 10,000 files in 200 ms', () => {
    const files = Array.from({ length: 10_000 }, (_, index) => ({
      path: `assets/${index % 100}/${index}.txt`,
      size: 1,
      kind: 'file' as const,
    }));
    assert.ok(
      measure('10,000 files', () => validate(skill(document('', 'See `assets/5/missing.txt`.\n'), { files }), 'api')) <=
        200,
    );
  });

  it('compares 500 skills in 10 ms', () => {
    const skills = Array.from({ length: 500 }, (_, index) =>
      collectSkill(`.claude/skills/s${index}`, {
        fileName: 'SKILL.md',
        text: document('').replace('my-skill', `s${index}`),
      }),
    ).filter((each) => each !== undefined);
    assert.ok(measure('500 skills', () => validateCollection(skills, () => ({ target: 'api' }))) <= 10);
  });
});
