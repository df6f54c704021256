// `npm run bench`: every bench, each in a process of its own, then a table of all figures beside their peers and
// `out/bench/figures.json`. `npm run bench -- pack window` runs only the files whose names hold one of the words;
// `-- --real FOLDER` names a folder of public skills to measure on; a run of all files writes `docs/performance.md`;
// `-- --check` fails when a ratio to a peer is more than 25 % worse than `test/bench/ratios.json` says, and
// `-- --store` writes the ratios of this run into it.
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describeFigure, findRegressions, isMet, ratioOf, type Figure, type Missing } from './figure.ts';
import { performanceDoc, type ScannerComparison } from './performanceDoc.ts';

const given = process.argv.slice(2);
const realAt = given.indexOf('--real');
const real = realAt < 0 ? undefined : given[realAt + 1];
const options = realAt < 0 ? given : given.toSpliced(realAt, 2);
const unknown = options.filter((option) => option.startsWith('-') && !['--check', '--store'].includes(option));
if (unknown.length > 0)
  throw new Error(`no option ${unknown.join(', ')}; there are --real FOLDER, --check and --store`);
const words = options.filter((option) => !option.startsWith('-'));
const files = globSync('out/bench/**/*.bench.js')
  .sort()
  .filter((file) => words.length === 0 || words.some((word) => path.basename(file).includes(word)));
if (files.length === 0) throw new Error(`no bench is named ${words.join(' or ')}`);

/** Milliseconds for one file: a bench that hangs does not take the others with it. */
const longest = 420_000;
const lines = path.resolve('out', 'bench', 'figures.jsonl');
const result = path.resolve('out', 'bench', 'figures.json');
/** What `test/support/compareScanners.ts` found. */
const comparison = path.resolve('test', 'bench', 'scanners.json');
const ratiosFile = path.resolve('test', 'bench', 'ratios.json');

mkdirSync(path.dirname(lines), { recursive: true });
rmSync(lines, { force: true });
const begun = performance.now();
const [load = 0] = os.loadavg();
const failed = files.filter((file) => {
  // Not `mocha.js`, which starts another process: that one would go on, beside the next bench, when its time is over.
  const args = ['--expose-gc', 'node_modules/mocha/lib/cli/cli.js', '--timeout', '900000', file];
  const env = {
    ...process.env,
    SKILL_PUBLISHER_BENCH_FIGURES: lines,
    ...(real === undefined ? {} : { SKILL_PUBLISHER_BENCH_REAL: path.resolve(real) }),
  };
  return spawnSync(process.execPath, args, { stdio: 'inherit', env, timeout: longest }).status !== 0;
});

const reported = readFigures();
const figures = reported.filter((each): each is Figure => !('missing' in each));
const stored = readRatios();
const machine = { processors: os.availableParallelism(), platform: `${os.platform()} ${os.arch()}` };
writeFileSync(
  result,
  `${JSON.stringify(
    {
      node: process.version,
      machine: { ...machine, load },
      figures: reported.map((each) => ('missing' in each ? each : { ...each, ratio: ratioOf(each), met: isMet(each) })),
    },
    undefined,
    2,
  )}\n`,
);
if (words.length === 0) {
  const minutes = (performance.now() - begun) / 60_000;
  const around = { node: process.version, ...machine, load, minutes };
  writeFileSync(
    'docs/performance.md',
    performanceDoc(reported, around, readJson(comparison) as ScannerComparison | undefined),
  );
}
console.log('\n=== figures');
for (const each of reported) console.log(describeFigure(each));
const missed = figures.filter((figure) => isMet(figure) === false);
console.log(
  `\n${figures.length} figures, ${missed.length} goals missed, ${reported.length - figures.length} not measured; ` +
    `all of it in ${path.relative('', result)}`,
);

if (options.includes('--store')) {
  const ratios = figures.flatMap((figure): [string, number][] => {
    const ratio = ratioOf(figure);
    return ratio === undefined ? [] : [[figure.id, Number(ratio.toPrecision(3))]];
  });
  const all = Object.entries({ ...stored, ...Object.fromEntries(ratios) }).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(ratiosFile, `${JSON.stringify(Object.fromEntries(all), undefined, 2)}\n`);
}
let regressions: readonly string[] = [];
if (options.includes('--check')) {
  regressions = findRegressions(figures, stored);
  const compared = figures.filter(({ id }) => stored[id] !== undefined).length;
  console.log(`\n=== check: ${compared} ratios compared, ${regressions.length} worse`);
  for (const regression of regressions) console.log(regression);
}
for (const file of failed) console.log(`failed: ${file}`);
process.exitCode = failed.length > 0 || regressions.length > 0 ? 1 : 0;

function readFigures(): readonly (Figure | Missing)[] {
  try {
    return readFileSync(lines, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Figure | Missing);
  } catch {
    return [];
  }
}

function readRatios(): Readonly<Record<string, number>> {
  return (readJson(ratiosFile) as Record<string, number> | undefined) ?? {};
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
