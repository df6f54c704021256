import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { GitError, runGit } from './git.ts';

/** A file on a branch of a repository that others push to as well. */
interface GitFilePlace {
  /** As `parseGitAddress` gives it. */
  readonly url: string;
  readonly branch: string;
  /** From the top of the repository, `/` separators. */
  readonly path: string;
  /** Message of the commits that change it. */
  readonly message: string;
  /** Value of an `Authorization` header, sent to this address alone; left out: as the user's own Git signs in. */
  readonly authorization?: string | undefined;
}

/** Somebody else pushed meanwhile. */
class MovedError extends GitError {}

const maxTries = 5;
/** Milliseconds for one request of Git. */
const deadline = 60_000;
const identity = { name: 'skill-publisher', email: 'skill-publisher@noreply.invalid' };
/** What a hook or a caller of ours may have set for its own repository. */
const foreign = /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|PREFIX)$/;

/**
 * A small text file on a branch of a Git repository, read and replaced as a whole: each write is a commit that is pushed.
 * All of it happens in a repository of its own in the temporary folder, so no work tree is needed, none is touched, and
 * nothing that one configures counts. Its methods reject with `GitError`.
 */
export class GitFile {
  readonly #place: GitFilePlace;
  readonly #signal: AbortSignal | undefined;
  #open: Repository | undefined;

  constructor(place: GitFilePlace, signal?: AbortSignal) {
    this.#place = place;
    this.#signal = signal;
  }

  /** `undefined` when there is no such branch, or no such file on it. */
  read(): Promise<string | undefined> {
    return this.#open ? this.#open.read() : this.#inRepository((repository) => repository.read());
  }

  /** All or nothing; only what `exclusive` runs may write. */
  async write(text: string): Promise<void> {
    if (!this.#open) throw new Error('A file of a branch is written where nobody else writes it.');
    await this.#open.write(text);
  }

  /** Runs `work`, and again when somebody else pushed to the branch before it wrote. */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    return this.#inRepository(async (repository) => {
      this.#open = repository;
      try {
        for (let tries = 1; ; tries += 1) {
          try {
            return await work();
          } catch (error) {
            if (!(error instanceof MovedError) || tries >= maxTries) throw error;
            repository.forget();
          }
        }
      } finally {
        this.#open = undefined;
      }
    });
  }

  /** Rejects when the branch cannot be read or nothing may be pushed to it. Changes nothing. */
  check(): Promise<void> {
    return this.#inRepository((repository) => repository.check());
  }

  async #inRepository<T>(work: (repository: Repository) => Promise<T>): Promise<T> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'skill-publisher-git-'));
    try {
      return await work(await Repository.create(folder, this.#place, this.#signal));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** A bare repository that holds nothing but the tip of the branch. */
class Repository {
  readonly #folder: string;
  readonly #place: GitFilePlace;
  readonly #signal: AbortSignal | undefined;
  readonly #env: Readonly<Record<string, string | undefined>>;
  /** The commit at the tip; `null`: there is no branch; `undefined`: not asked yet. */
  #tip: string | null | undefined;

  private constructor(folder: string, place: GitFilePlace, signal: AbortSignal | undefined) {
    this.#folder = folder;
    this.#place = place;
    this.#signal = signal;
    this.#env = {
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))),
      ...signInConfig(place),
      GIT_ALLOW_PROTOCOL: 'https:http:ssh:file',
      GIT_AUTHOR_NAME: identity.name,
      GIT_AUTHOR_EMAIL: identity.email,
      GIT_COMMITTER_NAME: identity.name,
      GIT_COMMITTER_EMAIL: identity.email,
    };
  }

  static async create(folder: string, place: GitFilePlace, signal: AbortSignal | undefined): Promise<Repository> {
    const repository = new Repository(folder, place, signal);
    await repository.#git(['init', '--quiet', '--bare', '--template=']);
    return repository;
  }

  forget(): void {
    this.#tip = undefined;
  }

  async read(): Promise<string | undefined> {
    const tip = await this.#fetch();
    if (tip === null) return undefined;
    const [entry] = parseTree(await this.#git(['ls-tree', '-z', '--full-tree', tip, '--', this.#place.path]));
    return entry?.type === 'blob' ? this.#git(['cat-file', 'blob', entry.id]) : undefined;
  }

  async write(text: string): Promise<void> {
    const tip = await this.#fetch();
    const blob = (await this.#git(['hash-object', '-w', '--stdin'], text)).trim();
    const tree = await this.#withFile(tip, this.#place.path.split('/'), blob);
    const commit = await this.#commit(tree, tip);
    await this.#push(commit, tip);
    this.#tip = commit;
  }

  async check(): Promise<void> {
    const tip = await this.#fetch();
    const commit = tip ?? (await this.#commit((await this.#git(['mktree'], '')).trim(), null));
    await this.#git(['push', '--quiet', '--dry-run', this.#place.url, `${commit}:${this.#ref}`]);
  }

  get #ref(): string {
    return `refs/heads/${this.#place.branch}`;
  }

  async #fetch(): Promise<string | null> {
    if (this.#tip !== undefined) return this.#tip;
    const tip = await this.#ask();
    if (tip !== null) {
      const { url } = this.#place;
      await this.#git(['fetch', '--quiet', '--no-tags', '--depth=1', url, `+${this.#ref}:refs/tip`]);
      this.#tip = (await this.#git(['rev-parse', '--verify', 'refs/tip^{commit}'])).trim();
    } else this.#tip = null;
    return this.#tip;
  }

  /** The commit at the tip of the branch now; `null` when there is no branch. */
  async #ask(): Promise<string | null> {
    const answer = await this.#git(['ls-remote', '--refs', this.#place.url, this.#ref]);
    return /^([0-9a-f]{40,64})\t/.exec(answer)?.[1] ?? null;
  }

  async #commit(tree: string, parent: string | null): Promise<string> {
    const parents = parent === null ? [] : ['-p', parent];
    return (await this.#git(['commit-tree', '--no-gpg-sign', ...parents, tree], `${this.#place.message}\n`)).trim();
  }

  /** The tree with one file in it replaced or added; `null`: the empty tree. */
  async #withFile(tree: string | null, [name = '', ...rest]: readonly string[], blob: string): Promise<string> {
    const entries = tree === null ? [] : parseTree(await this.#git(['ls-tree', '-z', '--full-tree', tree]));
    const before = entries.find((entry) => entry.name === name);
    const entry =
      rest.length === 0
        ? { mode: '100644', type: 'blob', id: blob, name }
        : {
            mode: '040000',
            type: 'tree',
            id: await this.#withFile(before?.type === 'tree' ? before.id : null, rest, blob),
            name,
          };
    const all = [...entries.filter((each) => each !== before), entry];
    const text = all.map(({ mode, type, id, name: own }) => `${mode} ${type} ${id}\t${own}\0`).join('');
    return (await this.#git(['mktree', '-z'], text)).trim();
  }

  async #push(commit: string, before: string | null): Promise<void> {
    try {
      await this.#git(['push', '--quiet', '--no-verify', this.#place.url, `${commit}:${this.#ref}`]);
    } catch (error) {
      if (error instanceof GitError && (await this.#ask()) !== before) throw new MovedError(error.message);
      throw error;
    }
  }

  #git(args: readonly string[], input?: string): Promise<string> {
    const options = ['-c', 'http.followRedirects=false', '-c', 'maintenance.auto=false', '-c', 'gc.auto=0'];
    return runGit(this.#folder, [`--git-dir=${this.#folder}`, ...options, ...args], {
      input,
      env: this.#env,
      deadline,
      signal: this.#signal,
    });
  }
}

/** By the environment: arguments can be seen by every process of the machine. */
function signInConfig({ url, authorization }: GitFilePlace): Readonly<Record<string, string>> {
  if (authorization === undefined || !/^https?:/.test(url)) return {};
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${url}.extraHeader`,
    GIT_CONFIG_VALUE_0: `Authorization: ${authorization}`,
  };
}

interface TreeEntry {
  readonly mode: string;
  readonly type: string;
  readonly id: string;
  readonly name: string;
}

/** What `git ls-tree -z` prints. */
function parseTree(text: string): readonly TreeEntry[] {
  return text.split('\0').flatMap((line) => {
    const [, mode, type, id, name] = /^(\d{6}) (\w+) ([0-9a-f]{40,64})\t([^]+)$/.exec(line) ?? [];
    return mode === undefined || type === undefined || id === undefined || name === undefined
      ? []
      : [{ mode, type, id, name }];
  });
}
