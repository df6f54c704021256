import * as vscode from 'vscode';
import { toDisplayText } from '../../../core/text/display.ts';
import type { Connection } from '../../host/connection.ts';
import type { Connections } from '../../host/connections.ts';
import { toIconSafe } from '../../host/labels.ts';
import { l10n } from '../../../core/text/l10n.ts';

interface ConnectionPick extends vscode.QuickPickItem {
  readonly connection?: Connection;
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
    label: l10n.t`$(add) Add a connection…`,
    detail: l10n.t`Opens the user setting skillPublisher.connections`,
  };
  const refused = connections.refusals.map(
    (sentence): ConnectionPick => ({
      label: l10n.t`$(warning) An entry of the setting cannot be used`,
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
    ? l10n.t`embedded, works offline, needs no key`
    : connection.profile !== undefined
      ? l10n.t`profile ${toIconSafe(connection.profile)}`
      : (await connections.lacksKey(connection))
        ? l10n.t`no API key yet`
        : l10n.t`API key stored`;
  const marks = [
    connection.id === connections.active?.id ? l10n.t`active` : '',
    connection.production ? l10n.t`production` : '',
  ].filter((mark) => mark !== '');
  return {
    label: `${icon} ${toIconSafe(connection.name)}`,
    description: marks.join(' · '),
    detail: connection.endpoint ? `${toIconSafe(connection.endpoint.baseUrl)} · ${key}` : key,
    connection,
  };
}
