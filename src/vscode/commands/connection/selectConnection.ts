import * as vscode from 'vscode';
import type { Connection } from '../../host/connection.ts';
import type { Connections } from '../../host/connections.ts';
import { toIconSafe } from '../../host/labels.ts';
import { toDisplayText } from '../../../core/registry/redact.ts';
import type { Session } from '../session.ts';
import { askForKey } from './setApiKey.ts';

interface ConnectionPick extends vscode.QuickPickItem {
  readonly connection?: Connection;
}

/** Asks which connection is used from now on, and for its key when it has none. `undefined` when the user left. */
export async function selectConnection(session: Session): Promise<Connection | undefined> {
  const connection = await pickConnection(session.connections, 'Which registry do you want to work with?');
  if (!connection || !(await ensureKey(session, connection))) return undefined;
  await session.connections.activate(connection);
  return connection;
}

/** Asks for the key of a connection that needs one and has none. False when it still has none. */
export async function ensureKey(session: Session, connection: Connection): Promise<boolean> {
  if (!connection.endpoint || (await session.connections.apiKey(connection)) !== undefined) return true;
  return askForKey(session, connection);
}

/** The active connection; asks for one when there is none yet. */
export async function currentConnection(session: Session): Promise<Connection | undefined> {
  if (!session.connections.active) await selectConnection(session);
  return session.connections.active;
}

/** `undefined` when the user left, or went to the settings to add a connection. */
export async function pickConnection(
  connections: Connections,
  title: string,
  except?: Connection,
): Promise<Connection | undefined> {
  const offered = connections.list().filter(({ id }) => id !== except?.id);
  const rows = await Promise.all(offered.map((connection) => toPick(connections, connection)));
  const add: ConnectionPick = {
    label: '$(add) Add a connection…',
    detail: 'Opens the user setting skillPublisher.connections',
  };
  const refused = connections.refusals.map(
    (sentence): ConnectionPick => ({
      label: '$(warning) An entry of the setting cannot be used',
      detail: toDisplayText(sentence, 300),
    }),
  );
  const separator: ConnectionPick = { label: '', kind: vscode.QuickPickItemKind.Separator };
  const chosen = await vscode.window.showQuickPick([...rows, separator, ...refused, add], {
    title,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (chosen && !chosen.connection)
    await vscode.commands.executeCommand('workbench.action.openSettings', '@id:skillPublisher.connections');
  return chosen?.connection;
}

async function toPick(connections: Connections, connection: Connection): Promise<ConnectionPick> {
  const icon = connection.kind === 'local' ? '$(database)' : '$(cloud)';
  const key = !connection.endpoint
    ? 'embedded, works offline, needs no key'
    : (await connections.apiKey(connection)) === undefined
      ? 'no API key yet'
      : 'API key stored';
  const marks = [
    connection.id === connections.active?.id ? 'active' : '',
    connection.production ? 'production' : '',
  ].filter((mark) => mark !== '');
  return {
    label: `${icon} ${toIconSafe(connection.name)}`,
    description: marks.join(' · '),
    detail: connection.endpoint ? `${toIconSafe(connection.endpoint.baseUrl)} · ${key}` : key,
    connection,
  };
}
