import type { Finding } from '../skill/problem.ts';
import {
  emptyFolder,
  leftOutUnlessNamed,
  neverSent,
  usuallyLeftOut,
  virtualEnvironment,
  type Exclusion,
} from '../text/exclusions.ts';
import { TreeError, type FileTree, type TreeEntry } from './fileTree.ts';
import { isNamed, maxIgnoreRules, parseIgnore, reachesInto, type IgnoreLevel, verdictOf } from './ignoreRules.ts';
import { sentPathFault, visiblePath } from '../text/paths.ts';
import { toNumber } from '../text/size.ts';
import type { LeftOut, OuterIgnoreFile } from './selection.ts';
import { l10n } from '../text/l10n.ts';

/** Files that travel, at most: far over what any service takes, so that a wrongly chosen folder stops soon. */
const maxFiles = 5_000;
/** Entries looked at, those that stay included. */
const maxEntries = 50_000;
/** Entries judged before others get their turn: 2 ms at most. */
const turn = 200;

interface Folder {
  readonly path: string;
  readonly git: readonly IgnoreLevel[];
  readonly skill: readonly IgnoreLevel[];
  /**
   * `ignored`: only what `.skillignore` takes back travels; `taken`: `.skillignore` took the folder back, `.gitignore`
   * no longer counts.
   */
  readonly state: 'plain' | 'ignored' | 'taken';
}

/**
 * Goes through a folder and judges every name; looks at no file. Results are in the order of the tree. Throws only the
 * signal's reason.
 */
export class Walk {
  /** Files that travel, as spelled on disk. */
  files: string[] = [];
  /** Symbolic links that no rule leaves out. */
  readonly links: string[] = [];
  readonly leftOut: LeftOut[] = [];
  readonly problems: Finding[] = [];
  readonly #tree: FileTree;
  readonly #signal: AbortSignal | undefined;
  readonly #pending: Folder[] = [];
  #entries = 0;
  #cut = false;

  constructor(tree: FileTree, signal: AbortSignal | undefined) {
    this.#tree = tree;
    this.#signal = signal;
  }

  /** True when the folder has too many files and the rest of it was not looked at. */
  get cut(): boolean {
    return this.#cut;
  }

  async run(outer: readonly OuterIgnoreFile[]): Promise<void> {
    this.#pending.push({ path: '', git: this.#outerLevels(outer), skill: [], state: 'plain' });
    for (let folder = this.#pending.pop(); folder; folder = this.#pending.pop()) {
      this.#signal?.throwIfAborted();
      const entries = await this.#list(folder.path);
      this.#entries += entries.length;
      if (this.#entries > maxEntries) {
        this.#tooMany(
          l10n.t`The folder has more than ${toNumber(maxEntries)} files and folders. This is not a skill folder, or something in it should be listed in .skillignore.`,
        );
        return;
      }
      await this.#visitAll(folder, entries);
      if (this.#cut) return;
    }
  }

  async #visitAll(folder: Folder, entries: readonly TreeEntry[]): Promise<void> {
    const inside = await this.#withIgnoreFiles(folder, entries);
    for (const [index, entry] of entries.entries()) {
      if (index % turn === turn - 1) {
        await new Promise((resolve) => setImmediate(resolve));
        this.#signal?.throwIfAborted();
      }
      this.#visit(inside, entry);
      if (this.files.length > maxFiles) {
        this.#tooMany(
          l10n.t`The folder has more than ${toNumber(maxFiles)} files to send. This is not a skill folder, or something in it should be listed in .skillignore.`,
        );
        return;
      }
    }
  }

  #outerLevels(outer: readonly OuterIgnoreFile[]): IgnoreLevel[] {
    const levels: IgnoreLevel[] = [];
    for (const { file, prefix, text } of outer) {
      if (text === undefined) {
        this.#unreadableRules(file);
        continue;
      }
      const level = parseIgnore(file, text, { prefix });
      if (!level) this.#tooManyRules(file);
      else {
        levels.push(level);
        if (level.dropped.length > 0) this.#folderIgnored(level);
      }
    }
    return levels;
  }

  async #list(path: string): Promise<readonly TreeEntry[]> {
    try {
      const entries = await this.#tree.readDirectory(path, maxEntries - this.#entries, this.#signal);
      const stays =
        path === ''
          ? undefined
          : entries.some((entry) => entry.name === 'pyvenv.cfg')
            ? virtualEnvironment()
            : entries.length === 0
              ? emptyFolder()
              : undefined;
      if (!stays) return entries;
      this.leave(`${path}/`, stays);
      return [];
    } catch (error) {
      this.unreadable(path === '' ? '' : `${path}/`, error);
      return [];
    }
  }

  async #withIgnoreFiles(folder: Folder, entries: readonly TreeEntry[]): Promise<Folder> {
    const git = await this.#ignoreFile(folder.path, entries, '.gitignore');
    const skill = await this.#ignoreFile(folder.path, entries, '.skillignore');
    return { ...folder, git: [...folder.git, ...git], skill: [...folder.skill, ...skill] };
  }

  async #ignoreFile(base: string, entries: readonly TreeEntry[], name: string): Promise<IgnoreLevel[]> {
    if (!entries.some((entry) => entry.name === name && entry.kind === 'file')) return [];
    const file = join(base, name);
    try {
      const text = new TextDecoder().decode(await this.#tree.readFile(file, this.#signal));
      const level = parseIgnore(file, text, { base });
      if (level) return [level];
      this.#tooManyRules(file);
    } catch (error) {
      this.unreadable(file, error);
    }
    return [];
  }

  #visit(folder: Folder, entry: TreeEntry): void {
    const path = join(folder.path, entry.name);
    const directory = entry.kind === 'directory';
    const shown = directory ? `${path}/` : path;
    const never = neverSent(entry.name);
    if (never) {
      this.leave(shown, never);
      return;
    }
    const own = verdictOf(folder.skill, path, directory);
    if (own?.ignored === true) {
      this.leave(shown, { kind: 'ignored', reason: l10n.t`Ignored by ${own.by}.` });
      return;
    }
    const state = this.#stateOf(folder, path, directory, own !== undefined);
    if (state.stays && !(directory && reachesInto(folder.skill, path))) {
      this.leave(shown, state.stays);
      return;
    }
    if (directory)
      this.#pending.push({ ...folder, path, state: state.stays ? 'ignored' : own ? 'taken' : folder.state });
    else this.#take(path, entry);
  }

  /** What `.gitignore` and the usual exclusions say, unless `.skillignore` took the path back. */
  #stateOf(
    folder: Folder,
    path: string,
    directory: boolean,
    takenBack: boolean,
  ): { readonly stays: Exclusion | undefined } {
    const byName = leftOutUnlessNamed(path.slice(path.lastIndexOf('/') + 1));
    if (byName && !(takenBack && isNamed(folder.skill, path))) return { stays: byName };
    if (takenBack) return { stays: undefined };
    const usual = usuallyLeftOut(path);
    if (usual) return { stays: usual };
    if (folder.state === 'ignored') return { stays: { kind: 'ignored', reason: l10n.t`Its folder is ignored.` } };
    if (folder.state === 'taken') return { stays: undefined };
    const git = verdictOf(folder.git, path, directory);
    return { stays: git?.ignored === true ? { kind: 'ignored', reason: l10n.t`Ignored by ${git.by}.` } : undefined };
  }

  #take(path: string, entry: TreeEntry): void {
    const fault = sentPathFault(path);
    if (fault) {
      this.#refuseName(path, fault.reason);
      return;
    }
    if (entry.kind === 'file') this.files.push(path);
    else if (entry.kind === 'symlink') this.links.push(path);
    else this.leave(path, { kind: 'special', reason: l10n.t`A pipe, socket, or device, not a file.` });
  }

  leave(path: string, { kind, reason }: Exclusion, link = false): void {
    this.leftOut.push({ path, kind, reason, ...(link ? { link } : {}) });
  }

  #refuseName(path: string, reason: string): void {
    this.leave(path, { kind: 'name', reason: l10n.t`The name ${reason}.` });
    this.#problem(
      'package/name',
      path,
      l10n.t`The name “${visiblePath(path)}” ${reason}, so it cannot be unpacked everywhere. Rename it, or exclude it with .skillignore.`,
    );
  }

  /** Leaves out what threw a `TreeError`; throws on anything else. */
  unreadable(path: string, error: unknown): void {
    if (!(error instanceof TreeError)) throw error;
    this.leave(path, { kind: 'unreadable', reason: error.message });
    this.#problem(
      'package/unreadable',
      path,
      l10n.t`${error.message} Nothing is sent until it can be read or .skillignore excludes it.`,
    );
  }

  #tooManyRules(file: string): void {
    this.#problem(
      'package/ignore-rules',
      file,
      l10n.t`${file} has more than ${maxIgnoreRules} rules, too many to check every file against. Shorten it.`,
    );
  }

  #unreadableRules(file: string): void {
    this.#problem(
      'package/unreadable',
      '',
      l10n.t`${file} above the skill folder cannot be read, so it is not known what it excludes. Nothing is sent until it can be read.`,
    );
  }

  #folderIgnored({ file, dropped }: IgnoreLevel): void {
    const message =
      dropped.length === 1
        ? l10n.t`${file} ignores the whole skill folder (${dropped.join(', ')}). That rule is not applied, because the folder was chosen on purpose; the rest of the file is.`
        : l10n.t`${file} ignores the whole skill folder (${dropped.join(', ')}). Those rules are not applied, because the folder was chosen on purpose; the rest of the file is.`;
    this.#problem('package/folder-ignored', '', message);
  }

  #tooMany(message: string): void {
    this.#cut = true;
    this.#problem('package/too-many-files', '', message);
  }

  #problem(code: string, file: string, message: string): void {
    this.problems.push({ code, message, file, range: { start: 0, end: 0 } });
  }
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
