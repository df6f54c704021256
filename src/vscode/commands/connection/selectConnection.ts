import { localConnection, type Connection } from '../../host/connection.ts';
import type { Connections } from '../../host/connections.ts';
import { pickConnection } from './pickConnection.ts';
import { askForKey } from './setApiKey.ts';
import type { With } from '../session.ts';
import { l10n } from '../../../core/text/l10n.ts';

/** Asks which connection is used from now on, and for its key when it has none. `undefined` when the user left. */
export async function selectConnection(session: With<'connections' | 'log'>): Promise<Connection | undefined> {
  const connection = await pickConnection(session.connections, l10n.t`Which registry do you want to work with?`);
  if (!connection || !(await ensureKey(session, connection))) return undefined;
  await session.connections.activate(connection);
  return connection;
}

/** Asks for the key of a connection that needs one and has none. False when it still has none. */
export async function ensureKey(session: With<'connections' | 'log'>, connection: Connection): Promise<boolean> {
  return !(await session.connections.lacksKey(connection)) || askForKey(session, connection);
}

/**
 * The active connection. When there is none yet it asks for one, unless there is nothing to choose: without a key and
 * without a connection of one's own only the local registry can be used, which needs neither.
 */
export async function currentConnection(session: With<'connections' | 'log'>): Promise<Connection | undefined> {
  const { connections } = session;
  if (connections.active) return connections.active;
  if (await isLocalAlone(connections)) await connections.activate(localConnection);
  else await selectConnection(session);
  return connections.active;
}

async function isLocalAlone(connections: Connections): Promise<boolean> {
  if (connections.refusals.length > 0) return false;
  const others = connections.list().filter(({ kind }) => kind !== 'local');
  const keys = await Promise.all(others.map((connection) => connections.apiKey(connection)));
  return others.every(({ kind }) => kind === 'anthropic') && keys.every((key) => key === undefined);
}
