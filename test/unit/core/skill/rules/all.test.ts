import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';

/** What other suites exercise: several skills, and what is found outside of the checks. */
const elsewhere = new Set([
  'checkingRules',
  'collectionRules',
  'listingRules',
  'packageRules',
  'secretRules',
  'termRules',
]);

describe('rules', () => {
  it('of one skill are all exercised by the tests beside this one', () => {
    const groups = namesIn('src/core/skill/rules/*.ts', /^export const (\w+Rules) = group\(/gm);
    const exercised = namesIn('test/unit/core/skill/rules/*.test.ts', /^ {2}exercises\(([^)]*)\);$/gm);
    assert.ok(groups.length > 20, groups.join());
    assert.deepEqual(exercised.sort(), groups.filter((group) => !elsewhere.has(group)).sort());
  });
});

/** The names that a pattern finds in files, several in a place separated by commas. */
function namesIn(files: string, pattern: RegExp): string[] {
  const texts = globSync(files).map((file) => readFileSync(file, 'utf8'));
  return texts.flatMap((text) => [...text.matchAll(pattern)].flatMap(([, names = '']) => names.split(', ')));
}
