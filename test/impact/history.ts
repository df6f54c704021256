import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { ArchiveFile } from '../../src/core/bundle/extract.ts';
import { compareStrings, hashOf } from './order.ts';

/** A Git directory of a public repository, with or without a work tree: `…/owner+name` or `…/owner+name/repo`. */
export interface History {
  readonly folder: string;
  /** `owner/name`. */
  readonly repository: string;
  /** The newest commit. */
  readonly commit: string;
}

/** A skill, and the commits of the main branch that changed it, the newest first. */
export interface SkillHistory {
  readonly skill: string;
  readonly commits: readonly string[];
}

export function openHistory(folder: string): History {
  const full = path.resolve(folder);
  const named = /^(?:repo|\.git)$/.test(path.basename(full)) ? path.dirname(full) : full;
  return {
    folder: full,
    repository: path.basename(named).replace('+', '/'),
    commit: git(full, 'rev-parse', 'HEAD').toString('utf8').trim(),
  };
}

/**
 * At most `skills` of the skills that the newest commit has, each with its last `each` + 1 commits. The skills come in an
 * order that does not follow their names and is the same each time.
 */
export function* skillHistories({ folder }: History, skills: number, each: number): Iterable<SkillHistory> {
  const names = git(folder, 'ls-tree', '-r', '-z', '--name-only', 'HEAD').toString('utf8').split('\0');
  const found = names.filter((name) => /(?:^|\/)SKILL\.md$/.test(name)).map((name) => name.slice(0, -9));
  const ordered = found.toSorted((a, b) => compareStrings(hashOf(a), hashOf(b)));
  for (const skill of ordered.slice(0, skills)) {
    // Along first parents, what stands between two commits of the list did not change the folder.
    const commits = git(folder, 'log', '--first-parent', '--format=%H', '-n', `${each + 1}`, '--', skill || '.');
    yield { skill, commits: commits.toString('utf8').trim().split('\n') };
  }
}

interface TreeEntry {
  readonly mode: string;
  readonly hash: string;
  readonly name: string;
}

/** The files of folders at commits; links and what is over 2 MB are left out. */
export class FolderReader {
  readonly #folder: string;
  readonly #trees = new Map<string, readonly TreeEntry[]>();
  readonly #blobs = new Map<string, Uint8Array>();

  constructor({ folder }: History) {
    this.#folder = folder;
  }

  /** The files of one folder at each of these commits, in their order; few processes, however many commits. */
  read(commits: readonly string[], skill: string): readonly (readonly ArchiveFile[])[] {
    const roots = commits.map((commit) => `${commit}:${skill}`);
    this.#readTrees(roots);
    const found = roots.map((root) => [...this.#entries(root, '')]);
    if (this.#blobs.size > 20_000) this.#blobs.clear();
    this.#readBlobs([...new Set(found.flat().map(({ hash }) => hash))].filter((hash) => !this.#blobs.has(hash)));
    return found.map((entries) =>
      entries.flatMap(({ mode, hash, name }) => {
        const content = this.#blobs.get(hash);
        return content ? [{ path: name, content, mode: mode === '100755' ? 0o755 : 0o644 }] : [];
      }),
    );
  }

  *#entries(tree: string, folder: string): Iterable<TreeEntry> {
    for (const entry of this.#trees.get(tree) ?? []) {
      const name = `${folder}${entry.name}`;
      if (entry.mode === '40000') yield* this.#entries(entry.hash, `${name}/`);
      else if (entry.mode.startsWith('100')) yield { ...entry, name };
    }
  }

  /** A level of folders by one process. */
  #readTrees(names: readonly string[]): void {
    let missing = [...new Set(names)].filter((name) => !this.#trees.has(name));
    while (missing.length > 0) {
      const read = this.#batch('--batch', missing);
      const inner: string[] = [];
      for (const [index, { content, type }] of read.entries()) {
        // Where a folder is a link now, it is a text then.
        const entries = content && type === 'tree' ? entriesOf(content) : [];
        this.#trees.set(missing[index] ?? '', entries);
        inner.push(...entries.filter(({ mode }) => mode === '40000').map(({ hash }) => hash));
      }
      missing = [...new Set(inner)].filter((name) => !this.#trees.has(name));
    }
  }

  #readBlobs(hashes: readonly string[]): void {
    const small = this.#batch('--batch-check', hashes).flatMap(({ size }, index) =>
      size <= 2_000_000 ? [hashes[index] ?? ''] : [],
    );
    for (const [index, { content }] of this.#batch('--batch', small).entries())
      if (content) this.#blobs.set(small[index] ?? '', new Uint8Array(content));
  }

  /** What `git cat-file` says of each name, in their order. */
  #batch(
    how: '--batch' | '--batch-check',
    names: readonly string[],
  ): { type: string; size: number; content?: Buffer }[] {
    if (names.length === 0) return [];
    const out = execFileSync('git', ['-C', this.#folder, 'cat-file', how], {
      input: `${names.join('\n')}\n`,
      maxBuffer: 1 << 30,
    });
    const found: { type: string; size: number; content?: Buffer }[] = [];
    let at = 0;
    while (at < out.length) {
      const end = out.indexOf(10, at);
      const [, type = '', length] = /^\w+ (\w+) (\d+)$/.exec(out.toString('utf8', at, end)) ?? [];
      const size = Number(length ?? Number.NaN);
      const isRead = how === '--batch' && !Number.isNaN(size);
      found.push({ type, size, ...(isRead ? { content: out.subarray(end + 1, end + 1 + size) } : {}) });
      at = end + 1 + (isRead ? size + 1 : 0);
    }
    return found;
  }
}

/** The rows of a tree object: mode, name, NUL, 20 bytes of a hash. */
function entriesOf(tree: Buffer): readonly TreeEntry[] {
  const entries: TreeEntry[] = [];
  let at = 0;
  while (at < tree.length) {
    const end = tree.indexOf(0, at);
    const [mode = '', name = ''] = tree.toString('utf8', at, end).split(/ (.*)/s, 2);
    entries.push({ mode, name, hash: tree.toString('hex', end + 1, end + 21) });
    at = end + 21;
  }
  return entries;
}

function git(folder: string, ...words: string[]): Buffer {
  return execFileSync('git', ['-C', folder, ...words], { maxBuffer: 512 << 20, stdio: ['ignore', 'pipe', 'ignore'] });
}
