import * as vscode from 'vscode';
import { globMatcher } from '../../core/skill/glob.ts';

/**
 * True when an exclude pattern of the settings covers a file. Patterns such as `{vendor/**,docs/*}` with `*`, `**` and
 * `?`.
 */
export function isExcluded(uri: vscode.Uri, exclude: string): boolean {
  const root = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  const path = root === undefined ? uri.path : uri.path.slice(root.path.length + 1);
  return globMatcher(exclude)(path);
}
