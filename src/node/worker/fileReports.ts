import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { hashOf } from '../../core/bundle/fingerprint.ts';
import type { SkillReport } from '../../core/workspace/report.ts';
import type { KeptReports } from '../../core/workspace/skillJudge.ts';
import { makeFolder } from '../disk/makeFolder.ts';
import { isSystemError } from '../disk/systemError.ts';
import { writeFileAtomic } from '../disk/writeFile.ts';

/** Another one when the file is built otherwise. */
const format = 1;
/** Bytes of the file: what was not used for longest goes. */
const maxBytes = 50 * 1024 * 1024;
/** Milliseconds after a new report before the file is written. */
const saveTime = 2000;

interface Kept {
  readonly key: string;
  readonly report: SkillReport;
}

/**
 * Reports in one file: no contents, only what the problems say. A file that is damaged, or of another build, counts as
 * none and is written anew.
 */
export class FileReports implements KeptReports {
  readonly #path: string;
  readonly #tool: string;
  readonly #most: number;
  /** The one that was used last is the last. */
  readonly #kept = new Map<string, Kept>();
  #opened: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #saving: Promise<void> = Promise.resolve();
  #dirty = false;

  /** `tool`: another one with every build. `most`: bytes. */
  constructor(file: string, tool: string, most = maxBytes) {
    this.#path = file;
    this.#tool = tool;
    this.#most = most;
  }

  /** Reads the file, once. Never rejects: without it everything is judged anew. */
  open(): Promise<void> {
    this.#opened ??= this.#read();
    return this.#opened;
  }

  get(folder: string, key: string): SkillReport | undefined {
    const kept = this.#kept.get(folder);
    if (kept?.key !== key) return undefined;
    this.#kept.delete(folder);
    this.#kept.set(folder, kept);
    return kept.report;
  }

  put(folder: string, key: string, report: SkillReport): void {
    this.#kept.delete(folder);
    this.#kept.set(folder, { key, report: withoutData(report) });
    this.#later();
  }

  delete(folder: string): void {
    if (this.#kept.delete(folder)) this.#later();
  }

  /** Writes what is new. Never rejects: what could not be kept is judged again the next time. */
  async save(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#dirty) {
      this.#dirty = false;
      this.#saving = this.#saving.then(() => this.#write());
    }
    await this.#saving;
  }

  #later(): void {
    this.#dirty = true;
    this.#timer ??= setTimeout(() => {
      void this.save();
    }, saveTime).unref();
  }

  async #read(): Promise<void> {
    try {
      const text = await readFile(this.#path, 'utf8');
      const end = text.indexOf('\n');
      const body = text.slice(end + 1);
      if (text.slice(0, end) !== this.#head(body)) return;
      for (const [folder, kept] of JSON.parse(body) as [string, Kept][])
        if (!this.#kept.has(folder)) this.#kept.set(folder, kept);
    } catch (error) {
      if (!isSystemError(error) && !(error instanceof SyntaxError) && !(error instanceof RangeError)) throw error;
    }
  }

  async #write(): Promise<void> {
    const lines: string[] = [];
    let bytes = 2;
    for (const [folder, kept] of [...this.#kept].reverse()) {
      const line = JSON.stringify([folder, kept]);
      bytes += Buffer.byteLength(line) + 2;
      if (bytes > this.#most) break;
      lines.push(line);
    }
    const body = `[${lines.reverse().join(',\n')}]`;
    try {
      await makeFolder(path.dirname(this.#path));
      await writeFileAtomic(this.#path, `${this.#head(body)}\n${body}`);
    } catch (error) {
      // A full disk, a folder that may not be written: the reports of this run are good all the same.
      if (!isSystemError(error)) throw error;
    }
  }

  /** What makes the rest of the file worth reading. */
  #head(body: string): string {
    return JSON.stringify([format, this.#tool, hashOf(Buffer.from(body))]);
  }
}

/** What fixes need is found anew with the text that they change. */
function withoutData(report: SkillReport): SkillReport {
  return {
    ...report,
    problems: report.problems.map(({ code, severity, message, file, range, at, byHost }) => ({
      code,
      severity,
      message,
      file,
      range,
      at,
      ...(byHost ? { byHost } : {}),
    })),
  };
}
