import { randomBytes } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type {
  FromWorker,
  RegistryCounts,
  ToWorker,
  WorkerAction,
  WorkerOptions,
} from '../../node/localRegistry/protocol.ts';
import { LocalRegistryError } from './localRegistryError.ts';
import { messageOf } from '../../core/text/message.ts';
import { l10n, usedTranslations } from '../../core/text/l10n.ts';

export interface LocalRegistryOptions {
  /** Absolute path of `dist/localRegistry.js`. */
  readonly workerPath: string;
  /** Absolute path of the SQLite file, which windows share. */
  readonly databasePath: string;
  /**
   * Told when a running registry ended by itself. It starts again with the next `ensureStarted`; whatever it answered
   * with 200 is kept.
   */
  readonly onCrash: (message: string) => void;
  /** Told what the user should know, such as a damaged file that was set aside. */
  readonly onNotice?: ((message: string) => void) | undefined;
}

export interface LocalRegistryAddress {
  /** `http://127.0.0.1:<port>`; another one after each start. */
  readonly url: string;
  /** The API key of this window's registry. */
  readonly token: string;
}

const startTimeoutMs = 20_000;
const closeTimeoutMs = 6000;

/** One run of the worker, from start to end. */
export class LocalRegistryRun {
  readonly started: Promise<LocalRegistryAddress>;
  readonly ended: Promise<void>;
  /** Why it ended before anybody asked it to; for the message. */
  #reason = l10n.t`its worker ended`;
  #listening = false;
  readonly #worker: Worker;
  readonly #pending = new Map<number, { resolve: (counts: RegistryCounts) => void; reject: (error: Error) => void }>();
  #lastId = 0;

  constructor(options: LocalRegistryOptions) {
    const token = randomBytes(24).toString('base64url');
    const data: WorkerOptions = { database: options.databasePath, token, translations: usedTranslations() };
    // Its output goes nowhere: in the extension host it would end in another extension's log.
    this.#worker = new Worker(options.workerPath, { workerData: data, stdout: true, stderr: true, env: {} });
    // Unread, it would stop the worker once the pipes are full.
    this.#worker.stdout.resume();
    this.#worker.stderr.resume();
    this.started = new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(
          new LocalRegistryError(
            l10n.t`The local registry did not start in time. Try again. If that does not help, run Open Local Registry Folder and check whether another program is using its file.`,
          ),
        );
        void this.#worker.terminate();
      }, startTimeoutMs);
      this.#worker.on('message', (message: FromWorker) => {
        if (message.type === 'listening') {
          this.#listening = true;
          clearTimeout(timer);
          resolve({ url: message.url, token });
        } else if (message.type === 'failed') {
          reject(new LocalRegistryError(message.message));
        } else if (message.type === 'notice') {
          options.onNotice?.(message.message);
        } else {
          this.#settle(message);
        }
      });
      this.#worker.on('error', (error) => {
        this.#reason = messageOf(error);
      });
      this.#worker.on('exit', () => {
        clearTimeout(timer);
        reject(new LocalRegistryError(l10n.t`The local registry could not start: ${this.#reason}.`));
      });
    });
    this.ended = new Promise((resolve) => {
      this.#worker.on('exit', () => {
        for (const { reject } of this.#pending.values())
          reject(new LocalRegistryError(l10n.t`The local registry stopped: ${this.#reason}.`));
        resolve();
      });
    });
    // Whoever awaits `started` sees the error; nobody else has to.
    this.started.catch(() => undefined);
  }

  get listening(): boolean {
    return this.#listening;
  }

  get reason(): string {
    return this.#reason;
  }

  request(action: WorkerAction): Promise<RegistryCounts> {
    return new Promise((resolve, reject) => {
      this.#lastId += 1;
      this.#pending.set(this.#lastId, { resolve, reject });
      this.#send({ type: 'request', id: this.#lastId, ...action });
    });
  }

  async close(): Promise<void> {
    this.#send({ type: 'close' });
    const timer = setTimeout(() => {
      void this.#worker.terminate();
    }, closeTimeoutMs);
    await this.ended;
    clearTimeout(timer);
  }

  #settle(message: Extract<FromWorker, { id: number }>): void {
    const waiting = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.type === 'result') waiting?.resolve(message.counts);
    else waiting?.reject(new LocalRegistryError(message.message));
  }

  #send(message: ToWorker): void {
    this.#worker.postMessage(message);
  }
}
