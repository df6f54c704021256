import * as vscode from 'vscode';

/**
 * True when VS Code's own validation, completion and hover for skills work on the document: they go by its language.
 */
export function hostKnowsSkills(document: vscode.TextDocument): boolean {
  return document.languageId === 'skill' && vscode.extensions.getExtension('vscode.prompt') !== undefined;
}
