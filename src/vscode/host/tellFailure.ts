import * as vscode from 'vscode';
import { ArchiveError } from '../../core/bundle/archiveError.ts';
import { LedgerError } from '../../core/publish/ledgerError.ts';
import { isMendedByKey, RegistryError } from '../../core/registry/errors.ts';
import { l10n } from '../../core/text/l10n.ts';
import { messageOf } from '../../core/text/message.ts';
import type { Connection } from './connection.ts';
import { HumanError } from './humanError.ts';
import { LocalRegistryError } from './localRegistryError.ts';
import type { Log } from './log.ts';

interface Action {
  readonly title: string;
  readonly command: string;
  readonly arguments?: readonly unknown[];
}

/** The action that mends a kind of failure; of the active connection where none is given. */
function actionsFor(error: unknown, connection: Connection | undefined): readonly Action[] {
  const showLog: Action = { title: l10n.t`Show Log`, command: 'skillPublisher.showLog' };
  const signIn: Action = { title: l10n.t`Sign In with a Profile…`, command: 'skillPublisher.signInWithProfile' };
  const report: Action = { title: l10n.t`Report Issue…`, command: 'skillPublisher.reportIssue' };
  if (error instanceof HumanError) return [];
  if (!(error instanceof RegistryError)) return isKnown(error) ? [showLog] : [showLog, report];
  const setKey: Action = {
    title: l10n.t`Set API Key`,
    command: 'skillPublisher.setApiKey',
    arguments: connection ? [connection.id] : [],
  };
  switch (error.kind) {
    case 'auth':
    case 'denied':
      return [isMendedByKey(error) ? setKey : signIn, showLog];
    case 'offline':
    case 'shape':
      return [{ title: l10n.t`Change Connection`, command: 'skillPublisher.selectConnection' }, showLog];
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

/** Logs and shows the failure of `what`, the title of a command; does not wait for the user. */
export function tellFailure(log: Log, what: string, error: unknown, connection: Connection | undefined): void {
  const known = isKnown(error);
  const sentence = known ? error.message : l10n.t`${what.replace(/ ?…$/, '')} failed unexpectedly: ${messageOf(error)}`;
  const requestId = error instanceof RegistryError ? error.details.requestId : undefined;
  log.error(
    `${what}: ${sentence}${requestId === undefined ? '' : ` (request ${requestId})`}`,
    known ? undefined : error,
  );
  const actions = actionsFor(error, connection);
  void vscode.window.showErrorMessage(log.redact(sentence), ...actions.map(({ title }) => title)).then((chosen) => {
    const action = actions.find(({ title }) => title === chosen);
    if (action) void vscode.commands.executeCommand(action.command, ...(action.arguments ?? []));
  });
}
