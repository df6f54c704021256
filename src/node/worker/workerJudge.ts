import { Worker } from 'node:worker_threads';
import { TreeError } from '../../core/bundle/fileTree.ts';
import type { SkillReport } from '../../core/workspace/report.ts';
import type { Judge, JudgeRequest } from '../../core/workspace/skillJudge.ts';
import type { FromJudge, JudgeOptions, Material, ToJudge } from './protocol.ts';

export interface WorkerJudgeOptions extends JudgeOptions {
  /** Absolute path of `dist/judge.js`. */
  readonly program: string;
  /** A folder on disk, or what was read of one that is not. */
  readonly materialOf: (folder: string) => Material | Promise<Material>;
}

interface Waiting {
  readonly request: JudgeRequest;
  readonly material: Material;
  readonly resolve: (report: SkillReport) => void;
  readonly reject: (error: Error) => void;
  /** Workers that ended while it was under way. */
  ended: number;
}

/** After so many ended workers a folder is taken for what ended them. */
const maxEnded = 2;

/** Milliseconds that a worker may take to keep what it found. */
const longestEnd = 5000;

/**
 * Judges in a worker thread, which starts with the first request. When it ends by itself, what was under way is asked
 * again, one after the other, so that the folder at fault is found and the others are not lost.
 */
export class WorkerJudge implements Judge {
  readonly #options: WorkerJudgeOptions;
  readonly #waiting = new Map<number, Waiting>();
  /** What was under way when a worker ended: asked one after the other. */
  readonly #again: number[] = [];
  #worker: Worker | undefined;
  #lastId = 0;
  #disposed = false;

  constructor(options: WorkerJudgeOptions) {
    this.#options = options;
  }

  async judge({ content, ...request }: JudgeRequest, signal?: AbortSignal): Promise<SkillReport> {
    const material = content ? { content } : await this.#options.materialOf(request.folder);
    signal?.throwIfAborted();
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
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
        request,
        material,
        ended: 0,
        resolve: (report) => {
          done();
          resolve(report);
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
    for (const { reject } of this.#waiting.values()) reject(new Error('The check was stopped.'));
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
    this.#post({ type: 'judge', id, request: waiting.request, material: waiting.material });
  }

  #post(message: ToJudge): void {
    this.#worker?.postMessage(message);
  }

  #start(): Worker {
    const { program, store } = this.#options;
    const workerData: JudgeOptions = { store };
    // Its output goes nowhere: in the extension host it would end in another extension's log.
    const worker = new Worker(program, { workerData, stdout: true, stderr: true, env: {} });
    worker.on('message', (message: FromJudge) => {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.type === 'report') waiting?.resolve(message.report);
      else waiting?.reject(toError(message));
      this.#next(message.id);
    });
    let reason = 'its thread ended';
    worker.on('error', (error) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
      if (!this.#disposed) this.#restart(reason);
    });
    return worker;
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
      waiting.reject(new Error(`the check ended early (${reason}).`));
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

function toError({ message, isUnreadable }: FromJudge & { readonly type: 'failed' }): Error {
  return isUnreadable ? new TreeError('failed', '', message) : new Error(message);
}
