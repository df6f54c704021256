import * as vscode from 'vscode';

/**
 * SKILL.md by its name, whatever language it is opened as: `skill` since VS Code 1.139 or so, `markdown` before and by
 * association.
 */
export const skillSelector: vscode.DocumentSelector = [{ pattern: '**/{SKILL,skill,Skill}.md' }];

/** SKILL.md and the Markdown files beside it; whether they belong to a skill is asked when one is looked at. */
export const skillMarkdownSelector: vscode.DocumentSelector = [{ pattern: '**/*.md' }];

export { isSkillFile } from '../host/openTexts.ts';

/** The folder a file lies in. */
export function parentOf(uri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(uri, '..');
}

/** Last segment of the path, decoded. */
export function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.replace(/\/$/, '').lastIndexOf('/') + 1).replace(/\/$/, '');
}

/** The path of `uri` as seen from `folder`, `/` separators; `undefined` when it does not lie in it. */
export function pathIn(folder: vscode.Uri, uri: vscode.Uri): string | undefined {
  const prefix = `${folder.toString(true).replace(/\/$/, '')}/`;
  const whole = uri.toString(true);
  return whole.startsWith(prefix) ? whole.slice(prefix.length) : undefined;
}

export function fileIn(folder: vscode.Uri, path: string): vscode.Uri {
  return vscode.Uri.joinPath(folder, ...path.split('/'));
}
