import { hashOf } from '../bundle/fingerprint.ts';
import type { Selection } from '../bundle/select.ts';
import { TooCostlyError } from '../skill/budget.ts';
import { collectSkill } from '../skill/collectSkill.ts';
import type { Confusion } from '../listing/confusable.ts';
import type { ConfusionQuestion } from '../listing/confusionOf.ts';
import { saidByHost } from '../skill/hostDiagnostics.ts';
import type { Finding, Problem, Severity } from '../skill/problem.ts';
import { skillFileName, type Skill, type Target } from '../skill/skill.ts';
import { failedReport } from './failedReport.ts';
import type { FolderContent } from './folderContent.ts';
import { judgeSkill, toReading } from './judge.ts';
import { contentKeyOf, findIncomplete, fingerprintOf, type SkillReading } from './readSkill.ts';
import type { ValidateOptions } from '../skill/validate.ts';
import { detailsOf } from './details.ts';
import { placesIn, type PlacedProblem, type SkillReport } from './report.ts';
import type { SkillReader } from './skillReader.ts';
import { toSkill } from './toSkill.ts';

export interface JudgeRequest {
  readonly folder: string;
  readonly target: Target;
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  readonly limits?: ValidateOptions['limits'];
  readonly terms?: ValidateOptions['terms'];
  /** Adds lines and fixes to the problems. */
  readonly details?: boolean | undefined;
  readonly publishedName?: string | undefined;
  /** Texts of open editors by path. */
  readonly unsaved?: ReadonlyMap<string, string> | undefined;
  /** What was read of the folder, when exactly that is to be judged; else the judge reads it. */
  readonly content?: FolderContent | SkillReading | undefined;
}

type Verdict = Pick<JudgeRequest, 'target' | 'rules' | 'limits' | 'terms' | 'publishedName'>;

/** Port: whoever reads and judges skills, in this thread or another. */
export interface Judge {
  /**
   * Throws the signal's reason, `TreeError` when the folder cannot be looked at, and what is a bug outside of the checks;
   * `failedReport` makes a report of it. A check that fails is a problem of the report.
   */
  judge(request: JudgeRequest, signal?: AbortSignal): Promise<SkillReport>;
  /** Which skills share their words. Throws the signal's reason. */
  confusion(question: ConfusionQuestion, signal?: AbortSignal): Promise<Confusion>;
  /** A file of the folder changed; without `path` it is not known which. */
  changed(folder: string, path?: string): void;
  /** The folder is no skill anymore. */
  forget(folder: string): void;
  dispose(): void;
}

/** Port: reports of folders that did not change since, kept between runs. */
export interface KeptReports {
  /** `key`: what the report depends on. */
  get(folder: string, key: string): SkillReport | undefined;
  put(folder: string, key: string, report: SkillReport): void;
  delete(folder: string): void;
}

/** Runs the check of a folder; throws `TooCostlyError` when it does not end, or ends the thread. */
export type Guard = <T>(check: () => T, folder: string) => T;

/** What another run may find otherwise. */
const unsure: ReadonlySet<string> = new Set(['check/failed', 'check/too-costly']);

/** Judges in the thread it lives in. */
export class SkillJudge implements Judge {
  readonly #reader: SkillReader;
  readonly #kept: KeptReports | undefined;
  readonly #guard: Guard;

  constructor(reader: SkillReader, kept?: KeptReports, guard: Guard = (run) => run()) {
    this.#reader = reader;
    this.#kept = kept;
    this.#guard = guard;
  }

  async judge(request: JudgeRequest, signal?: AbortSignal): Promise<SkillReport> {
    const { content } = request;
    const { folder, unsaved, publishedName } = request;
    if (content) return this.#guarded(() => judgeContent(content, request), folder);
    const key = this.#kept && (unsaved?.size ?? 0) === 0 ? await this.#keyOf(request) : undefined;
    const known = key === undefined ? undefined : this.#kept?.get(folder, key);
    if (known) return this.#withQuestions(folder, known);
    const reading = await this.#reader.read(folder, { publishedName, unsaved });
    // Judging takes longer than reading: what is out of date by now is not judged.
    signal?.throwIfAborted();
    const cut = await cutIn(reading.skill);
    const report = this.#guarded(() => toReport(reading, request, cut), folder);
    // What failed may have failed for want of memory: the next run tries again.
    if (key !== undefined && !report.problems.some(({ code }) => unsure.has(code)))
      this.#kept?.put(folder, key, report);
    return this.#withQuestions(folder, report);
  }

  /** Evals stay out of what is judged, and of what a report depends on. */
  async #withQuestions(folder: string, report: SkillReport): Promise<SkillReport> {
    if (!report.collected) return report;
    const questions = await this.#reader.questions(folder);
    return questions.length === 0 ? report : { ...report, collected: { ...report.collected, questions } };
  }

  async confusion(question: ConfusionQuestion, signal?: AbortSignal): Promise<Confusion> {
    const [{ confusionOf }, { inTurns }, { Turns }] = await Promise.all([
      import('../listing/confusionOf.ts'),
      import('../text/pieces.ts'),
      import('../bundle/turns.ts'),
    ]);
    // Of a thousand skills it takes a quarter of a second and more: what is typed meanwhile is judged in between.
    return inTurns(confusionOf(question), new Turns(signal));
  }

  changed(folder: string, path?: string): void {
    this.#reader.changed(folder, path);
  }

  forget(folder: string): void {
    this.#reader.forget(folder);
    this.#kept?.delete(folder);
  }

  dispose(): void {
    this.#reader.dispose();
  }

  /** A check that the guard ends is a problem of its skill alone. */
  #guarded(check: () => SkillReport, folder: string): SkillReport {
    try {
      return this.#guard(check, folder);
    } catch (error) {
      if (error instanceof TooCostlyError) return failedReport(error);
      throw error;
    }
  }

  async #keyOf(request: JudgeRequest): Promise<string | undefined> {
    const content = selectionKey(await this.#reader.select(request.folder));
    return content && keyOf([content, ...verdictParts(request), request.details ?? false]);
  }
}

/** Characters of front matter that every list shows. */
const alwaysListed = 1000;

/** What the list of an agent cuts off a skill; what finds it is loaded for a long front matter. */
async function cutIn(skill: Skill): Promise<readonly Finding[]> {
  const end = /[\r\n]---/.exec(skill.text);
  if (!end || end.index < alwaysListed) return [];
  return (await import('../listing/findings.ts')).cutFindings(skill);
}

/** What the reading of a folder depends on; `undefined` when a file in it cannot be told from a changed one. */
function selectionKey({ files, leftOut, problems }: Selection): string | undefined {
  if (files.some(({ stamp }) => stamp === undefined)) return undefined;
  return JSON.stringify([
    files.map(({ path, source, size, executable, stamp }) => [path, source, size, executable, stamp]),
    leftOut.map(({ path, kind, reason }) => [path, kind, reason]),
    problems.map(({ code, file, range }) => [code, file, range]),
  ]);
}

/** Judges what somebody else read of a folder. */
export function judgeContent(content: FolderContent | SkillReading, request: JudgeRequest): SkillReport {
  const { publishedName, unsaved } = request;
  const reading = toReading(content);
  const { selection, read, folderName } = reading;
  return toReport({ ...reading, skill: toSkill(selection, read, { folderName, publishedName, unsaved }) }, request);
}

/** Judges a SKILL.md that lies nowhere yet: what needs its folder is not told. */
export function judgeText(text: string, settings: Pick<JudgeRequest, 'target' | 'rules'>): SkillReport {
  const skill: Skill = { folderName: undefined, fileName: skillFileName, text, files: undefined };
  const selection = { files: [], leftOut: [], problems: [] };
  return toReport({ folderName: '', skill, selection, read: [], files: [], problems: [] }, { folder: '', ...settings });
}

/**
 * What a verdict depends on: every byte that is sent, what stays and why, and for whom it is judged. Readings of the
 * same key have the same problems.
 */
export function verdictKey({ folderName, selection, read, problems }: SkillReading, request: Verdict): string {
  return keyOf([
    folderName,
    read.map(({ path, mode, hash }) => [path, mode, hash]),
    selection.leftOut.map(({ path, kind, reason }) => [path, kind, reason]),
    problems.map(({ code, file, message, range }) => [code, file, message, range]),
    verdictParts(request),
  ]);
}

function verdictParts({ target, rules, limits, terms, publishedName }: Verdict): readonly unknown[] {
  return [target, rules, limits ?? {}, terms ?? [], publishedName ?? null];
}

function keyOf(parts: unknown): string {
  return hashOf(new TextEncoder().encode(JSON.stringify(parts)));
}

/** Judges what was read. */
function toReport(reading: SkillReading, request: JudgeRequest, cut: readonly Finding[] = []): SkillReport {
  const { folder, target, rules, limits, terms, details, unsaved } = request;
  const { skill } = reading;
  const placeOf = placesIn(skill);
  const isSaid = saidByHost(skill);
  const toPlaced = (problem: Problem): PlacedProblem => ({
    ...problem,
    at: placeOf(problem.file, problem.range),
    ...(problem.related ? { relatedAt: problem.related.map(({ file, range }) => placeOf(file, range)) } : {}),
    ...(isSaid(problem) ? { byHost: true } : {}),
    ...(details === true ? { details: detailsOf(skill, problem, placeOf) } : {}),
  });
  const collected = collectSkill(folder, skill);
  return {
    fileName: skill.fileName,
    key: (unsaved?.size ?? 0) === 0 ? verdictKey(reading, request) : undefined,
    problems: judgeSkill({ ...reading, problems: [...reading.problems, ...cut] }, { target, rules, limits, terms }).map(
      toPlaced,
    ),
    fingerprint: fingerprintOf(reading),
    contentKey: contentKeyOf(reading),
    unreadable: findIncomplete(reading)?.message,
    collected,
    anchors: [collected?.name?.range, collected?.listed.description?.range].flatMap((range) =>
      range ? [{ range, at: placeOf(skill.fileName ?? '', range) }] : [],
    ),
  };
}
