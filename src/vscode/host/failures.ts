import * as vscode from 'vscode';
import { ArchiveError } from '../../core/bundle/archiveError.ts';
import { LedgerError } from '../../core/publish/ledgerError.ts';
import { RegistryError } from '../../core/registry/errors.ts';
import type { Connection } from './connection.ts';
import { LocalRegistryError } from './localRegistryError.ts';
import type { Log } from './log.ts';

/** A failure of a command with advice, fit to show as it is. */
export class HumanError extends Error {
  override readonly name = 'HumanError';
}

interface Action {
  readonly title: string;
  readonly command: string;
  readonly arguments?: readonly unknown[];
}

const reportIssue: Action = { title: 'Report Issue…', command: 'skillPublisher.reportIssue' };
const showLog: Action = { title: 'Show Log', command: 'skillPublisher.showLog' };

/** The action that mends a kind of failure; of the active connection where none is given. */
function actionsFor(error: unknown, connection: Connection | undefined): readonly Action[] {
  if (error instanceof HumanError) return [];
  if (!(error instanceof RegistryError)) return isKnown(error) ? [showLog] : [showLog, reportIssue];
  const setKey: Action = {
    title: 'Set API Key',
    command: 'skillPublisher.setApiKey',
    arguments: connection ? [connection.id] : [],
  };
  switch (error.kind) {
    case 'auth':
    case 'denied':
      return [setKey, showLog];
    case 'offline':
    case 'shape':
      return [{ title: 'Change Connection', command: 'skillPublisher.selectConnection' }, showLog];
    default:
      return [showLog];
  }
}

/** Its message was written to be shown. */
function isKnown(error: unknown): error is Error {
  return [RegistryError, HumanError, LocalRegistryError, ArchiveError, LedgerError].some(
    (kind) => error instanceof kind,
  );
}

/** The one place that turns a failed command into a message. Cancelling is not a failure. */
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
      this.show(what, error);
      return undefined;
    }
  }

  /**
   * Logs and shows; does not wait for the user. `connection`: the one that failed, where it need not be the active one.
   */
  show(what: string, error: unknown, connection?: Connection): void {
    const known = isKnown(error);
    const sentence = known
      ? error.message
      : `${what} failed unexpectedly: ${error instanceof Error ? error.message : String(error)}`;
    const requestId = error instanceof RegistryError ? error.details.requestId : undefined;
    this.#log.error(
      `${what}: ${sentence}${requestId === undefined ? '' : ` (request ${requestId})`}`,
      known ? undefined : error,
    );
    const actions = actionsFor(error, connection);
    void vscode.window
      .showErrorMessage(this.#log.redact(sentence), ...actions.map((action) => action.title))
      .then((chosen) => {
        const action = actions.find((candidate) => candidate.title === chosen);
        if (action) void vscode.commands.executeCommand(action.command, ...(action.arguments ?? []));
      });
  }
}
