import * as vscode from 'vscode';
import { HumanError } from '../../host/humanError.ts';
import type { Connection } from '../../host/connection.ts';
import {
  isRegistryNode,
  isSkillNode,
  isVersionNode,
  nodeId,
  type RegistryNode,
  type SkillNode,
  type VersionNode,
} from '../../host/registryNode.ts';
import type { With } from '../session.ts';
import { l10n } from '../../../core/text/l10n.ts';

/**
 * What a command of the view was started on: the row of the menu, or all selected rows when it is one of them; from the
 * keyboard the selection.
 */
export function rowsOf(session: With<'registryView'>, argument: unknown, selection: unknown): readonly RegistryNode[] {
  const given = Array.isArray(selection) ? selection.filter(isRegistryNode) : [];
  if (given.length > 0) return given;
  return isRegistryNode(argument) ? [argument] : session.registryView.selection;
}

/**
 * What a command that also has a key was started on. A key works on the selected rows when the focused row is one of
 * them, else on the focused row. Arrow keys move only the focus, and VS Code does not tell an extension where it is;
 * but whether a row joins the selection when its focused row is toggled, and which.
 */
export async function rowsUnderKey(
  session: With<'registryView'>,
  argument: unknown,
  selection: unknown,
): Promise<readonly RegistryNode[]> {
  if (argument !== undefined) return rowsOf(session, argument, selection);
  const selected = session.registryView.selection;
  await vscode.commands.executeCommand('list.toggleSelection');
  const known = new Set(selected.map(nodeId));
  const focused = session.registryView.selection.find((row) => !known.has(nodeId(row)));
  await vscode.commands.executeCommand('list.toggleSelection');
  return focused ? [focused] : selected;
}

/**
 * The one row a command works on: that of the menu or the button, also when other rows are selected with it, else the
 * first selected one of the kind.
 */
export function rowOf<T extends RegistryNode>(
  session: With<'registryView'>,
  argument: unknown,
  is: (value: unknown) => value is T,
): T | undefined {
  return isRegistryNode(argument)
    ? is(argument)
      ? argument
      : undefined
    : session.registryView.selection.find((row) => is(row));
}

/** True for rows that stand for a version: a version, or a skill by its latest one. */
export function isSkillOrVersion(value: unknown): value is SkillNode | VersionNode {
  return isSkillNode(value) || isVersionNode(value);
}

/** The connection a row belongs to. Throws `HumanError` when it was removed meanwhile. */
export function connectionOf(
  session: With<'connections'>,
  { connectionId }: Pick<RegistryNode, 'connectionId'>,
): Connection {
  const connection = session.connections.list().find(({ id }) => id === connectionId);
  if (!connection)
    throw new HumanError(
      l10n.t`The connection of this row is no longer set up. Choose another one with “Skills: Select Connection…”.`,
    );
  return connection;
}
