import * as vscode from 'vscode';
import { HumanError } from './failures.ts';

/**
 * Commands that write or publish need a trusted workspace, checked here and not only in menus, before they ask
 * anything. `what` begins the sentence that says so. Throws `HumanError`.
 */
export function assertTrusted(what: 'Publishing' | 'Writing skills to disk'): void {
  if (!vscode.workspace.isTrusted)
    throw new HumanError(`${what} needs a trusted workspace. Run “Workspaces: Manage Workspace Trust” first.`);
}
