// `npm run precision -- FOLDER…`: judges every skill below the folders (copies of public repositories, each named
// `owner+name`), samples findings, and writes `docs/precision.md` and `out/precision/open.json`: what is sampled and not
// judged yet. Options: `--seed N`, `--each N` findings a rule, `--rule CODE` (repeatable) for the samples,
// `--take FILE` adds the rows of a filled-in `open.json` to the judgements, `--before COMMIT` keeps the counts of this
// run as those the report compares with.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { findIn, openCorpus, skillFolders, type PublicFinding } from './findings.ts';
import { countsOf, toMarkdown, type Before, type Judgement, type Measured } from './report.ts';
import { sample } from './sample.ts';

const judgementsFile = 'test/precision/judgements.json';
const beforeFile = 'test/precision/before.json';
const openFile = 'out/precision/open.json';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '11' },
    each: { type: 'string', default: '10' },
    rule: { type: 'string', multiple: true },
    take: { type: 'string' },
    before: { type: 'string' },
  },
});
if (positionals.length === 0) throw new Error('name the folders of the repositories: npm run precision -- FOLDER…');

const judgements = merged((read(judgementsFile) ?? []) as Judgement[], values.take);
const findings: PublicFinding[] = [];
const corpora: Measured['corpora'][number][] = [];
for (const corpus of positionals.map(openCorpus)) {
  const folders = skillFolders(corpus);
  let withErrors = 0;
  for (const folder of folders) {
    const found = await findIn(corpus, folder);
    findings.push(...found);
    if (found.some(({ severity }) => severity === 'error')) withErrors += 1;
  }
  corpora.push({ ...corpus, skills: folders.length, withErrors });
}

if (values.before !== undefined) {
  const before: Before = { commit: values.before, counts: Object.fromEntries([...countsOf(findings)].sort()) };
  write(beforeFile, before);
} else {
  const seed = Number(values.seed);
  const codes = [...new Set(findings.map(({ rule }) => rule))].sort();
  const wanted = values.rule ?? codes;
  const known = new Set(judgements.map(({ id }) => id));
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
  mkdirSync('out/precision', { recursive: true });
  write(openFile, open);
  write(judgementsFile, judgements);
  const before = read(beforeFile) as Before | undefined;
  writeFileSync('docs/precision.md', toMarkdown({ corpora, findings, judgements, before, seed }));
  console.log(`${findings.length} findings; ${judgements.length} judged, ${open.length} to judge in ${openFile}`);
}

/** The known judgements and the filled-in rows of a file; rows that nobody judged are left out. */
function merged(known: readonly Judgement[], file: string | undefined): readonly Judgement[] {
  const taken = file === undefined ? [] : ((read(file) ?? []) as Partial<Judgement>[]);
  const byId = new Map(known.map((each) => [each.id, each]));
  for (const { id, rule, repository, place, right, note } of taken) {
    if (id === undefined || rule === undefined || repository === undefined || place === undefined) continue;
    if (right === undefined) continue;
    byId.set(id, { id, rule, repository, place, right, ...(note === undefined || note === '' ? {} : { note }) });
  }
  return [...byId.values()].sort((a, b) => (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : a.id < b.id ? -1 : 1));
}

function read(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function write(file: string, content: unknown): void {
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);
}
