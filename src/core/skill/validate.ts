import { parseFrontMatter } from './frontMatter.ts';
import { skillFileName } from './limits.ts';
import type { Problem, Severity } from './problem.ts';
import { checks, folderChecks, rules } from './rules/all.ts';
import { SkillDocuments } from './rules/documents.ts';
import type { RuleContext } from './rules/rule.ts';
import { withoutSuppressed } from './rules/suppressions.ts';
import { toProblem } from './rules/toProblem.ts';
import type { Skill, Target } from './skill.ts';

export interface ValidateOptions {
  /** Changes or silences rules by id (setting `skillPublisher.rules`); unknown ids are ignored. */
  readonly rules?: Readonly<Record<string, Severity | 'off'>>;
}

/**
 * Every problem of a skill for one target, sorted by file (SKILL.md first) and position. Pure; never throws, whatever
 * the skill holds, and takes a bounded time: front matter and bodies are read up to the bounds in `limits.ts`.
 */
export function validate(skill: Skill, target: Target, options: ValidateOptions = {}): readonly Problem[] {
  const frontMatter = parseFrontMatter(skill.text);
  const documents = new SkillDocuments(skill, frontMatter.bodyStart);
  const context: RuleContext = { skill, target, frontMatter, documents };
  const own = skill.fileName ?? skillFileName;
  const findings = (skill.fileName === undefined ? folderChecks : checks).flatMap((check) => [...check(context)]);
  const problems = findings.flatMap(
    (finding) => toProblem(finding, own, { rules, target, changed: options.rules }) ?? [],
  );
  return [...withoutSuppressed(problems, documents)].sort((a, b) => compare(a, b, own));
}

function compare(a: Problem, b: Problem, own: string): number {
  if (a.file !== b.file) {
    if (a.file === own || b.file === own) return a.file === own ? -1 : 1;
    return a.file < b.file ? -1 : 1;
  }
  return a.range.start - b.range.start || a.range.end - b.range.end || (a.code < b.code ? -1 : Number(a.code > b.code));
}
