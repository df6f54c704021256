// `npm run impact:sample -- FOLDER…`: compares consecutive versions of the skills in the Git histories below the folders
// (named `owner+name`), draws a sample of the findings of medium or high severity that a version is wider, new scripts
// among them, and writes `docs/impact.md` and `out/impact/open.json`: what was drawn and is not judged yet. Options: `--seed N`, `--count N`
// findings, `--skills N` a repository and `--each N` pairs a skill that are compared at most, `--take FILE` adds the rows
// of a filled-in `open.json` to the judgments, `--again` takes the findings of the last run and needs no folders.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { ArchiveFile } from '../../src/core/bundle/extract.ts';
import { findImpact } from '../../src/core/impact/compare.ts';
import { FactsReader } from '../../src/core/impact/facts.ts';
import type { Finding } from '../../src/core/impact/model.ts';
import { FolderReader, type History, openHistory, skillHistories } from './history.ts';
import { readJson, writeJson } from '../support/jsonFile.ts';
import { compareStrings, draw, hashOf } from './order.ts';
import { type Judgment, type Measured, type WiderFinding, toMarkdown } from './report.ts';

const judgmentsFile = 'test/impact/judgments.json';
const samplesFile = 'test/impact/samples.json';
const openFile = 'out/impact/open.json';
const foundFile = 'out/impact/found.json';

interface Run {
  readonly histories: Measured['histories'];
  readonly found: readonly (WiderFinding & { readonly subject: string; readonly lines: string })[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '160' },
    skills: { type: 'string', default: '60' },
    each: { type: 'string', default: '12' },
    take: { type: 'string' },
    again: { type: 'boolean', default: false },
  },
});
if (positionals.length === 0 && !values.again) throw new Error('name the histories: npm run impact:sample -- FOLDER…');

const seed = Number(values.seed);
const judgments = merged((readJson(judgmentsFile) ?? []) as Judgment[], values.take);
const { histories, found } = values.again ? (readJson(foundFile) as Run) : await compareRepositories();
const counts: Record<string, number> = {};
for (const { code } of found.toSorted((a, b) => compareStrings(a.code, b.code))) counts[code] = (counts[code] ?? 0) + 1;
const earlier = (readJson(samplesFile) ?? []) as Measured[];
const note = values.again ? earlier.find((each) => each.seed === seed)?.note : undefined;
const measured: Measured = { seed, histories, ...(note === undefined ? {} : { note }), counts };
const samples = earlier.filter((each) => each.seed !== seed);
const all = [...samples, measured].sort((a, b) => a.seed - b.seed);
const drawn = draw(found, Number(values.count), seed);
const known = new Set(judgments.map(({ id }) => id));
const open = drawn.filter(({ id }) => !known.has(id));
writeJson(
  openFile,
  open.map((each) => ({ ...each, seed, verdict: undefined, note: '' })),
);
writeJson(judgmentsFile, judgments);
writeJson(samplesFile, all);
writeFileSync('docs/impact.md', toMarkdown(all, judgments));
const ids = new Set(found.map(({ id }) => id));
const own = judgments.filter((each) => each.seed === seed);
console.log(
  `${found.length} findings; ${own.length} judged with seed ${seed}, ${own.filter(({ id }) => !ids.has(id)).length} of these ` +
    `not found anymore; ${open.length} to judge in ${openFile}`,
);

async function compareRepositories(): Promise<Run> {
  const histories: Run['histories'][number][] = [];
  const found = new Map<string, Run['found'][number]>();
  for (const history of positionals.map(openHistory)) {
    const own = new Map<string, Run['found'][number]>();
    const compared = await compareAll(history, (each) => {
      // Some repositories have a skill in several places.
      const key = [path.posix.basename(each.skill), each.code, each.subject].join('\0');
      if (!own.has(key)) own.set(key, each);
    });
    for (const each of own.values()) found.set(each.id, each);
    histories.push({ repository: history.repository, commit: history.commit, compared });
    console.log(`${history.repository}: ${compared} pairs, ${own.size} findings`);
  }
  const run = { histories, found: [...found.values()] };
  writeJson(foundFile, run);
  return run;
}

/** Compares the versions of a repository, and says how many pairs there were. */
async function compareAll(history: History, take: (finding: Run['found'][number]) => void): Promise<number> {
  const reader = new FolderReader(history);
  const facts = new FactsReader();
  let compared = 0;
  for (const { skill, commits } of skillHistories(history, Number(values.skills), Number(values.each))) {
    const versions = reader.read(commits, skill);
    for (const [index, now] of versions.entries()) {
      const [old, before, after] = [versions[index + 1], commits[index + 1], commits[index]];
      if (old === undefined || before === undefined || after === undefined) continue;
      if (![old, now].every((files) => files.some((file) => file.path === 'SKILL.md'))) continue;
      compared += 1;
      for (const finding of findImpact(await facts.facts(old), await facts.facts(now), { isSealed: true })) {
        if (finding.class !== 'wider' || finding.severity === 'low') continue;
        take(widerFinding(history, { skill, before, after }, finding, now));
      }
    }
  }
  return compared;
}

function widerFinding(
  { repository }: History,
  revision: { readonly skill: string; readonly before: string; readonly after: string },
  finding: Finding,
  files: readonly ArchiveFile[],
): Run['found'][number] {
  const { code, severity, message, subject } = finding;
  const at = finding.new ?? finding.old;
  const text = new TextDecoder().decode(files.find((file) => file.path === at?.path)?.content);
  const line = text.slice(0, at?.range.start ?? 0).split('\n').length;
  const lines = text.split('\n').slice(Math.max(0, line - 6), line + 5);
  return {
    id: hashOf(repository, revision.after, revision.skill, code, subject),
    repository,
    ...revision,
    code,
    severity,
    place: `${at?.path ?? ''}#L${line}`,
    message,
    subject,
    lines: lines.map((each) => each.slice(0, 240)).join('\n'),
  };
}

/** The known judgments and the filled-in rows of a file; rows that nobody judged are left out. */
function merged(before: readonly Judgment[], file: string | undefined): readonly Judgment[] {
  const byId = new Map(before.map((each) => [each.id, each]));
  for (const row of file === undefined ? [] : ((readJson(file) ?? []) as Judgment[])) {
    const { id, repository, skill, before: old, after, code, severity, place, verdict, note } = row;
    if ((verdict as string | undefined) === undefined) continue;
    const kept = { id, seed: row.seed, repository, skill, before: old, after, code, severity, place, verdict };
    byId.set(id, { ...kept, ...(note === undefined || note === '' ? {} : { note }) });
  }
  return [...byId.values()].sort(
    (a, b) => a.seed - b.seed || compareStrings(a.code, b.code) || compareStrings(a.id, b.id),
  );
}
