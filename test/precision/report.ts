import type { Severity } from '../../src/core/skill/problem.ts';
import type { Corpus, PublicFinding } from './findings.ts';

/** What a person said about one finding. */
export interface Judgement {
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
}

export interface Measured {
  readonly corpora: readonly (Corpus & { readonly skills: number; readonly withErrors: number })[];
  readonly findings: readonly PublicFinding[];
  readonly judgements: readonly Judgement[];
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

const order: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** The text of `docs/precision.md`. Judgements of what is not found any more do not count. */
export function toMarkdown({ corpora, findings, judgements, before, seed }: Measured): string {
  const found = new Set(findings.map(({ id }) => id));
  const counted = judgements.filter(({ id }) => found.has(id));
  const counts = countsOf(findings);
  const severities = new Map(findings.map(({ rule, severity }) => [rule, severity]));
  const codes = [...new Set([...counts.keys(), ...Object.keys(before?.counts ?? {})])].sort((a, b) => {
    const rank = (code: string): number => order.indexOf(severities.get(code) ?? 'hint');
    return rank(a) - rank(b) || (counts.get(b)?.findings ?? 0) - (counts.get(a)?.findings ?? 0) || (a < b ? -1 : 1);
  });
  const rows = codes.map((code) => {
    const own = counted.filter(({ rule }) => rule === code);
    const right = own.filter((each) => each.right).length;
    const share = own.length === 0 ? '' : `${Math.round((right / own.length) * 100)} %`;
    const show = (count: Count | undefined): string => (count ? `${count.findings} (${count.skills})` : '0');
    return (
      `| \`${code}\` | ${severities.get(code) ?? ''} | ${show(before?.counts[code])} | ${show(counts.get(code))} ` +
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
      `. Sampled with seed ${seed}: one finding a skill, the repositories in turn. A finding is right when an author ` +
      'would not object to what it says; each was read in its file. The judgements are in ' +
      '`test/precision/judgements.json`.',
    '',
    '| rule | shown as | before: findings (skills) | now | right / judged | |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
