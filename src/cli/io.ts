import type { Delay } from '../core/registry/retry.ts';

/** What a CLI command may touch of the process that runs it. */
export interface CliIo {
  /** Writes as is; callers end their lines. Results go here, nothing else. */
  readonly stdout: (text: string) => void;
  /** Messages, progress and logs. */
  readonly stderr: (text: string) => void;
  /**
   * The same two for what has colors or moves the cursor: there, whatever else would do that is shown as `U+XXXX`. Of
   * texts that were read only those go here that were made safe.
   */
  readonly styled?: Pick<CliIo, 'stdout' | 'stderr'> | undefined;
  /** Writes commands of our own for a CI service; whatever else looks like one is made harmless in its logs. */
  readonly command?: ((text: string) => void) | undefined;
  /**
   * Has a CI service blank a secret out of its log. On the stream of messages: results are often kept in files, where
   * nobody takes it for a command.
   */
  readonly mask?: ((secret: string) => void) | undefined;
  /** Aborted on SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  /** Aborted on a second signal: what became of an upload is not looked for any longer. */
  readonly giveUp?: AbortSignal | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute; relative paths of arguments start here. */
  readonly cwd: string;
  /** Asks the person at the terminal and gives the line typed; `undefined`, or left out, where there is no terminal. */
  readonly ask?: ((question: string) => Promise<string | undefined>) | undefined;
  /** Of this tool. */
  readonly version?: string | undefined;
  /** Everything that comes on the standard input. */
  readonly stdin?: (() => Promise<string>) | undefined;
  /** Whether results and messages go to a terminal; neither when left out. */
  readonly terminal?: { readonly stdout: boolean; readonly stderr: boolean } | undefined;
  /** Absolute path of `dist/judge.js`, for several threads; everything runs in this one when left out. */
  readonly judgeProgram?: string | undefined;
  /** The `fetch` for requests; the global one when left out. */
  readonly fetch?: typeof fetch | undefined;
  /** Waits between two tries of a request; by the clock when left out. */
  readonly delay?: Delay | undefined;
}
