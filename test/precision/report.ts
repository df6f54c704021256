import type { Severity } from '../../src/core/skill/problem.ts';
import type { Corpus, PublicFinding } from './findings.ts';

/** What a person said about one finding. */
export interface Judgment {
  readonly id: string;
  readonly rule: string;
  readonly repository: string;
  readonly place: string;
  /** An author would not object to the statement. */
  readonly right: boolean;
  /** Why, in the words of the one who judged. */
  readonly note?: string;
}

/** How often a rule found something: findings and the skills that have one. */
export interface Count {
  readonly findings: number;
  readonly skills: number;
}

/** What an earlier state of the rules found on the same commits. */
export interface Before {
  readonly commit: string;
  readonly counts: Readonly<Record<string, Count>>;
  /** How often its findings were right: judged once, on commits of the same repositories a few days older. */
  readonly judged?: Readonly<Record<string, { readonly right: number; readonly judged: number }>> | undefined;
  /** Packs that were searched, stopped, and stopped rightly. */
  readonly secrets?: { readonly packs: number; readonly stopped: number; readonly right: number } | undefined;
}

/** What a person said about one description: whether it says when the skill is to be used. */
export interface DescriptionJudgment {
  readonly repository: string;
  readonly skill: string;
  readonly saysWhen: boolean;
  /** Of the sample that it was taken for. */
  readonly seed: number;
}

export interface Measured {
  readonly corpora: readonly (Corpus & { readonly skills: number; readonly withErrors: number })[];
  readonly findings: readonly PublicFinding[];
  readonly judgments: readonly Judgment[];
  readonly descriptions: readonly DescriptionJudgment[];
  readonly before: Before | undefined;
  readonly seed: number;
}

export function countsOf(findings: readonly PublicFinding[]): ReadonlyMap<string, Count> {
  const skills = new Map<string, Set<string>>();
  const counts = new Map<string, number>();
  for (const { rule, repository, skill } of findings) {
    skills.set(rule, (skills.get(rule) ?? new Set()).add(`${repository}/${skill}`));
    counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return new Map([...counts].map(([rule, count]) => [rule, { findings: count, skills: skills.get(rule)?.size ?? 0 }]));
}

/** How many of the descriptions that lack it are told, and how many of those that are told lack it, a row a sample. */
export function descriptionRows(
  descriptions: readonly DescriptionJudgment[],
  findings: readonly Pick<PublicFinding, 'rule' | 'repository' | 'skill'>[],
): readonly string[] {
  // A description that is too general is told as that, not twice.
  const told = new Set(
    findings
      .filter(({ rule }) => rule === 'desc/when' || rule === 'desc/vague')
      .map(({ repository, skill }) => `${repository}/${skill}`),
  );
  return [...new Set(descriptions.map(({ seed }) => seed))].map((seed) => {
    const judged = descriptions.filter((each) => each.seed === seed);
    const lacking = judged.filter(({ saysWhen }) => !saysWhen);
    const isTold = ({ repository, skill }: DescriptionJudgment): boolean => told.has(`${repository}/${skill}`);
    const found = lacking.filter(isTold).length;
    return (
      `| ${seed} | ${judged.length} | ${lacking.length} | ${found} (${percent(found, lacking.length)}) ` +
      `| ${percent(found, judged.filter(isTold).length)} |`
    );
  });
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '' : `${Math.round((part / whole) * 100)} %`;
}

const order: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** The text of `docs/precision.md`. Judgments of what is not found anymore do not count. */
export function toMarkdown({ corpora, findings, judgments, descriptions, before, seed }: Measured): string {
  const found = new Set(findings.map(({ id }) => id));
  const counted = judgments.filter(({ id }) => found.has(id));
  const counts = countsOf(findings);
  const severities = new Map(findings.map(({ rule, severity }) => [rule, severity]));
  const codes = [...new Set([...counts.keys(), ...Object.keys(before?.counts ?? {})])].sort((a, b) => {
    const rank = (code: string): number => order.indexOf(severities.get(code) ?? 'hint');
    return rank(a) - rank(b) || (counts.get(b)?.findings ?? 0) - (counts.get(a)?.findings ?? 0) || (a < b ? -1 : 1);
  });
  const rows = codes.map((code) => {
    const own = counted.filter(({ rule }) => rule === code);
    const right = own.filter((each) => each.right).length;
    const share = percent(right, own.length);
    const earlier = before?.judged?.[code];
    const show = (count: Count | undefined): string => (count ? `${count.findings} (${count.skills})` : '0');
    return (
      `| \`${code}\` | ${severities.get(code) ?? ''} | ${show(before?.counts[code])} ` +
      `| ${earlier === undefined ? '' : `${earlier.right} / ${earlier.judged}`} | ${show(counts.get(code))} ` +
      `| ${own.length === 0 ? '' : `${right} / ${own.length}`} | ${share} |`
    );
  });
  const total = (some: Iterable<Count>): number => [...some].reduce((sum, each) => sum + each.findings, 0);
  const skills = corpora.reduce((sum, each) => sum + each.skills, 0);
  return [
    '# How often a finding is right',
    '',
    'Written by `npm run precision -- FOLDER…`; `CONTRIBUTING.md` says how to repeat it. Every skill of these public ' +
      'repositories was judged for the Skills API. Nothing of them is part of this project.',
    '',
    '| repository | commit | skills | with an error |',
    '|---|---|---|---|',
    ...corpora.map((each) => `| ${each.repository} | ${each.commit} | ${each.skills} | ${each.withErrors} |`),
    '',
    `${skills} skills, ${total(counts.values())} findings` +
      (before ? `; ${total(Object.values(before.counts))} before (${before.commit})` : '') +
      `. Sampled with seed ${seed} and some rules with others as well: one finding a skill, the repositories in turn. A finding is right when an author ` +
      'would not object to what it says; each was read in its file. What was judged before, was judged on commits of the ' +
      'same repositories that were a few days older, and not repeated. The judgments are in ' +
      '`test/precision/judgments.json`.',
    '',
    '| rule | shown as | before: findings (skills) | right / judged | now: findings (skills) | right / judged | |',
    '|---|---|---|---|---|---|---|',
    ...rows,
    '',
    '## Descriptions that do not say when',
    '',
    'Of sampled descriptions somebody said whether they tell when to use the skill (`test/precision/descriptions.json`); ' +
      'left out are skills that only a person starts, and those with `when_to_use`. The rule was made with the first ' +
      'sample; of the second one it told 42 when that was judged, before it learned what “do not use” means.',
    '',
    '| seed | judged | lack it | of these told | told rightly |',
    '|---|---|---|---|---|',
    ...descriptionRows(descriptions, findings),
    '',
  ].join('\n');
}
