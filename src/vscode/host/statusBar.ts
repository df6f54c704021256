import * as vscode from 'vscode';
import type { Connections } from './connections.ts';
import { toIconSafe } from './labels.ts';

/** Names the active connection; a click changes it. Hidden until one was chosen. */
export function registerConnectionItem(connections: Connections): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('skillPublisher.connection', vscode.StatusBarAlignment.Left, 50);
  item.name = 'Skill Publisher: Connection';
  item.command = 'skillPublisher.selectConnection';
  const update = (): void => {
    const { active } = connections;
    if (!active) {
      item.hide();
      return;
    }
    const host = active.endpoint ? new URL(active.endpoint.baseUrl).host : 'embedded, on this computer';
    item.text = `${active.kind === 'local' ? '$(database)' : '$(cloud)'} ${toIconSafe(active.name)}`;
    item.tooltip =
      `Skills registry: ${active.name} ` +
      `(${host})${active.production ? ', marked as production' : ''}. Click to change.`;
    item.accessibilityInformation = { label: `Skills registry ${active.name}, ${host}`, role: 'button' };
    item.backgroundColor = active.production ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.show();
  };
  update();
  return vscode.Disposable.from(item, connections.onDidChange(update));
}
