import * as vscode from 'vscode';
import { RegistryError } from '../../core/registry/errors.ts';
import type { Connection } from './connection.ts';
import type { Log } from './log.ts';

/** The one place that turns a failed command into a message. Canceling is not a failure. */
export class Failures {
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Runs a command's work; whatever it throws is logged and shown once. Resolves to `undefined` after a failure. */
  async guard<T>(what: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof vscode.CancellationError || (error instanceof RegistryError && error.kind === 'aborted'))
        return undefined;
      await this.show(what, error);
      return undefined;
    }
  }

  /**
   * Logs and shows; does not wait for the user. `connection`: the one that failed, where it need not be the active one.
   */
  async show(what: string, error: unknown, connection?: Connection): Promise<void> {
    const { tellFailure } = await import('./tellFailure.ts');
    tellFailure(this.#log, what, error, connection);
  }
}
