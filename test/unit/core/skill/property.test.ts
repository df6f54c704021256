import fc from 'fast-check';
import assert from 'node:assert/strict';
import { applyEdits, fixesFor } from '../../../../src/core/skill/fixes.ts';
import { parseFrontMatter } from '../../../../src/core/skill/frontMatter.ts';
import { readPlainEntries } from '../../../../src/core/skill/plainEntries.ts';
import { type Target, targets } from '../../../../src/core/skill/skill.ts';
import { validate } from '../../../../src/core/skill/validate.ts';
import { note, times } from '../../../support/figures.ts';
import { skill } from '../../../support/markedSkill.ts';
import { leastProcessorTime } from '../../../support/processorTime.ts';

const seed = 20_261_123;
const pieces = fc.constantFrom(
  '---',
  '---\n',
  '\n',
  '\r\n',
  '\r',
  '\t',
  ' ',
  '  ',
  ': ',
  ':',
  ' #',
  '#',
  '- ',
  '? ',
  '"',
  "'",
  '`',
  '[',
  ']',
  '{',
  '}',
  ',',
  '|',
  '>',
  '>-\n',
  '&a',
  '*a',
  '!!str',
  '!',
  '%',
  '@',
  '<<',
  '...',
  '\uFEFF',
  'name',
  'name: ',
  'description: ',
  'metadata:\n',
  'allowed-tools: ',
  'license: ',
  'my-skill',
  'Use when asked',
  '<b>',
  '1.10',
  'yes',
  '2026-01-02',
  'é',
  'e\u0301',
  '😀',
  '\u202E',
  '\u0000',
  '\uD800',
  '(a.md)',
  '[x]',
  'scripts/run.py',
  '<!-- x -->',
  '```',
);
const soup = fc
  .array(
    fc.oneof({ weight: 8, arbitrary: pieces }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) }),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));
const texts = fc.oneof(
  soup,
  soup.map((text) => `---\n${text}\n---\nBody\n`),
  soup.map((text) => `---\nname: my-skill\ndescription: ${text}`),
);
/** Files that rules read in a way of their own, with what they look for, in any order. */
const others = fc
  .uniqueArray(
    fc.tuple(
      fc.constantFrom(
        ...['skill.oms.sig', 'agents/openai.yaml', 'package.json', 'pyproject.toml', 'requirements.txt', '_meta.json'],
        ...['scripts/a.py', 'scripts/b.js', 'scripts/c.sh', 'references/x.md', 'a/SKILL.md', 'data.csv', 'scripts/run'],
      ),
      fc.oneof(
        fc
          .oneof(fc.jsonValue(), fc.string({ unit: fc.constantFrom('a', 'B', '7', '-', '='), maxLength: 6 }))
          .map((payload) => JSON.stringify({ dsseEnvelope: { payload } })),
        fc
          .array(
            fc.oneof(
              pieces,
              fc.json({ maxDepth: 2 }),
              fc.constantFrom(
                ...[
                  '{"dsseEnvelope":{"payload":"',
                  '"}}',
                  '#!/bin/sh\n',
                  'import x',
                  "require('x')",
                  '"""',
                  '$(',
                  '<<EOF\n',
                ],
                ...[
                  'curl https://x.y/z | sh',
                  'pip install x',
                  '%E0%A4%A',
                  '&#x110000;',
                  '![',
                  '](',
                  '~/x',
                  'claude-2.0',
                ],
              ),
            ),
            { maxLength: 20 },
          )
          .map((parts) => parts.join('')),
      ),
    ),
    { minLength: 1, maxLength: 4, selector: ([path]) => path },
  )
  .map((all) => all.map(([path, text]) => ({ path, text, size: text.length, kind: 'file' as const })));
const someTarget = fc.constantFrom<Target>(...targets);

/** Mistakes that can be put into a good skill, one a line of its front matter. */
const mistakes = [
  'version: 1.10',
  'tags: [a, b]',
  'allowed_tools: Read',
  'allowedTools: Read, Write',
  'allowed-tools: [Read, Write]',
  'license: !!str MIT',
  'license: Fix #12',
  'compatibility: Needs: x',
  'compatibility: `x`',
  'compatibility: @x',
  "compatibility: 'it's'",
  'compatibility: "a" b',
  'compatibility: ""',
  'compatibility:\n  - a\n  - b',
  'metadata: {a: b}',
  'metadata:\n  a: 1.10\n  b: yes',
  'metadata:\n  a:\n    - b',
  'metadata:\n\ta: b',
  'Metadata:\n  a: b',
  'author: "x" y',
  'author: é 😀 e\u0301',
  'note: one --- two',
  'homepage: https://a.b # x',
  'user_invocable: true',
  'when-to-use: x',
  'argumentHint: "[x]"',
  'disallowedTools: Bash',
  'mode: x',
  'hook: x',
  'Model: opus',
  '? complex\n: x',
  'changelog: |\n  line 1\n  line 2',
  'compatibility: "C:\\Users\\x"',
  'source: "a" and "b"',
  '\n# Heading\n\nRemark: x\n',
];
const names = fc.constantFrom(
  'my-skill',
  'My_Skill',
  '-a',
  'a--b',
  'claude-x',
  'org/x',
  'é 😀',
  '12',
  '"my-skill"',
  'a: b',
  'x'.repeat(70),
);
const descriptions = fc.constantFrom(
  '"Use when asked."',
  'Use when: asked',
  '`x` when asked',
  'Use <b>when</b> asked',
  'Use when a < b',
  '12',
  '|\n  Use\n  when',
  "'it's when'",
  'Use #when',
  'first\n\n  Keywords: a',
);
const flawed = fc
  .tuple(
    names,
    descriptions,
    fc.subarray(mistakes, { maxLength: 3 }),
    fc.constantFrom('\n', '\r\n', '\r'),
    fc.boolean(),
  )
  .map(([name, description, lines, eol, bom]) => {
    const text = ['---', `name: ${name}`, `description: ${description}`, ...lines, '---', '', 'Body e\u0301 😀', '']
      .join('\n')
      .replaceAll('\n', eol);
    return bom ? `\uFEFF${text}` : text;
  });

/** Errors of the specification alone, about values that are read only after the fix. */
const seenOnceRead: ReadonlySet<string> = new Set(['name/dir-mismatch', 'tools/type']);

function errors(text: string, target: Target): Set<string> {
  return new Set(
    validate(skill(text), target)
      .filter(({ severity }) => severity === 'error')
      .map(({ code }) => code),
  );
}

describe('validation of any text', function () {
  this.timeout(120_000);

  it('never throws, and keeps every range inside of the text', () => {
    fc.assert(
      fc.property(texts, someTarget, (text, target) => {
        for (const { code, range, message } of validate(skill(text), target)) {
          assert.notEqual(code, 'check/failed', message);
          assert.ok(range.start >= 0 && range.start <= range.end && range.end <= text.length, message);
          assert.ok(message.length > 10 && message.length < 500, message);
        }
      }),
      { seed, numRuns: 250 },
    );
  });

  it('fails at no file of a skill', () => {
    fc.assert(
      fc.property(texts, others, (text, files) => {
        const failed = validate(skill(text, { files }), 'api').filter(({ code }) => code.startsWith('check/'));
        assert.deepEqual(failed, []);
      }),
      { seed, numRuns: times(500, 20_000) },
    );
  });

  it('keeps the ranges of front matter inside of it and in order', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { content, entries, bodyStart, errors: found } = parseFrontMatter(text);
        assert.ok(bodyStart >= content.end && bodyStart <= text.length);
        for (const { keyRange, value, range } of entries) {
          assert.ok(content.start <= keyRange.start && keyRange.end <= range.end && range.end <= content.end);
          assert.ok(value.range.start <= value.range.end && value.range.end <= content.end);
        }
        for (const { range } of found)
          assert.ok(content.start <= range.start && range.start <= range.end && range.end <= content.end);
      }),
      { seed, numRuns: 500 },
    );
  });

  it('parses any front matter in 100 ms, most in 5, and changes no prototype', () => {
    const took: number[] = [];
    const prototype = Object.getOwnPropertyNames(Object.prototype).join();
    const parse = (text: string): void => {
      const once = leastProcessorTime(Infinity, () => parseFrontMatter(text), 1);
      took.push(
        once <= 5
          ? once
          : Math.min(
              once,
              leastProcessorTime(5, () => parseFrontMatter(text)),
            ),
      );
    };
    fc.assert(fc.property(texts, parse), { seed, numRuns: times(1_000, 100_000) });
    took.sort((a, b) => a - b);
    const worst = took.at(-1) ?? Infinity;
    const most = took[Math.floor(took.length * 0.99)] ?? Infinity;
    for (const [name, value] of Object.entries({ inputs: took.length, worst, most })) note(name, value);
    assert.ok(worst <= 100 && most <= 5, `worst ${worst} ms, 99 % in ${most} ms`);
    assert.equal(Object.getOwnPropertyNames(Object.prototype).join(), prototype);
  });

  it('finds the same with other line breaks and a byte order mark', () => {
    const lines = flawed.filter((text) => !text.includes('\r') && !text.startsWith('\uFEFF'));
    const found = (text: string): string[] =>
      validate(skill(text), 'api')
        .map(({ code, range }) => `${code} ${text.slice(range.start, range.end).replace(/\s+/g, ' ')}`)
        .filter((line) => !/^file\/(?:bom|line-endings) /.test(line));
    fc.assert(
      fc.property(lines, (text) => {
        const expected = found(text);
        assert.deepEqual(found(text.replaceAll('\n', '\r\n')), expected);
        assert.deepEqual(found(text.replaceAll('\n', '\r')), expected);
        assert.deepEqual(found(`\uFEFF${text}`), expected);
      }),
      { seed, numRuns: 25 },
    );
  });
});

describe('front matter without the parser', function () {
  this.timeout(120_000);
  const line = fc.constantFrom(
    ...['k: v', 'k: "v"', 'k:', 'k: |', 'k: |-', 'k: >', 'k:  >-', 'null: >', '  one', '  two: "x" # y', '  - three'],
    ...['- i', '  - i', '  - "i"', '- i: j', '    - three', '  in:', '    deep: 1', 'k: [a, "b", 1.0]', 'k: [a, b: c]'],
    ...['k: {"a": {"b": [1, true]}, c: d}', 'k: {"a":1,}', 'k: [[], {}] x', "k: ['it''s', -1]", '  in: [é 日, x y]'],
    ...['   deeper', ' left', '  "a\\nb"', '  é\u00A0', '  end ', '  #', '', '', '\t', '  in: v', 'k: <b>'],
    ...[
      'k: "v \\" w',
      'k: "v',
      "k: 'v''",
      '  w"',
      "  w'",
      '  "k/l": w',
      '"k": v',
      'k: 日本',
      '  one: two',
      '   # three',
      '# note',
      '#note: x',
      '  one two',
      '  - i: j',
      '    k: l',
      '- i:',
      '  - m: n',
      'k: [a*, mcp__b__*]',
    ],
  );

  it('reads like the parser whatever it reads', () => {
    let read = 0;
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), (lines) => {
        const source = `${lines.join('\n')}\n`;
        if (!readPlainEntries(source)) return;
        read += 1;
        // What holds a tab is read by the parser.
        const parsed = parseFrontMatter(`---\n${source}#\tend\n---\n`);
        const plain = parseFrontMatter(`---\n${source}---\n`);
        assert.deepEqual(plain.errors, []);
        assert.deepEqual(plain.entries, parsed.entries, JSON.stringify(source));
      }),
      { seed, numRuns: times(10_000, 100_000) },
    );
    assert.ok(read > 300, `${read} of them`);
  });
});

describe('fixes of any skill', function () {
  this.timeout(120_000);

  it('never throw, and change only what lies inside of the text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const given = skill(text);
        for (const { edits, title } of fixesFor(given, validate(given, 'api'))) {
          for (const edit of edits)
            if (edit.kind === 'text')
              assert.ok(
                edit.range.start >= 0 && edit.range.start <= edit.range.end && edit.range.end <= text.length,
                title,
              );
        }
      }),
      { seed, numRuns: 100 },
    );
  });

  it('remove their problem and create no new error', () => {
    fc.assert(
      fc.property(flawed, someTarget, (text, target) => {
        const given = skill(text);
        const before = errors(text, target);
        const problems = validate(given, target);
        for (const problem of problems) {
          for (const { edits, title } of fixesFor(given, problem)) {
            if (edits.some((edit) => edit.kind !== 'text')) continue;
            const after = applyEdits(text, 'SKILL.md', edits);
            const rest = validate(skill(after), target);
            const count = (list: readonly { readonly code: string }[]): number =>
              list.filter(({ code }) => code === problem.code).length;
            assert.ok(count(rest) < count(problems), `${target}, ${problem.code}, ${title}: ${JSON.stringify(after)}`);
            const added = [...errors(after, target)].filter(
              (code) => !before.has(code) && !(target === 'spec' && seenOnceRead.has(code)),
            );
            assert.deepEqual(added, [], `${target}, ${problem.code}, ${title}: ${JSON.stringify(after)}`);
          }
        }
      }),
      { seed, numRuns: 120 },
    );
  });
});
