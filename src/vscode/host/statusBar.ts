import * as vscode from 'vscode';
import { describeSignedIn } from '../../core/registry/signedIn.ts';
import type { Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import { toIconSafe } from './labels.ts';
import { l10n } from '../../core/text/l10n.ts';

/** Names the active connection; a click changes it. Hidden until one was chosen. */
export function registerConnectionItem(connections: Connections): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('skillPublisher.connection', vscode.StatusBarAlignment.Left, 50);
  item.name = l10n.t`Skill Publisher: Connection`;
  item.command = 'skillPublisher.selectConnection';
  const update = (): void => {
    const { active } = connections;
    if (!active) {
      item.hide();
      return;
    }
    const host = active.endpoint ? new URL(active.endpoint.baseUrl).host : l10n.t`embedded, on this computer`;
    item.text = `${active.kind === 'local' ? '$(database)' : '$(cloud)'} ${toIconSafe(active.name)}`;
    const tell = (...who: readonly string[]): void => {
      const facts = [
        l10n.t`Skills registry: ${active.name} (${host})`,
        ...who,
        ...(active.production ? [l10n.t`marked as production`] : []),
      ];
      item.tooltip = `${facts.join(', ')}. ${l10n.t`Click to change.`}`;
    };
    tell();
    if (active.profile !== undefined)
      void describeProfile(active.profile, active).then((who) => {
        if (connections.active?.id === active.id) tell(l10n.t`signed in with ${who}`);
      });
    item.accessibilityInformation = { label: l10n.t`Skills registry ${active.name}, ${host}`, role: 'button' };
    item.backgroundColor = active.production ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.show();
  };
  update();
  return vscode.Disposable.from(item, connections.onDidChange(update));
}

/** Who one is with the profile of a connection, or that it cannot be used. Reads a file. */
async function describeProfile(name: string, { endpoint }: Connection): Promise<string> {
  const { whoUses } = await import('../../node/signIn/profiles.ts');
  return describeSignedIn(
    await whoUses(name, { baseUrl: endpoint?.baseUrl ?? '', workspaceId: endpoint?.workspaceId }, process.env),
  );
}
