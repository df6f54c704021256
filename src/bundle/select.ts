import type { Problem } from '../skill/problem.ts';
import { neverSent, usuallyLeftOut, virtualEnvironment, type Exclusion, type LeftOutKind } from './exclusions.ts';
import { TreeError, type FileTree, type TreeEntry } from './fileTree.ts';
import { ignoresWholeFolder, judge, maxIgnoreRules, parseIgnore, reachesInto, type IgnoreLevel } from './ignoreRules.ts';
import { compareInArchive, comparePaths } from './pathOrder.ts';
import { pathFault, visiblePath } from './pathRules.ts';
import { findCollisions, findMentionedLeftOut } from './selectionProblems.ts';

/** A file that travels. */
export interface SelectedFile {
  /** The path it gets in the archive: relative to the skill folder, `/` separators, Unicode NFC. */
  readonly path: string;
  /** Where the tree reads it: as spelt on disk; for a symbolic link the file it leads to. */
  readonly source: string;
  /** Bytes. */
  readonly size: number;
  readonly executable: boolean;
}

/** A file or folder that stays. Of a folder only the folder itself is listed, with a `/` at the end. */
export interface LeftOut {
  readonly path: string;
  readonly kind: LeftOutKind;
  /** One sentence. */
  readonly reason: string;
}

export interface Selection {
  /** SKILL.md first, then by the bytes of the path. */
  readonly files: readonly SelectedFile[];
  readonly leftOut: readonly LeftOut[];
  readonly problems: readonly Problem[];
}

/** A `.gitignore` above the skill folder; the caller reads it, for the tree does not reach there. */
export interface OuterIgnoreFile {
  /** For messages, for example `.gitignore` or `skills/.gitignore`. */
  readonly file: string;
  /** The skill folder as seen from the folder of this file, for example `skills/my-skill`. */
  readonly prefix: string;
  readonly text: string;
}

export interface SelectOptions {
  /** Outermost first. */
  readonly ignoreFiles?: readonly OuterIgnoreFile[];
  readonly signal?: AbortSignal | undefined;
}

/** Files that travel, at most: far over what any service takes, so that a wrongly chosen folder stops soon. */
const maxFiles = 5_000;
/** Entries looked at, those that stay included. */
const maxEntries = 50_000;

/**
 * Walks a skill folder and decides for each file whether it is sent. Nothing is left out silently: what stays is listed with the reason, what makes a
 * publish impossible or doubtful is a problem. Contents are not read, except ignore files and SKILL.md. Throws only the signal's reason.
 */
export async function selectFiles(tree: FileTree, options: SelectOptions = {}): Promise<Selection> {
  const walk = new Walk(tree, options.signal);
  await walk.run(options.ignoreFiles ?? []);
  const files = walk.files.toSorted((a, b) => compareInArchive(a.path, b.path));
  const leftOut = walk.leftOut.toSorted((a, b) => comparePaths(a.path, b.path));
  const text = await skillText(tree, files, options.signal);
  return { files, leftOut, problems: [...walk.problems, ...findCollisions(files), ...findMentionedLeftOut(leftOut, text)] };
}

interface Folder {
  readonly path: string;
  readonly git: readonly IgnoreLevel[];
  readonly skill: readonly IgnoreLevel[];
  /** `ignored`: only what `.skillignore` takes back travels; `taken`: `.skillignore` took the folder back, `.gitignore` no longer counts. */
  readonly state: 'plain' | 'ignored' | 'taken';
}

class Walk {
  readonly files: SelectedFile[] = [];
  readonly leftOut: LeftOut[] = [];
  readonly problems: Problem[] = [];
  readonly #tree: FileTree;
  readonly #signal: AbortSignal | undefined;
  readonly #pending: Folder[] = [];
  #entries = 0;

  constructor(tree: FileTree, signal: AbortSignal | undefined) {
    this.#tree = tree;
    this.#signal = signal;
  }

  async run(outer: readonly OuterIgnoreFile[]): Promise<void> {
    this.#pending.push({ path: '', git: this.#outerLevels(outer), skill: [], state: 'plain' });
    for (let folder = this.#pending.pop(); folder; folder = this.#pending.pop()) {
      this.#signal?.throwIfAborted();
      const entries = await this.#list(folder.path);
      const inside = await this.#withIgnoreFiles(folder, entries);
      for (const entry of entries) {
        this.#entries += 1;
        if (this.files.length > maxFiles || this.#entries > maxEntries) {
          this.#tooMany();
          return;
        }
        await this.#visit(inside, entry);
      }
    }
  }

  #outerLevels(outer: readonly OuterIgnoreFile[]): IgnoreLevel[] {
    const levels: IgnoreLevel[] = [];
    for (const { file, prefix, text } of outer) {
      const level = parseIgnore(file, text, { prefix });
      if (!level) this.#tooManyRules(file);
      else if (ignoresWholeFolder(level)) {
        this.#problem('package/folder-ignored', 'information', '', `${file} ignores the whole skill folder; its rules are not applied to it, for the folder was chosen on purpose.`);
      } else levels.push(level);
    }
    return levels;
  }

  async #list(path: string): Promise<readonly TreeEntry[]> {
    try {
      const entries = await this.#tree.readDirectory(path, this.#signal);
      if (path !== '' && entries.some((entry) => entry.name === 'pyvenv.cfg')) {
        this.#leave(`${path}/`, virtualEnvironment);
        return [];
      }
      return entries.toSorted((a, b) => comparePaths(a.name, b.name));
    } catch (error) {
      this.#unreadable(path === '' ? '' : `${path}/`, error);
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
      this.#unreadable(file, error);
    }
    return [];
  }

  async #visit(folder: Folder, entry: TreeEntry): Promise<void> {
    const path = join(folder.path, entry.name);
    const directory = entry.kind === 'directory';
    const shown = directory ? `${path}/` : path;
    const never = neverSent(entry.name);
    if (never) {
      this.#leave(shown, never);
      return;
    }
    const own = judge(folder.skill, path, directory);
    if (own?.ignored === true) {
      this.#leave(shown, { kind: 'ignored', reason: `Ignored by ${own.by}.` });
      return;
    }
    const state = this.#stateOf(folder, path, directory, own !== undefined);
    if (state.stays && !(directory && reachesInto(folder.skill, path))) {
      this.#leave(shown, state.stays);
      return;
    }
    if (directory) this.#pending.push({ ...folder, path, state: state.stays ? 'ignored' : own ? 'taken' : folder.state });
    else await this.#take(path, entry);
  }

  /** What `.gitignore` and the usual exclusions say, unless `.skillignore` took the path back. */
  #stateOf(folder: Folder, path: string, directory: boolean, takenBack: boolean): { readonly stays: Exclusion | undefined } {
    if (takenBack) return { stays: undefined };
    const usual = usuallyLeftOut(path);
    if (usual) return { stays: usual };
    if (folder.state === 'ignored') return { stays: { kind: 'ignored', reason: 'Its folder is ignored.' } };
    if (folder.state === 'taken') return { stays: undefined };
    const git = judge(folder.git, path, directory);
    return { stays: git?.ignored === true ? { kind: 'ignored', reason: `Ignored by ${git.by}.` } : undefined };
  }

  async #take(path: string, entry: TreeEntry): Promise<void> {
    if (entry.name.includes('\ufffd')) {
      this.#refuseName(path, 'is not valid UTF-8');
      return;
    }
    const fault = pathFault(path.normalize('NFC'));
    if (fault) {
      this.#refuseName(path, fault.reason);
      return;
    }
    if (entry.kind === 'file') this.files.push({ path: path.normalize('NFC'), source: path, size: entry.size, executable: entry.executable });
    else if (entry.kind === 'symlink') await this.#takeLink(path);
    else {
      this.#leave(path, { kind: 'special', reason: 'A pipe, socket or device, not a file.' });
      this.#problem('package/special-file', 'warning', path, `'${visiblePath(path)}' is a pipe, socket or device and is not sent.`);
    }
  }

  async #takeLink(path: string): Promise<void> {
    try {
      const target = await this.#tree.resolveLink(path, this.#signal);
      if (target.kind !== 'file') {
        this.#leave(path, { kind: 'link', reason: linkReasons[target.kind] });
        return;
      }
      const never = neverSent(target.path);
      if (never) this.#leave(path, { kind: never.kind, reason: `A link to '${visiblePath(target.path)}'. ${never.reason}` });
      else this.files.push({ path: path.normalize('NFC'), source: target.path, size: target.size, executable: target.executable });
    } catch (error) {
      this.#unreadable(path, error);
    }
  }

  #leave(path: string, { kind, reason }: Exclusion): void {
    this.leftOut.push({ path, kind, reason });
  }

  #refuseName(path: string, reason: string): void {
    this.#leave(path, { kind: 'name', reason: `The name ${reason}.` });
    this.#problem('package/name', 'error', path, `The name '${visiblePath(path)}' ${reason}, so it cannot be unpacked everywhere. Rename it, or leave it out with .skillignore.`);
  }

  #unreadable(path: string, error: unknown): void {
    if (!(error instanceof TreeError)) throw error;
    this.#leave(path, { kind: 'unreadable', reason: error.message });
    this.#problem('package/unreadable', 'error', path, `${error.message} Nothing is sent until it can be read, or until .skillignore leaves it out.`);
  }

  #tooManyRules(file: string): void {
    this.#problem('package/ignore-rules', 'error', file, `${file} has more than ${maxIgnoreRules} rules, too many to judge every file by. Shorten it.`);
  }

  #tooMany(): void {
    const what = this.files.length > maxFiles ? `more than ${maxFiles.toLocaleString('en')} files to send` : `more than ${maxEntries.toLocaleString('en')} files and folders`;
    this.#problem('package/too-many-files', 'error', '', `The folder has ${what}; this is not a skill folder, or something in it belongs into .skillignore.`);
  }

  #problem(code: string, severity: Problem['severity'], file: string, message: string): void {
    this.problems.push({ code, severity, message, file, range: { start: 0, end: 0 } });
  }
}

const linkReasons = {
  directory: 'A symbolic link to a folder; only links to files inside the skill folder are followed.',
  outside: 'A symbolic link that leads out of the skill folder.',
  broken: 'A symbolic link that leads nowhere.',
  special: 'A symbolic link to a pipe, socket or device.',
} as const;

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

async function skillText(tree: FileTree, files: readonly SelectedFile[], signal: AbortSignal | undefined): Promise<string> {
  const file = files.find(({ path }) => path === 'SKILL.md');
  if (!file) return '';
  try {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await tree.readFile(file.source, signal));
  } catch (error) {
    // Reported when the files that travel are read.
    if (error instanceof TreeError) return '';
    throw error;
  }
}
