import type { Connection } from '../../host/connection.ts';
import { pickConnection } from './pickConnection.ts';
import { askForKey } from './setApiKey.ts';
import type { Session } from '../session.ts';

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
