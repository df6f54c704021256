import { Worker } from 'node:worker_threads';
import { TreeError } from '../../core/bundle/fileTree.ts';
import type { ImpactAnswer, ImpactQuestion, ImpactReader } from '../../core/impact/impact.ts';
import { ImpactError } from '../../core/impact/impactError.ts';
import type { Confusion } from '../../core/listing/confusable.ts';
import type { ConfusionQuestion } from '../../core/listing/confusionOf.ts';
import { TooCostlyError } from '../../core/skill/budget.ts';
import { failedReport } from '../../core/workspace/failedReport.ts';
import type { SkillReport } from '../../core/workspace/report.ts';
import type { Judge, JudgeRequest } from '../../core/workspace/skillJudge.ts';
import { l10n, usedTranslations } from '../../core/text/l10n.ts';
import { messageOf } from '../../core/text/message.ts';
import type { FromJudge, JudgeOptions, Material, ToJudge } from './protocol.ts';
import { mostLooks, Pulse } from './pulse.ts';
import { longestCheck } from './timeLimit.ts';

interface WorkerJudgeOptions extends Pick<JudgeOptions, 'store'> {
  /** Absolute path of `dist/judge.js`. */
  readonly program: string;
  /** A folder on disk, or what was read of one that is not. */
  readonly materialOf: (folder: string) => Material | Promise<Material>;
  /** Milliseconds after which a check is ended; `longestCheck` when left out. */
  readonly longestCheck?: number | undefined;
}

type Answer = Exclude<FromJudge, { readonly type: 'failed' }>;

interface Waiting {
  readonly message: ToJudge;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
  /** Workers that ended while it was under way. */
  ended: number;
}

/** After so many ended workers a folder is taken for what ended them. */
const maxEnded = 2;

const stopped = (): string => l10n.t`The check was stopped.`;

/** Milliseconds that a worker may take to keep what it found. */
const longestEnd = 5000;

/**
 * Judges and compares in a worker thread, which starts with the first request. When it ends by itself, what was under
 * way is asked again, one after the other, so that the folder at fault is found and the others are not lost. Once it is
 * disposed, everything rejects.
 */
export class WorkerJudge implements Judge, ImpactReader {
  readonly #options: WorkerJudgeOptions;
  readonly #waiting = new Map<number, Waiting>();
  /** What was under way when a worker ended: asked one after the other. */
  readonly #again: number[] = [];
  #worker: Worker | undefined;
  #pulse = new Pulse();
  /** As long as something is under way. */
  #watch: NodeJS.Timeout | undefined;
  #lastId = 0;
  #disposed = false;

  constructor(options: WorkerJudgeOptions) {
    this.#options = options;
  }

  async judge({ content, ...request }: JudgeRequest, signal?: AbortSignal): Promise<SkillReport> {
    const material = content ? { content } : await this.#options.materialOf(request.folder);
    const answer = await this.#ask((id) => ({ type: 'judge', id, request, material }), signal);
    if (answer.type !== 'report') throw new TypeError('Another answer than a report.');
    return answer.report;
  }

  async impact(question: ImpactQuestion, signal?: AbortSignal): Promise<ImpactAnswer> {
    const answer = await this.#ask((id) => ({ type: 'impact', id, question }), signal).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw new ImpactError(messageOf(error), { cause: error });
    });
    if (answer.type !== 'impact') throw new TypeError('Another answer than a comparison.');
    return answer.answer;
  }

  async confusion(question: ConfusionQuestion, signal?: AbortSignal): Promise<Confusion> {
    const answer = await this.#ask((id) => ({ type: 'confusion', id, question }), signal);
    if (answer.type !== 'confusion') throw new TypeError('Another answer than a confusion.');
    return answer.answer;
  }

  #ask(toMessage: (id: number) => ToJudge, signal: AbortSignal | undefined): Promise<Answer> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      if (this.#disposed) throw new Error(stopped());
      const onAbort = (): void => {
        this.#waiting.delete(id);
        this.#post({ type: 'abort', id });
        reject(signal?.reason instanceof Error ? signal.reason : new Error('Aborted'));
      };
      const done = (): void => {
        signal?.removeEventListener('abort', onAbort);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiting.set(id, {
        message: toMessage(id),
        ended: 0,
        resolve: (answer) => {
          done();
          resolve(answer);
        },
        reject: (error) => {
          done();
          reject(error);
        },
      });
      if (this.#again.length === 0) this.#send(id);
      else this.#again.push(id);
    });
  }

  changed(folder: string, path?: string): void {
    this.#post({ type: 'changed', folder, path });
  }

  forget(folder: string): void {
    this.#post({ type: 'forget', folder });
  }

  /** The worker keeps what it found and ends. */
  dispose(): void {
    this.#disposed = true;
    for (const { reject } of this.#waiting.values()) reject(new Error(stopped()));
    this.#waiting.clear();
    this.#post({ type: 'close' });
    this.#worker?.unref();
  }

  /** The same, and resolves when the worker has ended: by itself, or because it took too long. */
  async end(): Promise<void> {
    const worker = this.#worker;
    const ended = worker && new Promise<unknown>((resolve) => worker.once('exit', resolve));
    this.dispose();
    worker?.ref();
    const timer = setTimeout(() => void worker?.terminate(), longestEnd);
    await ended;
    clearTimeout(timer);
  }

  #send(id: number): void {
    const waiting = this.#waiting.get(id);
    if (!waiting || this.#disposed) return;
    this.#worker ??= this.#start();
    this.#post(waiting.message);
    this.#watch ??= setInterval(() => {
      this.#look();
    }, this.#longestCheck / mostLooks).unref();
  }

  #post(message: ToJudge): void {
    this.#worker?.postMessage(message);
  }

  #start(): Worker {
    const { program, store } = this.#options;
    this.#pulse = new Pulse();
    const workerData: JudgeOptions = { pulse: this.#pulse.memory, store, translations: usedTranslations() };
    // Its output goes nowhere: in the extension host it would end in another extension's log.
    const worker = new Worker(program, { workerData, stdout: true, stderr: true, env: {} });
    worker.on('message', (message: FromJudge) => {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.type === 'failed') waiting?.reject(toError(message));
      else waiting?.resolve(message);
      this.#next(message.id);
    });
    let reason = l10n.t`its thread ended`;
    worker.on('error', (error) => {
      reason = messageOf(error);
    });
    worker.on('exit', () => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      if (!this.#disposed) this.#restart(reason);
    });
    return worker;
  }

  get #longestCheck(): number {
    return this.#options.longestCheck ?? longestCheck;
  }

  /** Ends the thread when a check in it does not end: the folder has its report then, and another thread does the rest. */
  #look(): void {
    if (this.#waiting.size === 0 && !this.#pulse.isRunning) {
      clearInterval(this.#watch);
      this.#watch = undefined;
    }
    const id = this.#pulse.look();
    if (id === undefined) return;
    void this.#worker?.terminate();
    this.#worker = undefined;
    const folder = folderAskedBy(this.#waiting.get(id));
    const report = failedReport(new TooCostlyError(l10n.t`It took more than ${this.#longestCheck} ms.`));
    for (const [each, waiting] of this.#waiting) {
      if (folder === undefined || folderAskedBy(waiting) !== folder) continue;
      this.#waiting.delete(each);
      waiting.resolve({ type: 'report', id: each, report });
    }
    this.#pulse = new Pulse();
    this.#again.length = 0;
    for (const each of this.#waiting.keys()) this.#send(each);
  }

  #restart(reason: string): void {
    // Of several that were under way nobody knows which one it was; of one alone everybody does.
    const alone = this.#again.length > 0;
    const suspects = alone ? this.#again.slice(0, 1) : [...this.#waiting.keys()];
    for (const id of suspects) {
      const waiting = this.#waiting.get(id);
      if (!waiting) continue;
      waiting.ended += 1;
      if (waiting.ended < maxEnded) continue;
      this.#waiting.delete(id);
      waiting.reject(new Error(l10n.t`the check ended early (${reason}).`));
    }
    this.#again.splice(0, this.#again.length, ...this.#waiting.keys());
    const [first] = this.#again;
    if (first !== undefined) this.#send(first);
  }

  /** Goes on with what is asked one after the other. */
  #next(id: number): void {
    const at = this.#again.indexOf(id);
    if (at < 0) return;
    this.#again.splice(at, 1);
    while (this.#again.length > 0 && !this.#waiting.has(this.#again[0] ?? 0)) this.#again.shift();
    const [first] = this.#again;
    if (first !== undefined) this.#send(first);
  }
}

function folderAskedBy(waiting: Waiting | undefined): string | undefined {
  return waiting?.message.type === 'judge' ? waiting.message.request.folder : undefined;
}

function toError({ message, isUnreadable }: FromJudge & { readonly type: 'failed' }): Error {
  return isUnreadable ? new TreeError('failed', '', message) : new Error(message);
}
