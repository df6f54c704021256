import { appendFileSync } from 'node:fs';

/** Where `npm run test:long` wants figures; nowhere in every other run of the tests. */
const file = process.env['SKILL_PUBLISHER_FIGURES'] ?? '';

/** How often a test repeats something: the short form in `npm test`, the long one in `npm run test:long`. */
export function times(short: number, long: number): number {
  return file === '' ? short : long;
}

/** Notes what a test has measured, for the table of `npm run test:long`. Does nothing in other runs. */
export function note(name: string, value: number): void {
  if (file !== '') appendFileSync(file, `${JSON.stringify([name, value])}\n`);
}

/** Notes how many megabytes the tests of a suite need beyond what the process had before. Call it inside `describe`. */
export function notePeakMemory(): void {
  const peak = (): number => process.resourceUsage().maxRSS / 1024;
  let begun = 0;
  before(() => {
    begun = peak();
  });
  after(() => {
    note('memory', peak() - begun);
  });
}
