import type { RegistryCounts, WorkerAction } from '../../node/localRegistry/protocol.ts';
import { LocalRegistryError } from './localRegistryError.ts';
import type { LocalRegistryAddress, LocalRegistryOptions, LocalRegistryRun } from './localRegistryRun.ts';
import { l10n } from '../../core/text/l10n.ts';

/** The embedded Skills API of this window: a worker thread that starts with the first use and again after a crash. */
export class LocalRegistryHost {
  readonly #options: LocalRegistryOptions;
  #run: Promise<LocalRegistryRun> | undefined;
  #disposed = false;

  constructor(options: LocalRegistryOptions) {
    this.#options = options;
  }

  get databasePath(): string {
    return this.#options.databasePath;
  }

  /**
   * Where the registry answers; starts it when it does not run. Callers at the same time share one start. Rejects with
   * `LocalRegistryError`.
   */
  async ensureStarted(): Promise<LocalRegistryAddress> {
    return (await this.#current()).started;
  }

  /** What the file holds, over all windows. */
  async counts(): Promise<RegistryCounts> {
    return this.#request({ action: 'counts' });
  }

  /** Deletes every skill of the file; resolves to what was deleted. */
  async reset(): Promise<RegistryCounts> {
    return this.#request({ action: 'reset' });
  }

  /** Writes every skill as zips below `folder` (absolute); resolves to what was written. */
  async exportTo(folder: string): Promise<RegistryCounts> {
    return this.#request({ action: 'export', folder });
  }

  /** Ends the worker; running requests get up to 5 s. Nothing starts afterward. */
  async close(): Promise<void> {
    this.#disposed = true;
    await (await this.#run)?.close();
  }

  dispose(): void {
    void this.close();
  }

  async #request(action: WorkerAction): Promise<RegistryCounts> {
    const run = await this.#current();
    await run.started;
    return run.request(action);
  }

  async #current(): Promise<LocalRegistryRun> {
    if (this.#disposed) throw new LocalRegistryError(l10n.t`The local registry was closed with its window.`);
    if (this.#run) return this.#run;
    const starting = this.#start(() => {
      if (this.#run === starting) this.#run = undefined;
    });
    this.#run = starting;
    return starting;
  }

  async #start(forget: () => void): Promise<LocalRegistryRun> {
    const { LocalRegistryRun } = await import('./localRegistryRun.ts');
    const run = new LocalRegistryRun(this.#options);
    run.started.catch(forget);
    void run.ended.then(() => {
      forget();
      if (run.listening && !this.#disposed) {
        this.#options.onCrash(
          l10n.t`The local registry stopped unexpectedly: ${run.reason}. It restarts with the next request; everything published is kept.`,
        );
      }
    });
    return run;
  }
}
