// `npm run precision -- FOLDER…`: judges every skill below the folders (copies of public repositories, each named
// `owner+name`), samples findings, and writes `docs/precision.md` and `out/precision/open.json`: what is sampled and not
// judged yet. Options: `--seed N`, `--each N` findings a rule, `--rule CODE` (repeatable) for the samples,
// `--take FILE` adds the rows of a filled-in `open.json` to the judgments, `--before COMMIT` keeps the counts of this
// run as those the report compares with, `--secrets` searches every pack for secrets as well, which takes as long again,
// `--again` takes the findings of the last run and needs no folders.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readJson, writeJson } from '../support/jsonFile.ts';
import { findIn, openCorpus, skillFolders, type PublicFinding } from './findings.ts';
import { countsOf, toMarkdown, type Before, type DescriptionJudgment, type Judgment, type Measured } from './report.ts';
import { sample } from './sample.ts';
import { findStops, judgedStops, secretLines, type Stops } from './secrets.ts';

const judgmentsFile = 'test/precision/judgments.json';
const descriptionsFile = 'test/precision/descriptions.json';
const beforeFile = 'test/precision/before.json';
const stopsFile = 'test/precision/stops.json';
const openFile = 'out/precision/open.json';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '11' },
    each: { type: 'string', default: '10' },
    rule: { type: 'string', multiple: true },
    take: { type: 'string' },
    before: { type: 'string' },
    secrets: { type: 'boolean', default: false },
    again: { type: 'boolean', default: false },
  },
});
if (positionals.length === 0 && !values.again)
  throw new Error('name the folders of the repositories: npm run precision -- FOLDER…');

const cacheFile = 'out/precision/findings.json';

interface Run {
  readonly corpora: Measured['corpora'];
  readonly findings: readonly PublicFinding[];
}

const judgments = merged((readJson(judgmentsFile) ?? []) as Judgment[], values.take);
const { corpora, findings } = values.again ? (readJson(cacheFile) as Run) : await judgeAll();

if (values.before !== undefined) {
  const kept = readJson(beforeFile) as Before | undefined;
  const counts = Object.fromEntries([...countsOf(findings)].sort());
  writeJson(beforeFile, { ...kept, commit: values.before, counts });
} else {
  const seed = Number(values.seed);
  const codes = [...new Set(findings.map(({ rule }) => rule))].sort();
  const wanted = values.rule ?? codes;
  const known = new Set(judgments.map(({ id }) => id));
  const open = codes
    .filter((code) => wanted.includes(code))
    .flatMap((code) =>
      sample(
        findings.filter(({ rule }) => rule === code),
        Number(values.each),
        seed,
      ),
    )
    .filter(({ id }) => !known.has(id))
    .map(({ id, rule, repository, place, message, lines }) => {
      return { id, rule, repository, place, message, lines, right: undefined, note: '' };
    });
  writeJson(openFile, open);
  writeJson(judgmentsFile, judgments);
  const descriptions = (readJson(descriptionsFile) ?? []) as DescriptionJudgment[];
  const before = readJson(beforeFile) as Before | undefined;
  const judgedBefore = readJson(stopsFile) as Stops | undefined;
  const stops = values.secrets ? judgedStops(await findStops(corpora), judgedBefore) : judgedBefore;
  if (values.secrets) writeJson(stopsFile, stops);
  const report = toMarkdown({ corpora, findings, judgments, descriptions, before, seed });
  writeFileSync('docs/precision.md', [report, ...(stops ? secretLines(stops, before?.secrets) : [])].join('\n'));
  console.log(`${findings.length} findings; ${judgments.length} judged, ${open.length} to judge in ${openFile}`);
}

async function judgeAll(): Promise<Run> {
  const all: PublicFinding[] = [];
  const judged: Measured['corpora'][number][] = [];
  for (const corpus of positionals.map(openCorpus)) {
    const folders = skillFolders(corpus);
    let withErrors = 0;
    for (const folder of folders) {
      const found = await findIn(corpus, folder);
      all.push(...found);
      if (found.some(({ severity }) => severity === 'error')) withErrors += 1;
    }
    judged.push({ ...corpus, skills: folders.length, withErrors });
  }
  const run = { corpora: judged, findings: all };
  writeJson(cacheFile, run);
  return run;
}

/** The known judgments and the filled-in rows of a file; rows that nobody judged are left out. */
function merged(known: readonly Judgment[], file: string | undefined): readonly Judgment[] {
  const taken = file === undefined ? [] : ((readJson(file) ?? []) as Partial<Judgment>[]);
  const byId = new Map(known.map((each) => [each.id, each]));
  for (const { id, rule, repository, place, right, note } of taken) {
    if (id === undefined || rule === undefined || repository === undefined || place === undefined) continue;
    if (right === undefined) continue;
    byId.set(id, { id, rule, repository, place, right, ...(note === undefined || note === '' ? {} : { note }) });
  }
  return [...byId.values()].sort((a, b) => (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : a.id < b.id ? -1 : 1));
}
