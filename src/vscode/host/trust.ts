import * as vscode from 'vscode';
import { HumanError } from './humanError.ts';
import { l10n } from '../../core/text/l10n.ts';

/**
 * Commands that write, publish or add a connection need a trusted workspace, checked here and not only in menus, before they ask
 * anything. `what` begins the sentence that says so. Throws `HumanError`.
 */
export function assertTrusted(what: string): void {
  if (!vscode.workspace.isTrusted)
    throw new HumanError(l10n.t`${what} requires a trusted workspace. Run “Workspaces: Manage Workspace Trust” first.`);
}
