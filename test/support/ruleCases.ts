import assert from 'node:assert/strict';
import type { RuleGroup } from '../../src/core/skill/rules/rule.ts';
import type { Skill, SkillFile, Target } from '../../src/core/skill/skill.ts';
import { validate } from '../../src/core/skill/validate.ts';
import { document, skill, unmark } from './markedSkill.ts';
import { areTranslated, inMarks } from './markedWords.ts';
import { fixesFor } from '../../src/core/skill/fixes.ts';
import { suppress } from '../../src/core/skill/fixing/suppress.ts';

interface Case {
  readonly marked: string;
  readonly target: Target;
  readonly more: Partial<Skill>;
}

/** Rules that the tests of a file exercise, until `exercises` looks at them. */
export const reported = new Set<string>();

export function given(marked: string, more: Partial<Skill> = {}, target: Target = 'api'): Case {
  return { marked, target, more };
}

export function front(lines: string, more: Partial<Skill> = {}, target: Target = 'api'): Case {
  return given(document(lines), more, target);
}

export function named(name: string, more: Partial<Skill> = {}, target: Target = 'api'): Case {
  const folderName = unmark(name).text;
  return given(
    `---\nname: ${name}\ndescription: "Does a thing. Use when asked."\n---\nBody\n`,
    { folderName, ...more },
    target,
  );
}

export function described(description: string, target: Target = 'api'): Case {
  return given(`---\nname: my-skill\ndescription: ${description}\n---\nBody\n`, {}, target);
}

export function body(text: string, files: readonly SkillFile[] = [], target: Target = 'api'): Case {
  return given(document('', text), { files }, target);
}

function found(code: string, { marked, target, more }: Case) {
  const { text } = unmark(marked);
  return validate(skill(text, more), target, { rules: { [code]: 'warning' } }).filter(
    (problem) => problem.code === code && problem.file === (more.fileName ?? 'SKILL.md'),
  );
}

export function reports(code: string, ...cases: readonly Case[]): void {
  reported.add(code);
  for (const each of cases) {
    it(`reports ${code} in ${JSON.stringify(each.marked).slice(0, 90)}`, () => {
      const own = each.more.fileName ?? 'SKILL.md';
      const ranges = found(code, each).flatMap(({ range, related = [] }) => [
        range,
        ...related.filter((place) => place.file === own).map((place) => place.range),
      ]);
      assert.deepEqual(
        ranges.toSorted((a, b) => a.start - b.start),
        unmark(each.marked).ranges,
      );
      isTranslated(skill(unmark(each.marked).text, each.more), each.target, code);
    });
  }
}

/** What a rule and its fixes say of a skill is said in the language that is set. */
function isTranslated(judged: Skill, target: Target, code: string): void {
  const said = inMarks(() => {
    const problems = validate(judged, target, { rules: { [code]: 'warning' } }).filter((each) => each.code === code);
    return problems.flatMap((problem) => [
      problem.message,
      ...fixesFor(judged, problem).map(({ title }) => title),
      suppress(judged, problem)?.title ?? '',
    ]);
  });
  const signed = JSON.stringify(judged.files).match(/[\w+/]{40,}={0,2}/g) ?? [];
  const data = JSON.stringify([judged, code, signed.map((each) => Buffer.from(each, 'base64').toString())]);
  areTranslated(said, data);
}

export function silent(code: string, ...cases: readonly Case[]): void {
  for (const each of cases) {
    it(`does not report ${code} in ${JSON.stringify(each.marked).slice(0, 90)}`, () => {
      assert.deepEqual(found(code, each), []);
    });
  }
}

/** Problems of other files than SKILL.md: the paths that are reported. */
export function reportsFiles(
  code: string,
  files: readonly SkillFile[],
  expected: readonly string[],
  text = document(''),
): void {
  if (expected.length > 0) reported.add(code);
  it(
    `reports ${code} for ${expected.length === 0 ? 'nothing' : expected.join(', ').slice(0, 60)} of ` +
      `${files.length} files`,
    () => {
      const problems = validate(skill(text, { files }), 'api', { rules: { [code]: 'warning' } });
      assert.deepEqual(
        problems
          .filter((problem) => problem.code === code)
          .flatMap((problem) => [problem.file, ...(problem.related ?? []).map((place) => place.file)]),
        expected,
      );
      isTranslated(skill(text, { files }), 'api', code);
    },
  );
}

/** Ends the tests of a file: every rule of the groups is exercised by them. */
export function exercises(...groups: readonly RuleGroup[]): void {
  const here = new Set(reported);
  reported.clear();
  it('are all exercised by these tests', () => {
    const codes = groups.flatMap(({ rules }) => rules.map(({ code }) => code));
    assert.deepEqual(
      codes.filter((code) => !here.has(code)),
      [],
    );
  });
}
