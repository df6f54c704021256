import assert from 'node:assert/strict';
import { fixAll, fixesFor } from '../../../../src/core/skill/fixes.ts';
import { parseFrontMatter } from '../../../../src/core/skill/frontMatter.ts';
import { suppress } from '../../../../src/core/skill/fixing/suppress.ts';
import type { Problem } from '../../../../src/core/skill/problem.ts';
import { validate } from '../../../../src/core/skill/validate.ts';
import { detailsOf } from '../../../../src/core/workspace/details.ts';
import { placesIn } from '../../../../src/core/workspace/report.ts';
import { note } from '../../../support/figures.ts';
import { document, file, skill } from '../../../support/markedSkill.ts';
import { leastProcessorTime, slowness } from '../../../support/processorTime.ts';

/**
 * Milliseconds of processor time that a SKILL.md may take, however large it is: the least of several runs, so that neither
 * a busy machine nor a cold start fails a test.
 */
const patience = 100;
/** For a folder with many or large files, and for all fixes of a text, which is judged up to four times. */
const patienceWithMore = 1_000;

function within<T>(milliseconds: number, run: () => T): T {
  // Mocha records whole stacks, which is most of the time where a parser collects a thousand errors.
  const frames = Error.stackTraceLimit;
  Error.stackTraceLimit = 10;
  const results: T[] = [];
  const least = leastProcessorTime(milliseconds, () => results.splice(0, 1, run()), milliseconds === patience ? 12 : 4);
  Error.stackTraceLimit = frames;
  const took = least <= milliseconds ? least : least / slowness();
  note(milliseconds === patience ? 'text' : 'more', took);
  assert.ok(took <= milliseconds, `took ${Math.round(took)} ms`);
  return results[0] as T;
}

/** Problems of a hostile text; checks on the way that every range lies inside and that nothing throws. */
function judge(text: string): readonly Problem[] {
  const given = skill(text);
  const problems = within(patience, () => validate(given, 'api'));
  for (const { range, file: path, message } of problems) {
    if (path === 'SKILL.md')
      assert.ok(range.start >= 0 && range.end >= range.start && range.end <= text.length, message);
    assert.doesNotMatch(message, /\p{Cc}|[\u202A-\u202E\u2066-\u2069]/u);
  }
  return problems;
}

const codes = (text: string): Set<string> => new Set(judge(text).map(({ code }) => code));
const front = (lines: string): string => `---\nname: my-skill\ndescription: "Use when asked."\n${lines}\n---\nBody\n`;
const full = 16_300;

describe('hostile SKILL.md', function () {
  this.timeout(120_000);

  it('Y1: does not run the engine of another reader', () => {
    assert.ok(codes('---js\nglobalThis.canary = 1\n---\nBody\n').has('fm/missing'));
    assert.equal((globalThis as Record<string, unknown>)['canary'], undefined);
  });

  it('Y2: does not follow aliases', () => {
    const lol = Array.from(
      { length: 9 },
      (_, level) =>
        `l${level + 1}: &l${level + 1} [${Array(9)
          .fill(level === 0 ? 'lol' : `*l${level}`)
          .join(', ')}]`,
    );
    assert.ok(codes(front(lol.join('\n'))).has('fm/anchor-tag'));
    assert.ok(codes('---\nname: &a x\ndescription: *a\n---\n').has('desc/type'));
  });

  it('Y3: takes a merge key for an unknown key', () => {
    assert.ok(codes(front(`a: &a {b: c}\n<<: [${Array(2000).fill('*a').join(', ')}]`)).has('fm/unknown-key'));
  });

  for (const [name, text] of [
    ['brackets', '['.repeat(full)],
    ['braces', '{a: '.repeat(full / 4)],
    ['hyphens', `a:\n  ${'- '.repeat(full / 2 - 10)}x`],
    ['implicit maps', 'a: b: '.repeat(full / 6)],
    ['implicit maps in brackets', '[a: '.repeat(full / 4)],
    ['indentation', Array.from({ length: 170 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ] as const) {
    it(`Y4: bounds nested ${name}`, () => {
      assert.ok([...codes(front(text))].some((code) => code.startsWith('fm/')));
    });
  }

  it('Y4: follows broken YAML no deeper than the rest', () => {
    for (const piece of ['a: b: ', '[a: ', '- ']) {
      let depth = 0;
      let values = within(patience, () => parseFrontMatter(front(piece.repeat(full / piece.length)))).entries.map(
        ({ value }) => value,
      );
      for (; values.length > 0; depth += 1)
        values = values.flatMap(({ items, entries }) => [...items, ...entries.map(({ value }) => value)]);
      assert.ok(depth <= 34, `${piece} ${depth}`);
    }
  });

  it('Y5: refuses keys that are no texts', () => {
    assert.ok(codes(`---\n${'? '.repeat(400)}\n---\n`).has('fm/yaml'));
    assert.ok(codes(`---\n${'? '.repeat(full / 2)}\n---\n`).has('fm/yaml'));
  });

  it('Y6: bounds the number of keys', () => {
    const many = Array.from({ length: 1500 }, (_, index) => `key${index}: v`).join('\n');
    assert.ok(codes(front(many)).has('fm/unknown-key'));
    assert.deepEqual(
      [...codes(`---\n${Array.from({ length: 100_000 }, (_, index) => `key${index}: v`).join('\n')}\n---\n`)].filter(
        (code) => code.startsWith('fm/'),
      ),
      ['fm/too-large'],
    );
    assert.ok(codes(front('a: "\n'.repeat(3000))).size > 0);
  });

  it('Y7: changes no prototype', () => {
    const seen = codes(
      front(
        '__proto__: {canary: 1}\nconstructor: {prototype: {canary: 1}}\n<<: {__proto__: {canary: ' +
          '1}}\nmetadata:\n  __proto__: x',
      ),
    );
    assert.ok(seen.has('fm/unknown-key'));
    assert.equal(({} as Record<string, unknown>)['canary'], undefined);
    assert.deepEqual(
      validate(skill(front('toString: x')), 'api', {
        rules: JSON.parse('{"__proto__": "off", "toString": "off"}') as Record<string, 'off'>,
      }).filter(({ code }) => code === 'fm/unknown-key').length,
      1,
    );
  });

  it('Y8, Y9: shows control, bidi and tag characters as code points', () => {
    for (const character of [
      '\u0000',
      '\u0007',
      '\u001B',
      '\u007F',
      '\u0085',
      '\u202E',
      '\u2066',
      '\u200B',
      '\u{E0041}',
      '\u2028',
    ]) {
      const problems = judge(front(`license: "a${character}b"`)).filter(({ code }) => code === 'file/hidden-character');
      assert.equal(problems.length, 1, character.codePointAt(0)?.toString(16));
      assert.match(problems[0]?.message ?? '', /U\+[0-9A-F]{4,5}/);
    }
    judge('---\nname: "\u202Eevil\u0000"\ndescription: "\u001B[31m"\n\u202Ekey: x\n---\n[x](\u202Egone.md)\n');
  });

  it('Y11: reports what is not UTF-8', () => {
    assert.ok(codes('---\nname: my-skill\ndescription: "\uDC00"\n---\n').has('file/encoding'));
  });

  const ten = 10_000_000;
  it('Y4: leaves the stack traces of others alone', () => {
    const frames = Error.stackTraceLimit;
    codes(front('a: b: '.repeat(100)));
    assert.equal(Error.stackTraceLimit, frames);
  });

  for (const [name, text] of [
    ['10 MB of prose', document('', 'Some words of prose, again and again.\n'.repeat(ten / 38))],
    ['one line of 10 MB', document('', 'x'.repeat(ten))],
    ['2 million empty lines', `---\n${'\n'.repeat(2_000_000)}`],
    ['2 million empty lines of body', document('', '\n'.repeat(2_000_000))],
    ['10 MB of dashes', '-'.repeat(ten)],
    ['10 MB of opening lines', '---x\n'.repeat(ten / 5)],
    ['10 MB of front matter', `---\nname: ${'x'.repeat(ten)}`],
    ['10 MB of comments before it', '<!-- x -->\n'.repeat(ten / 11)],
  ] as const) {
    it(`Y12: answers at once for ${name}`, () => {
      judge(text);
    });
  }

  it('Y13: builds nothing from tags', () => {
    const seen = codes(
      '---\nname: !!js/function "function(){}"\ndescription: !!binary aGk=\ncompatibility: 0o17\n---\n',
    );
    assert.ok(seen.has('fm/anchor-tag') && seen.has('compat/type'));
  });

  it('Y14: reports every broken place and checks the rest all the same', () => {
    const seen = codes(
      '---\nname: Bad Name\ndescription: a: b: c\nlicense: `x`\nmetadata:\n\tx: y\nfoo: bar\nfoo: baz\n---\n',
    );
    for (const code of [
      'name/charset',
      'fm/unquoted-colon',
      'fm/quoting-start',
      'fm/tab',
      'fm/unknown-key',
      'fm/duplicate-key',
    ])
      assert.ok(seen.has(code), code);
  });

  it('Y15: survives an anchor that holds itself', () => {
    assert.ok(codes(front('metadata: &a\n  b: *a')).has('fm/anchor-tag'));
  });

  it('bounds patterns over hostile bodies and scripts', () => {
    for (const piece of [
      '[',
      '![](',
      '`',
      '<!-- ',
      '$',
      '[a](',
      '- [x](#',
      '(a',
      'pip install ',
      'npx ',
      '/Users/',
      'before May ',
      '\u200B',
      '\\a',
      '../',
      '<a ',
      '~',
    ])
      judge(document('', piece.repeat(8000 / piece.length)));
    const scripts = [
      file('a.py', 'input'.repeat(20_000)),
      file('b.sh', `#!/bin/sh\n${'read -'.repeat(20_000)}`),
      file('c.md', '#'.repeat(50_000)),
      file('d.md', '## a\n'.repeat(5000)),
    ];
    within(patienceWithMore, () => validate(skill(document('', '`a.py`\n'), { files: scripts }), 'api'));
  });

  for (const [name, marker] of [
    ['ordered lists', '1. '],
    ['ordered lists with brackets', '12) '],
    ['lists of both kinds', '- 1. '],
    ['ordered lists in quotes', '> 1.\t'],
    ['quotes', '>'],
  ] as const) {
    it(`bounds nested ${name} in SKILL.md and its references`, () => {
      const nested = `${marker.repeat(60_000 / marker.length)}x\n\n[gone](references/gone.md)\n`;
      assert.ok(codes(document('', nested)).has('ref/exists'));
      const given = skill(document('', 'See references/a.md.\n'), { files: [file('references/a.md', nested)] });
      const problems = within(patienceWithMore, () => validate(given, 'api'));
      assert.ok(problems.some((problem) => problem.file === 'references/a.md'));
    });
  }

  it('still reads lists as deep as people write them', () => {
    const nested = `${'1. '.repeat(20)}[gone](references/gone.md)\n`;
    assert.ok(codes(document('', nested)).has('ref/exists'));
  });

  it('bounds comments that are never closed', () => {
    for (const piece of ['<!-- a ', 'a <!A ', 'a <? ', 'a <![CDATA[ '])
      judge(document('', piece.repeat(105_000 / piece.length)));
  });

  it('says the same of one file a hundred times at most', () => {
    const files = Array.from({ length: 4 }, (_, index) =>
      file(`references/${index}.md`, '`scripts/a.py` [x](y.md#a) [z](#a) [o](../../o.md) [r](/r.md)\n'.repeat(1000)),
    );
    const problems = within(patienceWithMore, () =>
      validate(skill(document('', '`scripts\\a.py` [w](gone\\w.md)\n'.repeat(1000)), { files }), 'api'),
    );
    const counts = new Map<string, number>();
    for (const { code, file: path } of problems)
      counts.set(`${code} ${path}`, (counts.get(`${code} ${path}`) ?? 0) + 1);
    const missing = problems.filter(({ code }) => code === 'ref/exists');
    assert.ok(missing.length > 0 && missing.every(({ related }) => (related?.length ?? 0) <= 50));
    assert.deepEqual(
      [...counts].filter(([, count]) => count > 100),
      [],
    );
  });

  it('parses a megabyte of reference files, and not the rest', () => {
    const files = Array.from({ length: 16 }, (_, index) =>
      file(`references/${index}.md`, `[x](gone-${index}.md)\n${'x'.repeat(125_000)}\n`),
    );
    const problems = within(patienceWithMore, () => validate(skill(document(''), { files }), 'api'));
    assert.equal(problems.filter(({ code }) => code === 'ref/exists').length, 8);
  });

  it('bounds a folder of 10,000 files', () => {
    const files = Array.from({ length: 10_000 }, (_, index) => ({
      path: `assets/${index % 100}/${index}.txt`,
      size: 1,
      kind: 'file' as const,
    }));
    within(patienceWithMore, () => validate(skill(document('', 'See `assets/5/missing.txt`.\n'), { files }), 'api'));
  });

  it('fixes a thousand problems in three passes', () => {
    const keys = front(Array.from({ length: 1_100 }, (_, index) => `key${index}: a`).join('\n'));
    const { text, left } = within(patienceWithMore, () => fixAll(skill(keys), 'api'));
    assert.deepEqual([left, text.match(/^ {2}key\d+: "a"$/gm)?.length], [0, 1_100]);
    for (const pump of ['metadata:\n', 'key: a\n', '\tkey: a\n', '- a: b: c\n', 'a: [b]\n'])
      within(patienceWithMore, () => fixAll(skill(front(pump.repeat(14_000 / pump.length))), 'api'));
  });

  it('finds the fixes of each of a thousand problems by themselves', () => {
    const given = skill(front(Array.from({ length: 1_300 }, (_, index) => `key${index}: v`).join('\n')));
    const problems = validate(given, 'api');
    assert.ok(problems.length >= 1_000 && problems.length < 1_100);
    const solved = within(patienceWithMore, () => {
      const placeOf = placesIn(given);
      return problems.map((problem) => [suppress(given, problem), detailsOf(given, problem, placeOf)] as const);
    });
    assert.ok(solved.filter(([, { fix }]) => fix !== undefined).length >= 1_000);
  });

  it('ends fixing everything', () => {
    const text = front(Array.from({ length: 60 }, (_, index) => `key${index}: [a, b]`).join('\n'));
    const fixed = within(patienceWithMore, () => fixAll(skill(text), 'api').text);
    assert.equal(parseFrontMatter(fixed).state, 'present');
    assert.ok(fixesFor(skill(text), validate(skill(text), 'api')).length > 0);
  });
});
