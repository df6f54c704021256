import { HumanError } from '../host/failures.ts';
import type { Connection } from '../host/connection.ts';
import { isRegistryNode, type RegistryNode } from '../host/registryNode.ts';
import type { Session } from './session.ts';

/** What a command of the view was started on: the row of the menu, or all selected rows when it is one of them; from the keyboard the selection. */
export function rowsOf(session: Session, argument: unknown, selection: unknown): readonly RegistryNode[] {
  const given = Array.isArray(selection) ? selection.filter(isRegistryNode) : [];
  if (given.length > 0) return given;
  return isRegistryNode(argument) ? [argument] : session.registryView.selection;
}

/** The connection a row belongs to. Throws `HumanError` when it was removed meanwhile. */
export function connectionOf(session: Session, { connectionId }: Pick<RegistryNode, 'connectionId'>): Connection {
  const connection = session.connections.list().find(({ id }) => id === connectionId);
  if (!connection) throw new HumanError('The connection of this row is no longer set up. Choose another one with “Skills: Select Connection…”.');
  return connection;
}
