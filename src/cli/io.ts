/** What a CLI command may touch of the process that runs it. */
export interface CliIo {
  /** Writes as is; callers end their lines. Results go here, nothing else. */
  readonly stdout: (text: string) => void;
  /** Messages, progress and logs. */
  readonly stderr: (text: string) => void;
  /** Aborted on SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute; relative paths of arguments start here. */
  readonly cwd: string;
}

/** One subcommand: arguments after its name; resolves to the exit code. Never writes to the process itself. */
export type CliCommand = (args: readonly string[], io: CliIo) => Promise<number>;
