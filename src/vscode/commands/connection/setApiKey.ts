import * as vscode from 'vscode';
import { toAbortSignal } from '../../host/cancellation.ts';
import { anthropicConnection, type Connection } from '../../host/connection.ts';
import { HumanError } from '../../host/failures.ts';
import { RegistryClient } from '../../../core/registry/client.ts';
import { parseApiKey } from '../../../core/registry/endpoint.ts';
import { RegistryError } from '../../../core/registry/errors.ts';
import { pickConnection } from './pickConnection.ts';
import type { Session } from '../session.ts';

/** Sets the key of a connection and activates it. The one whose id is the argument stays beside the active one. */
export async function setApiKey(session: Session, argument?: unknown): Promise<void> {
  const { connections } = session;
  const named = connections.list().find(({ id }) => id === argument);
  const connection = named ?? (await connectionForKey(session));
  if (connection && (await askForKey(session, connection)) && (!named || !connections.active))
    await connections.activate(connection);
}

/**
 * Asks for the key of a connection, tries it, and stores it when the service takes it. A refused key is never stored;
 * where the service cannot be asked, storing it is the user's choice. True when it was stored.
 */
export async function askForKey(session: Session, connection: Connection): Promise<boolean> {
  const { endpoint } = connection;
  if (!endpoint) {
    void vscode.window.showInformationMessage('The local registry needs no API key.');
    return false;
  }
  const had = (await session.connections.apiKey(connection)) !== undefined;
  const input = await vscode.window.showInputBox({
    title: `API key for ${connection.name}`,
    prompt:
      `${had ? 'Replaces the stored key. ' : ''}It is kept in the secret storage of this computer and ` +
      `sent only to ${new URL(endpoint.baseUrl).host}.`,
    placeHolder: 'Paste the API key',
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => {
      const checked = text === '' ? undefined : parseApiKey(text, endpoint.baseUrl);
      return checked?.ok === false ? checked.reason : undefined;
    },
  });
  const checked = input === undefined ? undefined : parseApiKey(input, endpoint.baseUrl);
  if (!checked) return false;
  if (!checked.ok) throw new HumanError(checked.reason);
  session.log.keepOut(checked.value);
  if (!(await tryKey(connection, checked.value))) return false;
  await store(session, connection, checked.value);
  return true;
}

/** The active connection where it takes a key, else the only one that can, else the user's choice. */
async function connectionForKey({ connections }: Session): Promise<Connection | undefined> {
  const { active } = connections;
  if (active?.endpoint) return active;
  return connections.list().filter((connection) => connection.endpoint).length === 1
    ? anthropicConnection
    : pickConnection(connections, 'Which connection is the API key for?');
}

/** True when the key should be stored. Throws when the service refuses it. */
async function tryKey(connection: Connection, apiKey: string): Promise<boolean> {
  if (!connection.endpoint) return false;
  const client = new RegistryClient({ ...connection.endpoint, apiKey });
  try {
    await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: `Trying the key on ${connection.name}…`,
        cancellable: true,
      },
      (_progress, token) => client.listSkills({ limit: 1, signal: toAbortSignal(token) }),
    );
    return true;
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    if (error.kind === 'auth')
      throw new RegistryError(
        'auth',
        `${connection.name} does not accept this key; it was not stored. Copy it again, or make a new one. ` +
          saidByServer(error),
        error.details,
      );
    if (error.kind === 'aborted') return false;
    const save = 'Store Key Anyway';
    return (
      (await vscode.window.showWarningMessage(
        `The key could not be tried. ${error.message}`,
        { modal: true },
        save,
      )) === save
    );
  }
}

function saidByServer(error: RegistryError): string {
  return error.details.serverMessage === undefined ? '' : `It says: ${error.details.serverMessage}`;
}

async function store(session: Session, connection: Connection, key: string): Promise<void> {
  try {
    await session.connections.storeApiKey(connection, key);
  } catch (error) {
    session.log.error('The secret storage refused the key.', error);
    throw new HumanError(
      'The secret storage of this computer does not take the key. On Linux, a keyring (for example ' +
        'gnome-keyring) must be running; then try again.',
    );
  }
}

/** Removes the stored key of the active connection, after asking. */
export async function signOut({ connections }: Session): Promise<void> {
  const withKey: Connection[] = [];
  for (const connection of connections.list()) {
    if (connection.endpoint && (await connections.apiKey(connection)) !== undefined) withKey.push(connection);
  }
  if (withKey.length === 0) {
    void vscode.window.showInformationMessage('No API key is stored.');
    return;
  }
  const rows = withKey.map((connection) => ({
    label: connection.name,
    detail: connection.endpoint?.baseUrl ?? '',
    connection,
  }));
  const chosen = await vscode.window.showQuickPick(rows, { title: 'Remove which API key from this computer?' });
  if (!chosen) return;
  await connections.deleteApiKey(chosen.connection);
  void vscode.window.showInformationMessage(
    `The API key for ${chosen.connection.name} was removed from this computer. It is still valid: revoke it at ` +
      'the service if it should not be.',
  );
}
