import { Budget } from './budget.ts';
import { wholeSkill } from './failure.ts';
import { parseFrontMatter } from './frontMatter.ts';
import { keepLast } from './keepLast.ts';
import type { Finding, Problem, Severity } from './problem.ts';
import { checks, folderChecks, rules } from './rules/all.ts';
import { FailedChecks } from './rules/checking.ts';
import { SkillDocuments } from './rules/documents.ts';
import type { Packing, RuleContext, Term } from './rules/rule.ts';
import { withoutSuppressed } from './rules/suppressions.ts';
import { onceASubject, toProblem } from './rules/toProblem.ts';
import { skillFileName, type Skill, type Target } from './skill.ts';

export interface ValidateOptions {
  /** Changes or silences rules by id (setting `skillPublisher.rules`); unknown ids are ignored. */
  readonly rules?: Readonly<Record<string, Severity | 'off'>>;
  /** Other limits by rule id, for rules that count: `{ 'body/lines': 300 }`. */
  readonly limits?: Readonly<Record<string, number>> | undefined;
  /** Words of the user's own that are reported. */
  readonly terms?: readonly Term[] | undefined;
  /** What selecting and reading the folder found: becomes problems too, each fact one. */
  readonly packing?: Packing | undefined;
  /** What the checks may cost; that of one skill (`checkMaxWork`) when left out. */
  readonly budget?: Budget | undefined;
}

/**
 * Every problem of a skill for one target, sorted by file (SKILL.md first) and position. Pure; never throws, whatever
 * the skill holds: a check that fails, or costs more than `budget`, is a problem (`check/failed`, `check/too-costly`)
 * and takes nothing from what the others found.
 */
export function validate(skill: Skill, target: Target, options: ValidateOptions = {}): readonly Problem[] {
  const { budget = new Budget(), packing, limits = {}, terms = [] } = options;
  const own = skill.fileName ?? skillFileName;
  const found: Finding[] = [];
  const failures = new FailedChecks();
  const subjects = new Map<Problem, string | undefined>();
  const toOwn = (findings: Iterable<Finding>): readonly Problem[] =>
    Array.from(findings).flatMap((finding) => {
      const problem = toProblem(finding, own, { rules, target, changed: options.rules });
      if (problem) subjects.set(problem, finding.subject);
      return problem ?? [];
    });
  let problems: readonly Problem[] = [];
  failures.attempt(wholeSkill, () => {
    const frontMatter = parseFrontMatter(skill.text, budget);
    const documents = new SkillDocuments(skill, frontMatter.bodyStart, budget);
    const context = keepLast('context', { skill, target, frontMatter, documents, packing, limits, terms });
    runChecks(context, found, keepLast('failures', failures));
    problems = toOwn(found);
    problems = withoutSuppressed(problems, documents);
  });
  const sorted = [...problems, ...toOwn(failures.findings())].sort((a, b) => compare(a, b, own));
  return onceASubject(sorted, (problem) => subjects.get(problem));
}

/** Findings of one rule in one file: what is made of each of them, for thousands, is not worth its time. */
const mostFindings = 1_000;

function runChecks(context: RuleContext, found: Finding[], failures: FailedChecks): void {
  const { skill } = context;
  // Of text in UTF-16 there is one thing to say.
  const isUnreadable = skill.fileName === undefined || (skill.validUtf8 === false && isWide(skill.text));
  const counts = new Map<string, number>();
  let counted = 0;
  const isWithin = (finding: Finding): boolean => {
    if (found.length < mostFindings) return true;
    for (const each of found.slice(counted)) counts.set(ruleInFile(each), (counts.get(ruleInFile(each)) ?? 0) + 1);
    counted = found.length;
    return (counts.get(ruleInFile(finding)) ?? 0) < mostFindings;
  };
  for (const { name, check } of isUnreadable ? folderChecks : checks) {
    failures.attempt(name, () => {
      for (const finding of check(context)) if (isWithin(finding)) found.push(finding);
    });
    if (failures.isSpent) return;
  }
}

/** What the findings of one rule in one file share. */
function ruleInFile({ code, file }: Finding): string {
  return `${code} ${file}`;
}

/** True when every other byte is zero, as in UTF-16. */
function isWide(text: string): boolean {
  const start = text.slice(0, 200);
  return start.split('\0').length - 1 > start.length / 3;
}

/** What was found by other means than the checks of the rules, as problems of one target. */
export function toProblems(
  findings: readonly Finding[],
  target: Target,
  options: Pick<ValidateOptions, 'rules'> = {},
): readonly Problem[] {
  return findings.flatMap(
    (finding) => toProblem(finding, skillFileName, { rules, target, changed: options.rules }) ?? [],
  );
}

function compare(a: Problem, b: Problem, own: string): number {
  if (a.file !== b.file) {
    if (a.file === own || b.file === own) return a.file === own ? -1 : 1;
    return a.file < b.file ? -1 : 1;
  }
  return a.range.start - b.range.start || a.range.end - b.range.end || (a.code < b.code ? -1 : Number(a.code > b.code));
}
