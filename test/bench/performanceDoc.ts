import { describeGoal, isMet, ratioOf, round, type Figure, type Missing } from './figure.ts';

/** What the figures were measured on. */
export interface Surroundings {
  readonly node: string;
  readonly processors: number;
  readonly platform: string;
  /** The load average of the last minute before the first bench: above 1 other work ran beside it. */
  readonly load: number;
  readonly minutes: number;
}

/** Measured on 2026-11-28, before the work on speed began; by the beginning of a figure's id. */
const before: readonly (readonly [string, string])[] = [
  ['P1 activate()', '6 ms'],
  ['P1 load, call and finish', '65 ms; first'],
  ['P2 bytes loaded', '228 KB'],
  ['P2 .vsix', '461 KB'],
  ['P3 front matter', '1,760 to 3,700 /s'],
  ['P3 everything, generated, mega', '2.2 /s'],
  ['P3 everything, public, mega', '2.2 /s'],
  ['P3 everything', '33 to 50 /s'],
  ['P4 keystroke, 500 lines, 0 references, computed: p95', '32 ms'],
  ['P4 keystroke, 2700 lines, 0 references, computed: p95', '142 ms'],
  ['P4 keystroke, 500 lines, 20 references, computed: p95', '1,000 to 2,000 ms'],
  ['P4 keystroke, 500 lines and 20 references, through the thread: host', '436 to 1,031 ms'],
  ['P4 keystroke, 500 lines and 20 references, through the thread: p95', '1,000 to 2,000 ms'],
  ['P4 in a window: keystroke to diagnostics, median', '331 to 2,069 ms'],
  ['P5 pack 25 MB mixed in 500 files, wall', '3.0 x zip'],
  ['P5 pack 25 MB mixed in 500 files, cpu', '2.7 x zip'],
  ['P5 longest block of 25 MB mixed', '606 ms'],
  ['P5 peak of 25 MB mixed', '6.3 x'],
  ['P5b read back 25 MB mixed', '66 ms'],
  ['P6 publish 29 MB pictures, wall', '1.24 x SDK'],
  ['P6 publish 25 MB mixed, wall', '11.2 x SDK'],
  ['P6 publish 26 KB archive, wall', '3.15 x SDK'],
  ['P7 first page', '391 to 558 ms in a window'],
  ['P8 1,000 skills in a window: first visible states', '39 to 50 s'],
  ['P8 1,000 skills in a window: all states', '39 to 50 s'],
  ['P8 1,000 skills in a window: own work of the host', '2.1 to 7.4 s'],
  ['P8 1,000 skills in a window: longest gap', '2.1 to 7.4 s'],
  ['P8 1,000 skills in a window: second start', '39 to 50 s'],
  ['P9 --version', '64 ms'],
  ['P9 validate one skill', '114 ms'],
  ['P9 validate 1,000 skills', '35 s'],
  ['R publish new', '50 pages, twice'],
  ['R publish next', '20 pages'],
];

/** How the scanner that is used compares with the parser that it replaced. */
export interface ScannerComparison {
  readonly skills: number;
  readonly repositories: number;
  readonly different: number;
  readonly explanations: readonly string[];
}

/** `docs/performance.md`: what was measured, before and now, beside what others need for the same work. */
export function performanceDoc(
  reported: readonly (Figure | Missing)[],
  { node, processors, platform, load, minutes }: Surroundings,
  scanners: ScannerComparison | undefined,
): string {
  const isGrowth = ({ id }: { readonly id: string }): boolean => id.startsWith('growth: ');
  const rows = reported.filter((each) => /^(?:P\d|R )/.test(each.id));
  const judged = rows.filter((each): each is Figure => !('missing' in each) && each.goal !== undefined);
  const missed = judged.filter((each) => isMet(each) === false);
  return [
    '# Performance',
    '',
    'Measured beside what else does the same work, in the same run. Written by `npm run bench`, which takes each figure',
    'anew; `npm run bench -- --check` compares the ratios with those of an earlier run (`test/bench/ratios.json`) and fails',
    'when one is more than 25 % worse.',
    '',
    `This run: Node ${node.replace(/^v/, '')}, ${processors} processors, ${platform}, load ${load.toFixed(1)} at the start, ` +
      `${minutes.toFixed(0)} minutes. ${judged.length - missed.length} of ${judged.length} goals are met.`,
    ...(load > 1 ? ['Other work ran on the machine: times on the clock are too long, ratios hold.'] : []),
    'Medians of at least nine interleaved runs where a peer stands beside a figure; "cpu" is processor time of all threads.',
    '"Before" was measured before the work on speed began, on another run of such a machine.',
    '',
    '| figure | before | now | beside | goal | |',
    '|---|---|---|---|---|---|',
    ...rows.map(toRow),
    '',
    '## How it grows',
    '',
    '| work | now |',
    '|---|---|',
    ...reported.filter(isGrowth).map((each) => `| ${each.id.replace('growth: ', '')} | ${valueOf(each)} |`),
    '',
    'Checking grows with the characters of Markdown in all files of a skill, packing with bytes; requests do not grow with',
    'the size of the registry (rows R).',
    '',
    '## The scanner of Markdown finds the same',
    '',
    ...(scanners
      ? comparison(scanners)
      : ['Not compared in this checkout: `node test/support/compareScanners.ts FOLDER…`.']),
    '',
  ].join('\n');
}

function toRow(each: Figure | Missing): string {
  const was = before.find(([start]) => each.id.startsWith(start))?.[1] ?? '';
  if ('missing' in each) return `| ${each.id} | ${was} | not measured | ${each.missing.replaceAll('|', '/')} | | |`;
  const ratio = ratioOf(each);
  const beside =
    each.peer && ratio !== undefined
      ? `${ratio.toFixed(2)} x ${each.peer.name} (${round(each.peer.value)} ${each.unit})`
      : '';
  const met = isMet(each);
  const verdict = met === undefined ? '' : met ? 'met' : '**missed**';
  return `| ${each.id} | ${was} | ${valueOf(each)} | ${beside} | ${describeGoal(each)} | ${verdict} |`;
}

function valueOf(each: Figure | Missing): string {
  return 'missing' in each ? `not measured: ${each.missing}` : `${round(each.value)} ${each.unit}`;
}

function comparison({ skills, repositories, different, explanations }: ScannerComparison): readonly string[] {
  return [
    `${skills.toLocaleString('en')} public skills of ${repositories} repositories were judged twice on the same rules, once with the scanner and once`,
    `with the parser that it replaced (\`test/support/oracleMarkdown.ts\`): ${skills - different} have the same problems, ${different} do not.`,
    ...explanations.map((each) => `- ${each}`),
  ];
}
