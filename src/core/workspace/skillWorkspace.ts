import { Emitter, type Disposable } from '../text/emitter.ts';
import { Batches, type Later } from './batches.ts';
import { FolderIndex } from './folderIndex.ts';
import { nameOf, parentOf, pathIn } from '../text/addresses.ts';
import { JudgeQueue } from './judgeQueue.ts';
import type { Neighbors } from './neighbors.ts';
import { anchorOf, type SkillReport } from './report.ts';
import type { FolderContent } from './folderContent.ts';
import type { Judge, JudgeRequest } from './skillJudge.ts';
import type { SkillSources } from './skillReader.ts';
import type { SkillSnapshot } from './snapshot.ts';

/** How a skill folder is judged. */
export interface FolderSettings extends Pick<JudgeRequest, 'target' | 'rules' | 'limits' | 'terms' | 'details'> {
  /** What counts instead of `rules` where the folder is published. */
  readonly publishRules?: JudgeRequest['rules'];
}

/** Port: the surface that a workspace of skills belongs to. Folders and files are paths or addresses with `/`. */
export interface WorkspacePort {
  readonly judge: Judge;
  /** For what must have the bytes themselves. */
  readonly sources: SkillSources;
  /** Every skill folder, in any order. */
  find(signal: AbortSignal): Promise<readonly string[]>;
  /** True for a folder that `find` would give, when it is a skill. */
  accepts(folder: string): boolean;
  /** Skill folders at or below a path that came to be, often told of without what is in it. */
  findBelow(path: string, signal: AbortSignal): Promise<readonly string[]>;
  settingsOf(folder: string): Promise<FolderSettings>;
  publishedName(folder: string): Promise<string | undefined>;
  /** Texts of open editors in the folder, by path. */
  unsaved(folder: string): ReadonlyMap<string, string>;
  /** Folders that somebody looks at, the most urgent first. */
  first(): readonly string[];
  readonly later: Later;
  /** Folders that are judged side by side; 4 when left out. */
  readonly atOnce?: number | undefined;
  /** Takes a failure of work nobody waits for. */
  onError(error: unknown): void;
}

/** Something in a skill folder changed. */
interface FolderChange {
  readonly folder: string;
  /** Which file, where that is known. */
  readonly path?: string | undefined;
  /** False for the text of an open editor. */
  readonly onDisk: boolean;
}

/** Milliseconds between two times that reports are told of. */
const batchTime = 200;
/** Milliseconds in which paths that come to be are gathered before they are looked into. */
const createdTime = 50;
/** Above so many it is cheaper to search anew. */
const maxCreated = 200;

/**
 * The skills below some folders: found, watched, read and judged once for everybody who asks. Free of any host; the
 * port tells of changes and takes care of the rest.
 */
export class SkillWorkspace implements Disposable {
  readonly #port: WorkspacePort;
  readonly #life = new AbortController();
  readonly #folders = new FolderIndex();
  /** Folders that a search found. Others are known because they are open. */
  readonly #found = new Set<string>();
  #searched = false;
  #search: Promise<readonly string[]> | undefined;
  readonly #reports = new Map<string, SkillReport>();
  /** What each folder was judged by last. */
  readonly #settings = new Map<string, FolderSettings>();
  readonly #queue: JudgeQueue;
  /** Loaded with the first skill that is judged. */
  #neighbors: Neighbors | undefined;
  readonly #batches: Batches<string>;
  readonly #created = new Set<string>();
  #createdTimer: Disposable | undefined;
  readonly #didFind = new Emitter<void>();
  readonly #didJudge = new Emitter<readonly string[]>();
  readonly #didChange = new Emitter<FolderChange>();
  /** The set of skills that were found became another one. */
  readonly onDidFind = this.#didFind.event;
  /** Reports of these folders are new, or gone. */
  readonly onDidJudge = this.#didJudge.event;
  /** Its report follows. */
  readonly onDidChange = this.#didChange.event;

  constructor(port: WorkspacePort) {
    this.#port = port;
    this.#batches = new Batches(port.later, batchTime, (folders) => {
      this.#didJudge.fire(folders);
    });
    this.#queue = new JudgeQueue({
      judge: (folder, signal) => this.#judge(folder, signal),
      first: () => port.first(),
      atOnce: port.atOnce,
      onReport: (folder, report) => {
        this.#take(folder, report);
      },
      onError: (error) => {
        port.onError(error);
      },
    });
  }

  /** Every folder that is known: found, or met because something in it is open. */
  get known(): readonly string[] {
    return this.#folders.all;
  }

  /** What a search found so far, in alphabetic order; `undefined` before the first one ended. */
  get found(): readonly string[] | undefined {
    return this.#searched ? [...this.#found].sort() : undefined;
  }

  /** The skill folders, in alphabetic order; searched when asked first, then kept up to date by what changes. */
  async find(): Promise<readonly string[]> {
    await (this.#search ?? this.findAgain());
    return [...this.#found].sort();
  }

  /** Searches anew: for settings that changed, and commands that act on all skills. */
  findAgain(): Promise<readonly string[]> {
    const search = this.#port.find(this.#life.signal).then((folders) => {
      if (this.#search === search) this.#replaceFound(folders);
      return folders.toSorted();
    });
    this.#search = search;
    search.catch(() => {
      if (this.#search === search) this.#search = undefined;
    });
    return search;
  }

  /** The innermost known skill folder that holds a file, or is it. */
  holding(file: string): string | undefined {
    return this.#folders.around(file)[0];
  }

  /** What is wrong with a folder, its neighbors considered; `undefined` until it was judged. */
  report(folder: string): SkillReport | undefined {
    const report = this.#reports.get(folder);
    return report && this.#withNeighbors(folder, report);
  }

  /**
   * The folder as it is on disk at this moment, its bytes included, whatever was read before: for what is packed,
   * compared or replaced. Its verdict is the report's where that speaks of the same bytes. Throws `TreeError` when the
   * folder cannot be looked at, and the signal's reason.
   */
  async snapshot(folder: string, signal?: AbortSignal): Promise<SkillSnapshot> {
    const { readSkill } = await import('./readSkill.ts');
    const source = await this.#port.sources.sourceOf(folder, signal);
    const reading = await readSkill(source, { folderName: nameOf(folder), contents: true, signal });
    return this.#snapshotOf(folder, reading, async () => {
      const { rules, publishRules = rules, limits, terms } = await this.#port.settingsOf(folder);
      return { rules: publishRules, limits, terms };
    });
  }

  /** What is no folder: the content of a published version. Judged by the rules as they are without settings. */
  snapshotOf(content: FolderContent): Promise<SkillSnapshot> {
    return this.#snapshotOf(content.folderName, content, () => Promise.resolve({ rules: {} }));
  }

  /** Resolves when everything that is known was judged, each skill by itself and beside the others. */
  async settled(): Promise<void> {
    await this.#queue.idle();
    await this.#neighbors?.compareWords();
  }

  /** A folder that no search has to find: it is judged, and kept up to date, until it is left. */
  meet(folder: string): void {
    if (this.#folders.has(folder)) return;
    this.#folders.add(folder);
    this.#queue.add(folder);
  }

  /** What was met is not open anymore: it stays known only when it was found. */
  leave(folder: string): void {
    if (!this.#found.has(folder)) this.#drop(folder);
  }

  isKnown(folder: string): boolean {
    return this.#folders.has(folder);
  }

  /** The text of a file in an open editor changed, or its editor was closed. Nothing on disk did. */
  edited(file: string): void {
    for (const folder of this.#folders.around(file)) {
      this.#queue.add(folder);
      this.#didChange.fire({ folder, path: pathIn(folder, file), onDisk: false });
    }
  }

  /** Everything that is known of a folder is read anew: for what no watcher tells. */
  refresh(folder: string): void {
    if (!this.#folders.has(folder)) return;
    this.#touch(folder, undefined);
  }

  /** Settings changed: everything is judged anew, nothing is read anew. */
  judgeAll(): void {
    for (const folder of this.#folders.all) this.#queue.add(folder);
  }

  /** A file or folder has another content, or came to be: `created`. */
  changed(path: string, created = false): void {
    const touched = this.#touchAround(path);
    if (isSkillPath(path)) {
      const folder = parentOf(path);
      if (!this.#found.has(folder) && this.#port.accepts(folder)) this.#addFound([folder]);
    } else if ((created || path.lastIndexOf('.') < path.lastIndexOf('/')) && !touched) this.#lookInto(path);
  }

  /** A file or folder is gone, with all that was in it. */
  deleted(path: string): void {
    this.#touchAround(path);
    const gone = [
      ...this.#folders.below(path),
      ...(isSkillPath(path) ? this.#folders.around(parentOf(path)).slice(0, 1) : []),
    ];
    const lost = gone.filter((folder) => this.#found.has(folder) && (!isSkillPath(path) || folder === parentOf(path)));
    for (const folder of lost) {
      this.#found.delete(folder);
      // What is left of it is judged once more: an editor may still show it.
      this.#queue.add(folder);
    }
    if (lost.length > 0) this.#didFind.fire();
  }

  dispose(): void {
    this.#life.abort();
    this.#createdTimer?.dispose();
    this.#neighbors?.dispose();
    for (const part of [this.#queue, this.#batches, this.#didFind, this.#didJudge, this.#didChange]) part.dispose();
    this.#port.judge.dispose();
  }

  async #openNeighbors(folder: string): Promise<void> {
    if (this.#neighbors) return;
    const { openNeighbors } = await import('./openNeighbors.ts');
    this.#neighbors ??= await openNeighbors(folder, this.#port, this.#settings, this.#batches);
  }

  async #judge(folder: string, signal: AbortSignal): Promise<SkillReport> {
    const [publishedName, settings] = await Promise.all([
      this.#port.publishedName(folder),
      this.#port.settingsOf(folder),
      this.#openNeighbors(folder),
    ]);
    signal.throwIfAborted();
    this.#settings.set(folder, settings);
    const request = { folder, publishedName, unsaved: this.#port.unsaved(folder), ...settings };
    return this.#port.judge.judge(request, signal);
  }

  async #snapshotOf(
    folder: string,
    content: FolderContent,
    settingsOf: () => Promise<Pick<FolderSettings, 'rules' | 'limits' | 'terms'>>,
  ): Promise<SkillSnapshot> {
    const [{ toSnapshot }, { verdictKey }] = await Promise.all([import('./snapshot.ts'), import('./skillJudge.ts')]);
    return toSnapshot(content, async (reading, publishedName, signal) => {
      const verdict = { target: 'api', ...(await settingsOf()), publishedName } as const;
      const known = this.report(folder);
      if (known?.key === verdictKey(reading, verdict)) return known.problems;
      // Without the bytes, which no rule looks at: they need not be handed to another thread.
      const { folderName, selection, read, skill, problems } = reading;
      const request = { folder, ...verdict, content: { folderName, selection, read, skill, files: [], problems } };
      return this.#withNeighbors(folder, await this.#port.judge.judge(request, signal)).problems;
    });
  }

  #withNeighbors(folder: string, report: SkillReport): SkillReport {
    const beside = this.#neighbors?.problemsOf(folder) ?? [];
    if (beside.length === 0) return report;
    const placed = beside.map((problem) => ({ ...problem, at: anchorOf(report, problem.range) }));
    return { ...report, problems: [...report.problems, ...placed] };
  }

  #take(folder: string, report: SkillReport): void {
    // What is only open, or was found once, and has no SKILL.md anymore.
    if (report.fileName === undefined && !this.#found.has(folder)) {
      this.#drop(folder);
      return;
    }
    this.#reports.set(folder, report);
    this.#compare(folder, report);
    if (this.#port.first().includes(folder)) this.#batches.addUrgent(folder);
    else this.#batches.add(folder);
  }

  #compare(folder: string, report: SkillReport | undefined): void {
    this.#neighbors?.update(folder, report?.collected);
  }

  #drop(folder: string): void {
    if (!this.#folders.has(folder)) return;
    this.#folders.delete(folder);
    this.#queue.remove(folder);
    this.#port.judge.forget(folder);
    this.#reports.delete(folder);
    this.#compare(folder, undefined);
    this.#settings.delete(folder);
    this.#batches.add(folder);
  }

  #replaceFound(folders: readonly string[]): void {
    const now = new Set(folders);
    const gone = [...this.#found].filter((folder) => !now.has(folder));
    const wasSearched = this.#searched;
    this.#searched = true;
    for (const folder of gone) this.#found.delete(folder);
    const open = new Set(this.#port.first());
    for (const folder of gone) if (!open.has(folder)) this.#drop(folder);
    const isNew = this.#addFound(folders.toSorted(), false);
    if (isNew || gone.length > 0 || !wasSearched) this.#didFind.fire();
  }

  /** True when one of them was not found before. */
  #addFound(folders: readonly string[], tell = true): boolean {
    const added = folders.filter((folder) => !this.#found.has(folder));
    for (const folder of added) {
      this.#found.add(folder);
      this.meet(folder);
    }
    if (tell && added.length > 0) this.#didFind.fire();
    return added.length > 0;
  }

  /** True when a known folder holds the path, or lies in it. */
  #touchAround(path: string): boolean {
    const around = this.#folders.around(path);
    for (const folder of around) this.#touch(folder, pathIn(folder, path));
    const isIgnoreFile = path.endsWith('/.gitignore');
    const below = this.#folders.below(isIgnoreFile ? parentOf(path) : path);
    for (const folder of below) if (!around.includes(folder)) this.#touch(folder, undefined);
    return around.length > 0 || below.length > 0;
  }

  #touch(folder: string, path: string | undefined): void {
    this.#port.judge.changed(folder, path);
    this.#queue.add(folder);
    this.#didChange.fire({ folder, path, onDisk: true });
  }

  /** A folder that comes with its files is often told of alone: the files were there before anybody watched it. */
  #lookInto(path: string): void {
    this.#created.add(path);
    this.#createdTimer ??= this.#port.later(() => {
      this.#createdTimer = undefined;
      const paths = [...this.#created];
      this.#created.clear();
      this.#lookIntoAll(paths).catch((error: unknown) => {
        if (!this.#life.signal.aborted) this.#port.onError(error);
      });
    }, createdTime);
  }

  async #lookIntoAll(paths: readonly string[]): Promise<void> {
    if (paths.length > maxCreated) {
      await this.findAgain();
      return;
    }
    const found = await Promise.all(paths.map((path) => this.#port.findBelow(path, this.#life.signal)));
    this.#addFound(found.flat().filter((folder) => this.#port.accepts(folder)));
  }
}

function isSkillPath(path: string): boolean {
  return /(?:^|\/)skill\.md$/i.test(path);
}
