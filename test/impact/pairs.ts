// `node test/impact/pairs.ts FOLDER [NAME…]`: compares the pairs of a folder (`NAME/old/`, `NAME/new/`, `NAME/expected.json`) and
// says how many have exactly the findings they expect.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findImpact, stepOf } from '../../src/core/impact/compare.ts';
import { readFacts } from '../../src/core/impact/facts.ts';
import { readVersion } from './readVersion.ts';

interface Expected {
  readonly findings: readonly { code: string; class: string; severity: string; subject?: string }[];
  readonly absent: readonly string[];
  readonly bump?: string;
}

const [folder = '', ...only] = process.argv.slice(2);
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && (only.length === 0 || only.some((each) => entry.name.startsWith(each))))
  .map(({ name }) => name)
  .sort();
let right = 0;
for (const name of names) {
  const at = path.join(folder, name);
  const expected = JSON.parse(readFileSync(path.join(at, 'expected.json'), 'utf8')) as Expected;
  const [old, now] = [
    await readFacts(readVersion(path.join(at, 'old'))),
    await readFacts(readVersion(path.join(at, 'new'))),
  ];
  const findings = findImpact(old, now, { isSealed: true });
  const key = (finding: { code: string; class: string; severity: string }): string =>
    `${finding.code} ${finding.class} ${finding.severity}`;
  const wanted = new Set(expected.findings.map(key));
  const found = new Set(findings.map(key));
  const faults = [
    ...[...wanted].filter((each) => !found.has(each)).map((each) => `missing ${each}`),
    ...findings
      .filter((each) => !wanted.has(key(each)))
      .map((each) => `more    ${key(each)} ${each.subject}: ${each.message}`),
    ...expected.findings
      .filter(
        ({ code, subject }) =>
          subject !== undefined && !findings.some((each) => each.code === code && each.subject === subject),
      )
      .map(
        ({ code, subject }) =>
          `subject ${code} ${subject ?? ''}, not ${findings
            .filter((each) => each.code === code)
            .map((each) => each.subject)
            .join(', ')}`,
      ),
    ...expected.absent.filter((code) => findings.some((each) => each.code === code)).map((code) => `absent  ${code}`),
    ...(expected.bump !== undefined && expected.bump !== stepOf(findings)
      ? [`step    ${stepOf(findings)}, not ${expected.bump}`]
      : []),
    ...(findImpact(old, old, { isSealed: true }).length > 0 ? ['identical packages have findings'] : []),
  ];
  if (faults.length === 0) right += 1;
  else console.log([name, ...faults.map((fault) => `  ${fault}`)].join('\n'));
}
console.log(`${right} of ${names.length} pairs as expected`);
process.exitCode = right === names.length ? 0 : 1;
