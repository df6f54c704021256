import type { Disposable } from '../../src/core/text/emitter.ts';
import { parentOf, pathIn } from '../../src/core/text/addresses.ts';
import { SkillJudge, type Judge, type JudgeRequest, type KeptReports } from '../../src/core/workspace/skillJudge.ts';
import { SkillReader, type SkillSources } from '../../src/core/workspace/skillReader.ts';
import { SkillWorkspace } from '../../src/core/workspace/skillWorkspace.ts';
import type { SkillReport } from '../../src/core/workspace/report.ts';
import { MemoryTree, type MemoryNode } from './memoryTree.ts';

/** A folder tree in memory, with everything a `SkillWorkspace` asks of a surface. Time passes only by `tick`. */
export class MemoryWorkspace {
  readonly files = new Map<string, MemoryNode>();
  readonly open = new Map<string, ReadonlyMap<string, string>>();
  readonly names = new Map<string, string>();
  readonly failing = new Map<string, Error>();
  readonly errors: unknown[] = [];
  /** Folders in the order in which they were judged. */
  readonly judged: string[] = [];
  readonly requests: JudgeRequest[] = [];
  readonly workspace: SkillWorkspace;
  first: readonly string[] = [];
  excluded: RegExp | undefined;
  rules: JudgeRequest['rules'] = {};
  #timers: (() => void)[] = [];

  constructor(files: Readonly<Record<string, MemoryNode>>, kept?: KeptReports) {
    for (const [path, node] of Object.entries(files)) this.files.set(path, node);
    const sources: SkillSources = {
      sourceOf: (folder) => Promise.resolve({ tree: this.#tree(folder), ignoreFiles: [] }),
    };
    const reader = new SkillReader(sources);
    this.workspace = new SkillWorkspace({
      judge: this.#watched(new SkillJudge(reader, kept)),
      sources,
      find: () => Promise.resolve(this.#skillFolders('')),
      findBelow: (path) => Promise.resolve(this.#skillFolders(path)),
      accepts: (folder) => this.excluded?.test(folder) !== true,
      settingsOf: () => Promise.resolve({ target: 'api', rules: this.rules }),
      publishedName: (folder) => Promise.resolve(this.names.get(folder)),
      unsaved: (folder) => this.open.get(folder) ?? new Map<string, string>(),
      first: () => this.first,
      later: (work) => this.#later(work),
      onError: (error) => this.errors.push(error),
    });
  }

  /** Writes a file and tells of it. */
  write(path: string, node: MemoryNode): void {
    const isNew = !this.files.has(path);
    this.files.set(path, node);
    this.workspace.changed(path, isNew);
  }

  /** Removes a file, or a folder with all that is in it, and tells of it as one. */
  remove(path: string): void {
    for (const each of [...this.files.keys()])
      if (each === path || pathIn(path, each) !== undefined) this.files.delete(each);
    this.workspace.deleted(path);
  }

  /** Lets the timers that are set end, and everything that follows. */
  async tick(): Promise<void> {
    for (const work of this.#timers.splice(0)) work();
    await this.workspace.settled();
  }

  /** Codes of a folder, sorted; `undefined` when it was not judged. */
  codes(folder: string): readonly string[] | undefined {
    return this.workspace
      .report(folder)
      ?.problems.map(({ code }) => code)
      .sort();
  }

  #tree(folder: string): MemoryTree {
    const inside = [...this.files].flatMap(([path, node]) => {
      const inner = pathIn(folder, path);
      return inner === undefined ? [] : [[inner, node] as const];
    });
    return new MemoryTree(Object.fromEntries(inside));
  }

  #skillFolders(below: string): readonly string[] {
    return [...this.files.keys()]
      .filter((path) => path.endsWith('/SKILL.md') && (path.startsWith(`${below}/`) || below === ''))
      .map(parentOf)
      .filter((folder) => this.excluded?.test(folder) !== true);
  }

  #watched(judge: Judge): Judge {
    return {
      judge: async (request, signal): Promise<SkillReport> => {
        this.judged.push(request.folder);
        this.requests.push(request);
        const error = this.failing.get(request.folder);
        if (error) throw error;
        return judge.judge(request, signal);
      },
      confusion: (question, signal) => judge.confusion(question, signal),
      changed: (folder, path) => {
        judge.changed(folder, path);
      },
      forget: (folder) => {
        judge.forget(folder);
      },
      dispose: () => {
        judge.dispose();
      },
    };
  }

  #later(work: () => void): Disposable {
    this.#timers.push(work);
    return {
      dispose: () => {
        this.#timers = this.#timers.filter((each) => each !== work);
      },
    };
  }
}
