// `npm run bench`: every bench, each in a process of its own, then a table of all figures beside their peers and
// `out/bench/figures.json`. `npm run bench -- pack window` runs only the files whose names hold one of the words;
// `-- --check` fails when a ratio to a peer is more than 25 % worse than `test/bench/ratios.json` says, and
// `-- --store` writes the ratios of this run into it.
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describeFigure, findRegressions, isMet, ratioOf, type Figure, type Missing } from './figure.ts';

const options = process.argv.slice(2);
const unknown = options.filter((option) => option.startsWith('-') && !['--check', '--store'].includes(option));
if (unknown.length > 0) throw new Error(`no option ${unknown.join(', ')}; there are --check and --store`);
const words = options.filter((option) => !option.startsWith('-'));
const files = globSync('out/bench/**/*.bench.js')
  .sort()
  .filter((file) => words.length === 0 || words.some((word) => path.basename(file).includes(word)));
if (files.length === 0) throw new Error(`no bench is named ${words.join(' or ')}`);

const lines = path.resolve('out', 'bench', 'figures.jsonl');
const result = path.resolve('out', 'bench', 'figures.json');
const ratiosFile = path.resolve('test', 'bench', 'ratios.json');

mkdirSync(path.dirname(lines), { recursive: true });
rmSync(lines, { force: true });
const failed = files.filter((file) => {
  const args = ['node_modules/mocha/bin/mocha.js', '--expose-gc', '--timeout', '900000', file];
  const env = { ...process.env, SKILL_PUBLISHER_BENCH_FIGURES: lines };
  return spawnSync(process.execPath, args, { stdio: 'inherit', env }).status !== 0;
});

const reported = readFigures();
const figures = reported.filter((each): each is Figure => !('missing' in each));
const stored = readRatios();
writeFileSync(
  result,
  `${JSON.stringify(
    {
      node: process.version,
      machine: { processors: os.availableParallelism(), platform: `${os.platform()} ${os.arch()}` },
      figures: reported.map((each) => ('missing' in each ? each : { ...each, ratio: ratioOf(each), met: isMet(each) })),
    },
    undefined,
    2,
  )}\n`,
);
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
  try {
    return JSON.parse(readFileSync(ratiosFile, 'utf8')) as Record<string, number>;
  } catch {
    return {};
  }
}
