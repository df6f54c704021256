// `npm run impact:sample -- FOLDER… [--list] [--limit N]`: compares consecutive revisions of every skill in the Git histories below the
// folders, and says how many of the loud findings that a version is wider were judged wrong in `test/impact/judgements.json`.
// `--list` prints the findings that nobody has judged yet, with the lines around their place.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { ArchiveFile } from '../../src/core/bundle/extract.ts';
import { findImpact } from '../../src/core/impact/compare.ts';
import { FactsReader } from '../../src/core/impact/facts.ts';
import type { Finding } from '../../src/core/impact/model.ts';

type Verdict = 'right' | 'wrong' | 'partly';

const { values: options, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: 'boolean' },
    limit: { type: 'string', default: '300' },
    each: { type: 'string', default: '60' },
    code: { type: 'string' },
    file: { type: 'string', default: 'test/impact/judgements.json' },
  },
});
const judgements = new Map(
  existsSync(options.file)
    ? Object.entries(JSON.parse(readFileSync(options.file, 'utf8')) as Record<string, Verdict>)
    : [],
);

function git(folder: string, ...words: string[]): Buffer {
  return execFileSync('git', ['-C', folder, ...words], { maxBuffer: 512 << 20, stdio: ['ignore', 'pipe', 'ignore'] });
}

/** Files of a folder at a commit; links and what is over 2 MB are left out. */
function filesAt(folder: string, commit: string, skill: string): readonly ArchiveFile[] {
  const listed = git(folder, 'ls-tree', '-r', '-l', '-z', commit, '--', skill === '' ? '.' : `${skill}/`).toString(
    'utf8',
  );
  const entries = listed.split('\0').flatMap((line) => {
    const [, mode = '', hash, size, name] = /^(\d+) blob (\w+) +(\d+)\t(.*)$/s.exec(line) ?? [];
    if (hash === undefined || name === undefined || mode === '120000' || Number(size) > 2_000_000) return [];
    return [
      { hash, path: skill === '' ? name : name.slice(skill.length + 1), mode: mode === '100755' ? 0o755 : 0o644 },
    ];
  });
  const contents = blobs(
    folder,
    entries.map(({ hash }) => hash),
  );
  return entries.map(({ path: file, mode, hash }) => ({
    path: file,
    mode,
    content: contents.get(hash) ?? new Uint8Array(),
  }));
}

const known = new Map<string, Uint8Array>();

/** Contents by hash, those not known yet read by one process. */
function blobs(folder: string, hashes: readonly string[]): ReadonlyMap<string, Uint8Array> {
  const missing = [...new Set(hashes)].filter((hash) => !known.has(hash));
  if (missing.length === 0) return known;
  const out = execFileSync('git', ['-C', folder, 'cat-file', '--batch'], {
    input: missing.join('\n'),
    maxBuffer: 512 << 20,
  });
  let at = 0;
  while (at < out.length) {
    const end = out.indexOf(10, at);
    const [hash = '', , size = '0'] = out.toString('latin1', at, end).split(' ');
    known.set(hash, new Uint8Array(out.subarray(end + 1, end + 1 + Number(size))));
    at = end + 2 + Number(size);
  }
  return known;
}

/** Skills of the newest commit with the commits that changed them, newest first. */
function* revisions(folder: string): Iterable<readonly [skill: string, commits: readonly string[]]> {
  const names = git(folder, 'ls-tree', '-r', '-z', '--name-only', 'HEAD').toString('utf8').split('\0');
  const skills = names.filter((name) => /(?:^|\/)SKILL\.md$/.test(name)).map((name) => name.slice(0, -9));
  // Skills in an order that is the same each time and does not follow their names.
  const order = (skill: string): string => createHash('sha256').update(skill).digest('hex');
  for (const skill of skills.sort((a, b) => (order(a) < order(b) ? -1 : 1)).slice(0, Number(options.each))) {
    const commits = git(folder, 'log', '--format=%H', '--no-merges', '-n', '6', '--', skill === '' ? '.' : skill)
      .toString('utf8')
      .trim()
      .split('\n');
    yield [skill, commits];
  }
}

interface Found {
  readonly id: string;
  readonly finding: Finding;
  readonly about: string;
  readonly lines: string;
}

function linesAt(files: readonly ArchiveFile[], { new: place, old }: Finding): string {
  const at = place ?? old;
  const file = files.find((each) => each.path === at?.path);
  if (!file || !at) return '';
  const text = new TextDecoder().decode(file.content);
  const from = text.lastIndexOf('\n', Math.max(0, text.lastIndexOf('\n', at.range.start) - 1)) + 1;
  const to = text.indexOf('\n', Math.max(at.range.start, text.indexOf('\n', at.range.start) + 1));
  return text.slice(Math.max(from, at.range.start - 200), to === -1 ? undefined : Math.min(to, at.range.start + 250));
}

const found: Found[] = [];
let compared = 0;
for (const folder of folders) {
  const repository = path.basename(folder) === 'repo' ? path.basename(path.dirname(folder)) : path.basename(folder);
  for (const [skill, commits] of revisions(folder)) {
    known.clear();
    const reader = new FactsReader();
    for (const [index, commit] of commits.entries()) {
      const earlier = commits[index + 1];
      if (earlier === undefined) continue;
      const [before, after] = [filesAt(folder, earlier, skill), filesAt(folder, commit, skill)];
      if (!before.some((file) => file.path === 'SKILL.md') || !after.some((file) => file.path === 'SKILL.md')) continue;
      compared += 1;
      for (const finding of findImpact(await reader.facts(before), await reader.facts(after), { isSealed: true })) {
        if (finding.class !== 'wider' || finding.severity === 'low') continue;
        if (options.code !== undefined && !finding.code.endsWith(options.code)) continue;
        const key = [repository, commit, skill, finding.code, finding.subject].join('\0');
        found.push({
          id: createHash('sha256').update(key).digest('hex').slice(0, 16),
          finding,
          about: `${repository} ${commit.slice(0, 10)} ${skill}`,
          lines: linesAt(after, finding),
        });
      }
    }
  }
}
// New scripts are right by construction.
const asked = found
  .filter(({ finding }) => finding.code !== 'impact/script-added')
  .sort((a, b) => (a.id < b.id ? -1 : 1))
  .slice(0, Number(options.limit));
if (options.list === true)
  for (const { id, finding, about, lines } of asked)
    if (!judgements.has(id))
      console.log(
        `${id} ${finding.code} ${finding.subject}\n  ${about}: ${finding.new?.path ?? ''}\n${lines.replace(/^/gm, '    | ')}\n`,
      );
const judged = asked.flatMap(({ id }) => judgements.get(id) ?? []);
const count = (verdict: Verdict): number => judged.filter((each) => each === verdict).length;
const codes = new Map<string, number>();
for (const { finding } of found) codes.set(finding.code, (codes.get(finding.code) ?? 0) + 1);
console.log(
  `${compared} revisions, ${found.length} findings of high or medium severity that are wider: ${[...codes].map(([code, times]) => `${code.slice(7)} ${times}`).join(', ')}`,
);
console.log(
  `${asked.length} asked, ${judged.length} judged: ${count('right')} right, ${count('partly')} partly, ${count('wrong')} wrong (${((100 * count('wrong')) / Math.max(1, judged.length)).toFixed(1)} %)`,
);
