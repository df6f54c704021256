import assert from 'node:assert/strict';
import { collectSkill } from '../../src/core/skill/collectSkill.ts';
import { validateCollection } from '../../src/core/skill/collection.ts';
import type { Skill } from '../../src/core/skill/skill.ts';
import { validate } from '../../src/core/skill/validate.ts';
import { document, skill } from '../support/markedSkill.ts';
import { sampleSkill } from '../support/sampleSkill.ts';

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
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  console.log(
    `      ${what}: first ${(times[0] ?? 0).toFixed(1)} ms, then median ${median.toFixed(1)} ms, at most ` +
      `${(sorted.at(-1) ?? 0).toFixed(1)} ms of processor time`,
  );
  return median;
}

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
