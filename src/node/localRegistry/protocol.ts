import type { Translations } from '../../core/text/l10n.ts';

/** What the editor's side hands to the worker as `workerData`. */
export interface WorkerOptions {
  /** Absolute path of the SQLite file. */
  readonly database: string;
  /** The only API key this worker accepts; every window has its own. */
  readonly token: string;
  /** Of what the window shows. Answers to requests are in English, as those of the Skills API are. */
  readonly translations?: Translations | undefined;
}

export interface RegistryCounts {
  readonly skills: number;
  readonly versions: number;
  /** Bytes of all archives, each content counted once. */
  readonly archiveBytes: number;
}

/** Things the editor asks of the worker beside HTTP. */
export type WorkerAction =
  | { readonly action: 'counts' }
  /** Deletes every skill of the file; answers with what was deleted. */
  | { readonly action: 'reset' }
  /** Writes every skill below `folder` (absolute); answers with what was written. */
  | { readonly action: 'export'; readonly folder: string };

export type ToWorker = { readonly type: 'close' } | ({ readonly type: 'request'; readonly id: number } & WorkerAction);

export type FromWorker =
  | { readonly type: 'listening'; readonly url: string }
  /** Something the user should know, such as a damaged file that was set aside. */
  | { readonly type: 'notice'; readonly message: string }
  /** The registry could not start. `message` is fit to show. The worker ends. */
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'result'; readonly id: number; readonly counts: RegistryCounts }
  | { readonly type: 'error'; readonly id: number; readonly message: string };
