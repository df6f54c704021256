import assert from 'node:assert/strict';
import { cutFindings } from '../../../../src/core/listing/findings.ts';
import { lostPhrases } from '../../../../src/core/listing/phrases.ts';
import { placeBudget } from '../../../../src/core/listing/placeBudget.ts';
import { collectSkill } from '../../../../src/core/skill/collectSkill.ts';
import { applyEdits, fixesFor } from '../../../../src/core/skill/fixes.ts';
import type { Problem } from '../../../../src/core/skill/problem.ts';
import { validateCollection } from '../../../../src/core/skill/collection.ts';
import { parseConfig } from '../../../../src/core/lint/config.ts';
import { toProblems } from '../../../../src/core/skill/validate.ts';
import { listingRules } from '../../../../src/core/skill/rules/listing.ts';

describe('listing/cut', () => {
  const filler = 'It reads a table of figures and writes another. '.repeat(31);
  const textOf = (description: string, more = ''): string =>
    `---\nname: rows\ndescription: ${description}\n${more}---\nBody\n`;

  it('marks what no model sees, and names the phrases', () => {
    const text = textOf(`${filler}Use it for ledgers, for "profit and loss", cash flow; audits; taxes or wages.`);
    const [finding, ...more] = cutFindings({ fileName: 'SKILL.md', text });
    assert.equal(more.length, 0);
    assert.equal(finding?.code, 'listing/cut');
    assert.match(
      finding.message,
      /^The description has 1,?56\d characters; Claude Code lists the first 1,535, .* Not shown: “.*”, “.*”, “.*” and \d more\.$/,
    );
    assert.equal(finding.range.start, text.indexOf('description: ') + 'description: '.length + 1535);
    assert.ok(text.slice(finding.range.end).startsWith('\n---'));
  });

  it('follows when_to_use, quotes and folds', () => {
    const text = textOf(`>\n  ${filler.slice(0, 1000)}`, `when_to_use: "${'x'.repeat(600)}YZ"\n`);
    const [finding] = cutFindings({ fileName: 'SKILL.md', text });
    assert.ok(finding);
    assert.match(text.slice(finding.range.start, finding.range.end), /^x+YZ"$/);
    assert.match(finding.message, /^Description and when_to_use have/);
  });

  it('is silent about what is shown whole', () => {
    assert.deepEqual(cutFindings({ fileName: 'SKILL.md', text: textOf('x'.repeat(1536)) }), []);
    assert.deepEqual(cutFindings({ fileName: 'SKILL.md', text: `${textOf('Short.')}${'x'.repeat(5000)}` }), []);
    assert.deepEqual(cutFindings({ fileName: 'SKILL.md', text: `# ${'x'.repeat(5000)}` }), []);
  });

  it('is said for Claude Code alone', () => {
    const text = textOf('x'.repeat(1600));
    const levelFor = (target: 'api' | 'claude-code' | 'vscode'): unknown =>
      toProblems(cutFindings({ fileName: 'SKILL.md', text }), target)[0]?.severity;
    assert.deepEqual(
      [levelFor('api'), levelFor('claude-code'), levelFor('vscode')],
      [undefined, 'information', undefined],
    );
  });

  it('takes a phrase that straddles the cut for lost', () => {
    const text = 'Reads tables, writes charts, and prints reports.';
    assert.deepEqual(lostPhrases(text, text.slice(0, 20)), ['writes charts', 'prints reports']);
    assert.deepEqual(lostPhrases(text, text), []);
  });
});

describe('listing/over-budget', () => {
  const problemsIn = (root: string, count: number, length: number, more = ''): [string, string][] => {
    const skills = Array.from({ length: count }, (_, index) => {
      const description = 'x'.repeat(length + (index === 3 ? 5 : 0));
      const text = `---\nname: s${index}\ndescription: ${description}\n${more}---\nBody\n`;
      const collected = collectSkill(`${root}/s${index}`, { fileName: 'SKILL.md', text });
      assert.ok(collected);
      return collected;
    });
    return [...validateCollection(skills, () => ({ target: 'api' }), placeBudget)].flatMap(([folder, problems]) =>
      problems.map(({ code, message, severity }): [string, string] => {
        assert.deepEqual([code, severity], ['listing/over-budget', 'information']);
        return [folder, message];
      }),
    );
  };

  it('is told once, at the longest', () => {
    const [[folder, message] = [], ...more] = problemsIn('/w/.claude/skills', 30, 900);
    assert.deepEqual([folder, more], ['/w/.claude/skills/s3', []]);
    assert.match(
      message ?? '',
      /^The skills in “\.claude\/skills” take about 27,\d\d\d characters in the list of Claude Code, which has room for 23,930 characters with a window of 1,000,000 tokens beside its bundled skills. The least used lose their whole descriptions/,
    );
    assert.match(
      problemsIn('/w/.agents/skills', 30, 900)[0]?.[1] ?? '',
      /take about 6,9\d\d tokens in the list of Codex CLI, .* 5,440 tokens/,
    );
  });

  it('is not told of what fits, of other folders, or of what only people start', () => {
    assert.deepEqual(problemsIn('/w/.claude/skills', 26, 900), []);
    assert.deepEqual(problemsIn('/w/.agents/skills', 22, 900), []);
    for (const root of ['/w/skills', '/w/.github/skills', '/w/.gemini/skills'])
      assert.deepEqual(problemsIn(root, 60, 1000), [], root);
    assert.deepEqual(problemsIn('/w/.claude/skills', 60, 900, 'disable-model-invocation: true\n'), []);
  });
});

describe('rules that have another name now', () => {
  it('are named in a configuration', () => {
    const { problems } = parseConfig('{ "rules": { "desc/length-listing": "off", "skills/listing-budget": "off" } }');
    assert.deepEqual(
      problems.map(({ message }) => message),
      [
        'The rule “desc/length-listing” is called “listing/cut” now.',
        'The rule “skills/listing-budget” is called “listing/over-budget” now.',
      ],
    );
  });

  it('are in the table', () => {
    assert.deepEqual(
      listingRules.rules.map(({ code }) => code),
      ['listing/cut', 'listing/over-budget', 'listing/shadowed'],
    );
  });
});

describe('fixes of what a list leaves', () => {
  const fixed = (text: string, problem: Pick<Problem, 'code' | 'data'>): readonly (readonly [string, string])[] => {
    const skill = { folderName: 'a', fileName: 'SKILL.md', text, files: undefined };
    const found = { severity: 'hint', message: '', file: 'SKILL.md', range: { start: 0, end: 0 }, ...problem } as const;
    return fixesFor(skill, found).map((fix) => {
      assert.deepEqual([fix.isPreviewed, fix.isSafe, fix.isPreferred], [true, false, false]);
      return [fix.title, applyEdits(text, 'SKILL.md', fix.edits).split('\n')[2] ?? ''] as const;
    });
  };
  const textOf = (description: string): string => `---\nname: a\ndescription: ${description}\n---\nBody\n`;

  it('move the sentences that say when to the front, and change no word', () => {
    const title = 'Move the trigger words to the front';
    assert.deepEqual(
      fixed(textOf('Reads books. Knows taxes. Not used for wages. Use when a year ends.'), { code: 'listing/cut' }),
      [[title, 'description: "Reads books. Use when a year ends. Knows taxes. Not used for wages."']],
    );
    assert.deepEqual(fixed(textOf('Reads books. Use when a year ends. Knows taxes.'), { code: 'listing/cut' }), []);
    assert.deepEqual(fixed(textOf('Reads books.'), { code: 'listing/cut' }), []);
  });

  it('add where to go instead', () => {
    const problem = { code: 'listing/shadowed', data: { by: '/w/skills/cash', name: 'cash', phrases: [] } };
    assert.deepEqual(fixed(textOf('Reads books.'), problem), [
      ['Add “Not for …, use cash”', 'description: "Reads books. Not for …, use cash."'],
    ]);
    assert.deepEqual(fixed(textOf('Reads books, not cash.'), problem), []);
  });
});
