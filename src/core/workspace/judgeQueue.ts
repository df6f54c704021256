import type { Disposable } from '../text/emitter.ts';
import type { SkillReport } from './report.ts';

/** Port of the queue. */
interface QueuePort {
  judge(folder: string, signal: AbortSignal): Promise<SkillReport>;
  /** Folders that somebody looks at, the most urgent first. */
  first(): readonly string[];
  readonly atOnce?: number | undefined;
  /** Takes a result; called at once. */
  onReport(folder: string, report: SkillReport): void;
  /** A folder could not be judged: the others go on. */
  onError(error: unknown): void;
}

/** Folders that are judged side by side: while one is read, another one is judged. */
const usuallyAtOnce = 4;

/**
 * Judges folders one after the other, those that somebody looks at first. A folder that changes while it is judged is
 * judged again; the older result is dropped.
 */
export class JudgeQueue implements Disposable {
  readonly #port: QueuePort;
  readonly #waiting = new Set<string>();
  readonly #running = new Map<string, AbortController>();
  readonly #idle = new Set<() => void>();
  #disposed = false;

  constructor(port: QueuePort) {
    this.#port = port;
  }

  add(folder: string): void {
    if (this.#disposed) return;
    this.#running.get(folder)?.abort();
    this.#waiting.add(folder);
    // What changes in this moment is judged together.
    queueMicrotask(() => {
      this.#fill();
    });
  }

  /** What was waiting or under way for it is dropped. */
  remove(folder: string): void {
    this.#waiting.delete(folder);
    this.#running.get(folder)?.abort();
  }

  /** Resolves when nothing waits and nothing runs. */
  async idle(): Promise<void> {
    while (!this.#disposed && (this.#waiting.size > 0 || this.#running.size > 0))
      await new Promise<void>((resolve) => this.#idle.add(resolve));
  }

  dispose(): void {
    this.#disposed = true;
    this.#waiting.clear();
    for (const running of this.#running.values()) running.abort();
    this.#wake();
  }

  #fill(): void {
    while (this.#running.size < (this.#port.atOnce ?? usuallyAtOnce)) {
      const folder = this.#next();
      if (folder === undefined) break;
      this.#waiting.delete(folder);
      const controller = new AbortController();
      this.#running.set(folder, controller);
      void this.#run(folder, controller);
    }
    if (this.#waiting.size === 0 && this.#running.size === 0) this.#wake();
  }

  #next(): string | undefined {
    const urgent = this.#port.first().find((folder) => this.#waiting.has(folder) && !this.#running.has(folder));
    if (urgent !== undefined) return urgent;
    for (const folder of this.#waiting) if (!this.#running.has(folder)) return folder;
    return undefined;
  }

  async #run(folder: string, controller: AbortController): Promise<void> {
    const report = await this.#port.judge(folder, controller.signal).catch(async (error: unknown) => {
      if (controller.signal.aborted) return undefined;
      this.#port.onError(error);
      return (await import('./failedReport.ts')).failedReport(error);
    });
    this.#running.delete(folder);
    try {
      if (report && !controller.signal.aborted && !this.#disposed) this.#port.onReport(folder, report);
    } catch (error) {
      this.#port.onError(error);
    }
    this.#fill();
  }

  #wake(): void {
    const waiting = [...this.#idle];
    this.#idle.clear();
    for (const resolve of waiting) resolve();
  }
}
