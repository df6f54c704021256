// `npm run test:long [-- G1 G4 …]`: the agreed figures for reliability, each measured here. Prints the table and writes
// it to docs/reliability.md; rows that were not asked for keep what stands there.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { rows } from './rows.ts';
import { type Line, formatPage, readLines } from './table.ts';
import type { Measured, Row } from './row.ts';

const page = 'docs/reliability.md';
const notYet: Measured = { value: 'not measured yet', held: false };
const names = process.argv.slice(2).map((name) => name.toUpperCase());
const unknown = names.filter((name) => !rows.some(({ id }) => id === name));
if (unknown.length > 0)
  throw new Error(`no row ${unknown.join(', ')}; there are ${rows.map(({ id }) => id).join(', ')}`);

const lines = new Map(readLines(readPage()));
const failed: string[] = [];
for (const row of rows.filter(({ id }) => names.length === 0 || names.includes(id))) {
  const started = performance.now();
  console.log(`\n=== ${row.id}: ${row.title}`);
  const measured = await measure(row);
  const seconds = Math.round((performance.now() - started) / 1_000);
  console.log(
    `${row.id} ${measured.held ? 'held' : 'NOT HELD'} in ${seconds} s: ${measured.value} (goal: ${row.goal})`,
  );
  if (!measured.held) failed.push(row.id);
  lines.set(row.id, toLine(row, measured));
  writeFileSync(page, formatPage(rows.map((each) => lines.get(each.id) ?? toLine(each, notYet))));
}
// `npm test` runs a part of them there.
if (names.length === 0 && !runsInOldest()) failed.push('suites in the oldest VS Code');
console.log(`\n${readPage()}`);
if (failed.length > 0) console.log(`Not held: ${failed.join(', ')}`);
process.exit(failed.length === 0 ? 0 : 1);

function runsInOldest(): boolean {
  const args = ['test/vscode/integration.ts', '--vscode', 'oldest'];
  return spawnSync(process.execPath, args, { stdio: 'inherit' }).status === 0;
}

async function measure(row: Row): Promise<Measured> {
  try {
    return await row.measure();
  } catch (error) {
    console.log(error);
    const [why = ''] = String(error).split('\n');
    return { held: false, value: `could not be measured: ${why.slice(0, 200)}` };
  }
}

function toLine(row: Row, { value, held, notMeasurable = [] }: Measured): Line {
  const rest = notMeasurable.length === 0 ? '' : `; *not measurable here*: ${notMeasurable.join('; ')}`;
  return { id: row.id, title: row.title, goal: row.goal, value, verdict: `${held ? 'held' : '**not held**'}${rest}` };
}

function readPage(): string {
  try {
    return readFileSync(page, 'utf8');
  } catch {
    return '';
  }
}
