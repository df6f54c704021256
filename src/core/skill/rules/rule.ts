import type { Fixer } from '../fixing/fix.ts';
import type { FrontMatter } from '../frontMatter.ts';
import type { Finding, Problem, Severity } from '../problem.ts';
export type { Finding } from '../problem.ts';
import type { Skill, Target } from '../skill.ts';
import type { SkillDocuments } from './documents.ts';
import type { HostTest } from './hostReading.ts';

/** `off`: the rule stays silent for this target unless the user's settings turn it on. */
export type Level = Severity | 'off';

/**
 * What is known about a rule, apart from how it is checked. Everything the documentation of rules says comes from here.
 */
export interface RuleInfo {
  /** Stable id, for example `name/charset`. */
  readonly code: string;
  /** What must hold, in one short sentence without a final stop. */
  readonly title: string;
  /** Why it matters and how to fix it; Markdown. */
  readonly documentation: string;
  readonly severity: Readonly<Record<Target, Level>>;
  /** Who says so. */
  readonly source: string;
  /** Where it is an error it stays one, whatever the settings say: the skill could not be sent, or a secret would be. */
  readonly isFixed?: true;
}

/** What a check finds of one rule; the data only where the fix of the rule takes some. */
type Found<Data> = Omit<Finding, 'code' | 'data'> &
  ([undefined] extends [Data] ? { readonly data?: Data } : { readonly data: Data });

/** What was found when the files of a skill folder were selected and read. */
export interface Packing {
  readonly problems: readonly Finding[];
  /** What stays; folders with a `/` at the end. */
  readonly leftOut: readonly { readonly path: string }[];
}

/** What a rule that counts notes of a finding: a problem that is known does not count as new until it grows. */
export interface Counted {
  readonly value: number;
}

/** A word or phrase that the user's configuration reports. */
export interface Term {
  /** Found as a whole word, in any case. */
  readonly term: string;
  readonly message: string;
  /** What a fix writes instead. */
  readonly replace?: string | undefined;
  /** `warning` when left out. */
  readonly severity?: Severity | undefined;
}

/** What a rule may look at. */
export interface RuleContext {
  readonly skill: Skill;
  readonly target: Target;
  readonly frontMatter: FrontMatter;
  readonly documents: SkillDocuments;
  /** `undefined` when only the skill is known: then the rules judge its paths themselves. */
  readonly packing: Packing | undefined;
  /** The user's own limits of rules that count, by id. */
  readonly limits: Readonly<Record<string, number>>;
  readonly terms: readonly Term[];
}

/** Never throws, whatever the skill. */
export type Check<Result = Finding> = (context: RuleContext) => Iterable<Result>;

/** A rule: what is known about it, how it is checked and how a problem of it is solved. */
export interface Rule extends RuleInfo {
  /** Left out for a rule that the check of its group reports, or that is found outside of the text. */
  readonly check?: Check | undefined;
  readonly fix?: Fixer | undefined;
  /** Left out: VS Code's own validator never shows a marker for the fact. */
  readonly saidByHost?: HostTest | undefined;
}

/** A rule whose findings carry `Data` for its fix. */
export interface TypedRule<Data> extends Rule {
  found(found: Found<Data>): Finding;
  /** The data of a problem of this rule; `undefined` for a problem of another one. */
  dataOf(problem: Pick<Problem, 'code' | 'data'>): Data | undefined;
}

/** A row of the table of rules. */
interface RuleRow<Data> extends RuleInfo {
  readonly check?: Check<Found<Data>>;
  readonly fix?: Fixer<Data>;
  readonly saidByHost?: (...said: [...Parameters<HostTest>, data: Data]) => boolean;
}

/** Rules of one subject. */
export interface RuleGroup {
  readonly rules: readonly Rule[];
  /** Reports the rules that have no check of their own, because the answer of one depends on another's. */
  readonly check?: Check | undefined;
}

/** Makes a row of the table. Whoever reads the data of a problem of this code, its fix too, gets what `found` took. */
export function rule<Data = undefined>({ check, fix, saidByHost, ...info }: RuleRow<Data>): TypedRule<Data> {
  const found = (each: Found<Data>): Finding => ({ ...each, code: info.code });
  return {
    ...info,
    found,
    dataOf: (problem) => (problem.code === info.code ? (problem.data as Data) : undefined),
    check:
      check &&
      function* (context) {
        for (const each of check(context)) yield found(each);
      },
    fix: fix && ((context) => fix({ ...context, data: context.data as Data })),
    saidByHost: saidByHost && ((skill, problem) => saidByHost(skill, problem, problem.data as Data)),
  };
}

export function group(rules: readonly Rule[], check?: Check): RuleGroup {
  return { rules, check };
}

/** Levels in the order of the targets: the Skills API, Claude Code, VS Code, the open specification. */
export function levels(api: Level, claudeCode: Level, vscode: Level, spec: Level): RuleInfo['severity'] {
  return { api, 'claude-code': claudeCode, vscode, spec };
}
