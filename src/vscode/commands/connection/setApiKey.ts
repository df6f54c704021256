import * as vscode from 'vscode';
import { toAbortSignal } from '../../host/cancellation.ts';
import { anthropicConnection, type Connection } from '../../host/connection.ts';
import { HumanError } from '../../host/humanError.ts';
import { RegistryClient } from '../../../core/registry/client.ts';
import { parseApiKey } from '../../../core/registry/apiKey.ts';
import { RegistryError } from '../../../core/registry/errors.ts';
import { pickConnection } from './pickConnection.ts';
import type { With } from '../session.ts';
import { l10n } from '../../../core/text/l10n.ts';

/** Sets the key of a connection and activates it. The one whose id is the argument stays beside the active one. */
export async function setApiKey(session: With<'connections' | 'log'>, argument?: unknown): Promise<void> {
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
export async function askForKey(session: With<'connections' | 'log'>, connection: Connection): Promise<boolean> {
  const { endpoint, profile } = connection;
  if (!endpoint || profile !== undefined) {
    void vscode.window.showInformationMessage(
      endpoint
        ? l10n.t`${connection.name} needs no API key: it signs in with profile ${profile ?? ''}.`
        : l10n.t`The local registry needs no API key.`,
    );
    return false;
  }
  const had = (await session.connections.apiKey(connection)) !== undefined;
  const input = await vscode.window.showInputBox({
    title: l10n.t`API key for ${connection.name}`,
    prompt: l10n.t`${had ? l10n.t`This replaces the stored key. ` : ''}It is kept in the secret storage of this computer and sent only to ${new URL(endpoint.baseUrl).host}.`,
    placeHolder: l10n.t`Paste the API key`,
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
async function connectionForKey({ connections }: With<'connections'>): Promise<Connection | undefined> {
  const { active } = connections;
  if (active && takesKey(active)) return active;
  return connections.list().filter(takesKey).length === 1
    ? anthropicConnection
    : pickConnection(connections, l10n.t`Which connection is the API key for?`);
}

function takesKey({ endpoint, profile }: Connection): boolean {
  return endpoint !== undefined && profile === undefined;
}

/** True when the key should be stored. Throws when the service refuses it. */
async function tryKey(connection: Connection, apiKey: string): Promise<boolean> {
  if (!connection.endpoint) return false;
  const client = new RegistryClient({ ...connection.endpoint, credential: { kind: 'key', key: apiKey } });
  try {
    await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: l10n.t`Verifying the key with ${connection.name}…`,
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
        l10n.t`${connection.name} does not accept this key, so it was not stored. Copy it again, or create a new one. ${saidByServer(error)}`,
        error.details,
      );
    if (error.kind === 'aborted') return false;
    const save = l10n.t`Store Key Anyway`;
    return (
      (await vscode.window.showWarningMessage(
        l10n.t`The key could not be verified. ${error.message}`,
        { modal: true },
        save,
      )) === save
    );
  }
}

function saidByServer(error: RegistryError): string {
  return error.details.serverMessage === undefined ? '' : l10n.t`Server message: ${error.details.serverMessage}`;
}

async function store(session: With<'connections' | 'log'>, connection: Connection, key: string): Promise<void> {
  try {
    await session.connections.storeApiKey(connection, key);
  } catch (error) {
    session.log.error('The secret storage refused the key.', error);
    throw new HumanError(
      l10n.t`The key could not be saved in the secret storage of this computer. On Linux, a keyring (such as gnome-keyring) must be running. Start one, then try again.`,
    );
  }
}

/** Removes the stored key of the active connection, after asking. */
export async function signOut({ connections }: With<'connections'>): Promise<void> {
  const withKey: Connection[] = [];
  for (const connection of connections.list()) {
    if (takesKey(connection) && (await connections.apiKey(connection)) !== undefined) withKey.push(connection);
  }
  if (withKey.length === 0) {
    void vscode.window.showInformationMessage(l10n.t`No API key is stored.`);
    return;
  }
  const rows = withKey.map((connection) => ({
    label: connection.name,
    detail: connection.endpoint?.baseUrl ?? '',
    connection,
  }));
  const chosen = await vscode.window.showQuickPick(rows, { title: l10n.t`Remove which API key from this computer?` });
  if (!chosen) return;
  await connections.deleteApiKey(chosen.connection);
  void vscode.window.showInformationMessage(
    l10n.t`The API key for ${chosen.connection.name} was removed from this computer. It is still valid: revoke it at the service if it should not be.`,
  );
}
