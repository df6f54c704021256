import { selectFiles, type Selection } from '../bundle/select.ts';
import type { Disposable } from '../text/emitter.ts';
import type { ReadFile } from './readFiles.ts';
import { readSkill, type SkillReading, type SkillSource } from './readSkill.ts';
import { toSkill, type SkillFacts } from './toSkill.ts';
import { nameOf } from '../text/addresses.ts';

/** Port: how the files of skill folders are reached. A folder is named as its surface names it, segments by `/`. */
export interface SkillSources {
  /** Throws `TreeError` when the folder cannot be looked at. */
  sourceOf(folder: string, signal?: AbortSignal): Promise<SkillSource>;
}

interface Kept {
  /** `undefined` after something in the folder changed. */
  listing: Promise<Listing> | undefined;
  reading: Promise<SkillReading> | undefined;
  questions: Promise<readonly string[]> | undefined;
  /** What was read last, by path: a file that did not change is not read again. */
  files: Map<string, ReadFile>;
}

interface Listing {
  readonly source: SkillSource;
  readonly selection: Selection;
}

/** Folders whose texts are kept: those that somebody works in. Of a thousand the texts would be too many. */
const mostKept = 64;

/**
 * Reads skill folders, each once until it is told that something in it changed. Who asks while a folder is read waits
 * for the same reading, so it ends with `dispose` only.
 */
export class SkillReader implements Disposable {
  readonly #sources: SkillSources;
  readonly #life = new AbortController();
  readonly #kept = new Map<string, Kept>();

  constructor(sources: SkillSources) {
    this.#sources = sources;
  }

  /** Which files of the folder travel; reads no contents but those of ignore files and SKILL.md. */
  async select(folder: string): Promise<Selection> {
    return (await this.#list(this.#keep(folder), folder)).selection;
  }

  /** The folder as it is now. Files that did not change are the same objects as the last time. */
  async read(folder: string, facts: Omit<SkillFacts, 'folderName'> = {}): Promise<SkillReading> {
    const kept = this.#keep(folder);
    kept.reading ??= this.#read(kept, folder);
    const reading = await kept.reading;
    return { ...reading, skill: toSkill(reading.selection, reading.read, { ...facts, folderName: nameOf(folder) }) };
  }

  /** Questions that should find the skill, of its evals: these stay, so that no rule reads them. */
  questions(folder: string): Promise<readonly string[]> {
    const kept = this.#keep(folder);
    kept.questions ??= this.#list(kept, folder).then(async ({ source, selection }) => {
      const evals = selection.leftOut.find(({ kind }) => kind === 'evals')?.path.replace(/\/$/, '');
      if (evals === undefined) return [];
      return (await import('./readQuestions.ts')).readQuestions(source, evals, this.#life.signal);
    });
    return kept.questions;
  }

  /**
   * A file of the folder changed, came or went. Without `path` it is not known which: then those count as changed that
   * have another stamp.
   */
  changed(folder: string, path?: string): void {
    const kept = this.#kept.get(folder);
    if (!kept) return;
    kept.listing = undefined;
    kept.reading = undefined;
    kept.questions = undefined;
    const file = path === undefined ? undefined : kept.files.get(path);
    // The object stays: when the content turns out to be the same, what was parsed of it is still good.
    kept.files = new Map(kept.files);
    if (path !== undefined && file) kept.files.set(path, { ...file, stamp: undefined });
  }

  forget(folder: string): void {
    this.#kept.delete(folder);
  }

  dispose(): void {
    this.#life.abort();
    this.#kept.clear();
  }

  #keep(folder: string): Kept {
    const kept: Kept = this.#kept.get(folder) ?? {
      listing: undefined,
      reading: undefined,
      questions: undefined,
      files: new Map(),
    };
    // The one that was asked for last is the last.
    this.#kept.delete(folder);
    this.#kept.set(folder, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
    return kept;
  }

  #list(kept: Kept, folder: string): Promise<Listing> {
    if (kept.listing) return kept.listing;
    const { signal } = this.#life;
    const listing = this.#sources.sourceOf(folder, signal).then(async (source) => ({
      source,
      selection: await selectFiles(source.tree, { ignoreFiles: source.ignoreFiles, signal }),
    }));
    kept.listing = listing;
    listing.catch(() => {
      if (kept.listing === listing) kept.listing = undefined;
    });
    return listing;
  }

  #read(kept: Kept, folder: string): Promise<SkillReading> {
    const known = kept.files;
    const { signal } = this.#life;
    const reading = this.#list(kept, folder).then(({ source, selection }) =>
      readSkill(source, { folderName: nameOf(folder), selection, known, signal }),
    );
    reading.then(
      ({ read }) => {
        // Something changed meanwhile: what was read for the older listing is kept by its stamps, and no further.
        if (kept.files === known) kept.files = new Map(read.map((file) => [file.path, file]));
      },
      () => {
        if (kept.reading === reading) kept.reading = undefined;
      },
    );
    return reading;
  }
}
