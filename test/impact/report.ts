import { compareStrings } from './order.ts';

/** A finding of medium or high severity that a version is wider, where anybody can look it up. */
export interface WiderFinding {
  /** The same as long as the same is found of the same two versions. */
  readonly id: string;
  readonly repository: string;
  /** Path of the folder. */
  readonly skill: string;
  /** The commits of the two versions. */
  readonly before: string;
  readonly after: string;
  readonly code: string;
  readonly severity: string;
  /** Path in the skill and line of the later version, counted from 1. */
  readonly place: string;
  readonly message: string;
}

/** `partly`: the statement holds, but not at that place or not for that reason. */
export type Verdict = 'right' | 'partly' | 'wrong';

/** What a person said about a finding, after both versions were read. */
export interface Judgment extends Omit<WiderFinding, 'message'> {
  /** Of the sample that it was drawn for. */
  readonly seed: number;
  readonly verdict: Verdict;
  /** Why, in the words of the one who judged. */
  readonly note?: string;
}

/** What a sample was drawn from. */
export interface Measured {
  readonly seed: number;
  readonly histories: readonly { readonly repository: string; readonly commit: string; readonly compared: number }[];
  /** What else is to be said of it, in whole sentences. */
  readonly note?: string;
  /** Findings by code. */
  readonly counts: Readonly<Record<string, number>>;
}

/** The text of `docs/impact.md`. */
export function toMarkdown(samples: readonly Measured[], judgments: readonly Judgment[]): string {
  return [
    '# How often a loud finding of a release is right',
    '',
    'Written by `npm run impact:sample -- FOLDER…`; `CONTRIBUTING.md` says how to repeat it. Consecutive versions of the ' +
      'skills of these public repositories were compared along the main branch. Of the findings that a version is wider, ' +
      'of medium or high severity, a sample was drawn with a seed: the repositories in turn, one of each skill first. New ' +
      'scripts were not drawn up to seed 14; since then they are, and what is wrong is told with and without them. A ' +
      'finding is right when a careful reviewer who reads both versions agrees that the later one newly can do, needs or ' +
      'uses what the line says, at that place; partly right when that holds at another place, or for something narrower. ' +
      'A new script is wrong when the earlier version has a file of that content, or of that name in another folder. ' +
      'Versions are read as they are packaged: what a link leads to outside of a skill is no part of it. The ' +
      'judgments are in `test/impact/judgments.json`. Nothing of the repositories is part of this project.',
    '',
    ...causeLines(samples, judgments),
    ...samples.flatMap((sample) => sampleLines(sample, judgments)),
  ].join('\n');
}

/** Why a finding is wrong, told by the words of the one who judged; the first that fits. */
const causes: readonly (readonly [cause: string, words: RegExp])[] = [
  [
    'stands in the older version, in another place or form',
    /\bearlier version\b|\bthe commands that the README had\b|\bsame folder\b/,
  ],
  ['`npx` runs it from the project', /\bnpx\b/],
  [
    'an example, a sample, or a name that stands for something',
    /\bexample|\bsample|\bstands for\b|\banybody\b|placeholder|\bformat of a name\b/i,
  ],
  ['a function of the reader or of a sourced file, pseudocode', /\bfunction\b|pseudocode/i],
  ['another text or value read as a command, path, host, or key', /./],
];

function causeLines(samples: readonly Measured[], judgments: readonly Judgment[]): readonly string[] {
  const wrong = judgments.filter(({ verdict }) => verdict === 'wrong');
  const causeOf = ({ note = '' }: Judgment): string => causes.find(([, words]) => words.test(note))?.[0] ?? '';
  const seeds = samples.map(({ seed }) => seed);
  return [
    '## Why findings were wrong',
    '',
    `| cause | ${seeds.map((seed) => `seed ${seed}`).join(' | ')} | all |`,
    `|---|${seeds.map(() => '---|').join('')}---|`,
    ...causes.map(([cause]) => {
      const own = wrong.filter((each) => causeOf(each) === cause);
      const counts = seeds.map((seed) => own.filter((each) => each.seed === seed).length);
      return `| ${cause} | ${counts.join(' | ')} | ${own.length} |`;
    }),
    '',
  ];
}

function sampleLines({ seed, histories, counts, note }: Measured, judgments: readonly Judgment[]): readonly string[] {
  const own = judgments.filter((each) => each.seed === seed);
  const [right, partly] = (['right', 'partly'] as const).map((verdict) => countOf(own, verdict));
  const found = Object.values(counts).reduce((sum, each) => sum + each, 0);
  const pairs = histories.reduce((sum, { compared }) => sum + compared, 0);
  const codes = [...new Set([...Object.keys(counts), ...own.map(({ code }) => code)])].sort(compareStrings);
  const others = own.filter(({ code }) => code !== 'impact/script-added');
  const without = others.length === own.length ? '' : `; ${others.length} without new scripts: ${wrongOf(others)}`;
  return [
    `## Sample with seed ${seed}`,
    '',
    `${own.length} judged: ${right} right, ${partly} partly, ${wrongOf(own)}${without}. ` +
      `${found} findings in ${pairs} pairs of versions.${note === undefined ? '' : ` ${note}`}`,
    '',
    '| repository | commit | pairs | judged | wrong |',
    '|---|---|---|---|---|',
    ...histories.map(({ repository, commit, compared }) => {
      const some = own.filter((each) => each.repository === repository);
      return `| ${repository} | ${commit} | ${compared || 'not counted'} | ${some.length} | ${countOf(some, 'wrong')} |`;
    }),
    '',
    '| finding | found | judged | right | partly | wrong |',
    '|---|---|---|---|---|---|',
    ...codes.map((code) => {
      const some = own.filter((each) => each.code === code);
      const [is, half, not] = (['right', 'partly', 'wrong'] as const).map((verdict) => countOf(some, verdict));
      return `| \`${code}\` | ${counts[code] ?? 0} | ${some.length} | ${is} | ${half} | ${not} |`;
    }),
    '',
    ...faultLines(own),
  ];
}

function faultLines(own: readonly Judgment[]): readonly string[] {
  const faults = own.filter(({ verdict }) => verdict !== 'right');
  if (faults.length === 0) return [];
  return [
    'Not right:',
    '',
    ...faults.map(({ repository, skill, code, verdict, note }) =>
      `- \`${code}\` in ${repository}, ${skill === '' ? 'the root' : skill}: ${verdict}. ${note ?? ''}`.trimEnd(),
    ),
    '',
  ];
}

function countOf(some: readonly Judgment[], verdict: Verdict): number {
  return some.filter((each) => each.verdict === verdict).length;
}

function wrongOf(some: readonly Judgment[]): string {
  const wrong = countOf(some, 'wrong');
  const share = some.length === 0 ? '' : `${((100 * wrong) / some.length).toFixed(1)} %`;
  return `**${wrong} wrong (${share})**`;
}
