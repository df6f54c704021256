import type { FrontMatter } from '../frontMatter.ts';
import type { Range, Severity } from '../problem.ts';
import type { Skill, Target } from '../skill.ts';
import type { SkillDocuments } from './documents.ts';

/** `off`: the rule stays silent for this target unless the user's settings turn it on. */
export type Level = Severity | 'off';

/**
 * What is known about a rule, apart from how it is checked. Everything the documentation of rules says comes from here.
 */
export interface RuleInfo {
  /** What must hold, in one short sentence without a final stop. */
  readonly title: string;
  /** Why it matters and how to fix it; Markdown. */
  readonly documentation: string;
  readonly severity: Readonly<Record<Target, Level>>;
  /** Who says so. */
  readonly source: string;
}

export type RuleTable = Readonly<Record<string, RuleInfo>>;

/** A violated rule, before its severity is known. */
export interface Finding {
  readonly code: string;
  readonly message: string;
  /** Path of the file at fault; SKILL.md itself when left out. */
  readonly file?: string;
  readonly range: Range;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** What a rule may look at. */
export interface RuleContext {
  readonly skill: Skill;
  readonly target: Target;
  readonly frontMatter: FrontMatter;
  readonly documents: SkillDocuments;
}

/** Checks the rules of one subject. Never throws, whatever the skill. */
export type Rule = (context: RuleContext) => Iterable<Finding>;

/** Levels in the order of the targets: the Skills API, Claude Code, VS Code, the open specification. */
export function levels(api: Level, claudeCode: Level, vscode: Level, spec: Level): RuleInfo['severity'] {
  return { api, 'claude-code': claudeCode, vscode, spec };
}
