import * as vscode from 'vscode';

/** False when VS Code asks by itself, for the light bulb at the cursor: then it shows quick fixes only. */
export function isAsked({ triggerKind, only }: vscode.CodeActionContext): boolean {
  return triggerKind !== vscode.CodeActionTriggerKind.Automatic || only !== undefined;
}
