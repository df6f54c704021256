import * as vscode from 'vscode';
import { nameOf } from '../../core/text/addresses.ts';

/** The folder a file lies in. */
export function parentUri(uri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(uri, '..');
}

/** Last segment of the path, decoded. */
export function uriName({ path }: vscode.Uri): string {
  return nameOf(path);
}

/** The path of `uri` as seen from `folder`, `/` separators; `undefined` when it does not lie in it. */
export function pathBelow(folder: vscode.Uri, uri: vscode.Uri): string | undefined {
  const prefix = `${folder.toString(true).replace(/\/$/, '')}/`;
  const whole = uri.toString(true);
  return whole.startsWith(prefix) ? whole.slice(prefix.length) : undefined;
}

/** A file by its path in a folder, `/` separators. */
export function fileIn(folder: vscode.Uri, path: string): vscode.Uri {
  return vscode.Uri.joinPath(folder, ...path.split('/'));
}

/** How people name a file or folder: by its path in the workspace; a workspace folder itself by its name. */
export function pathInWorkspace(uri: vscode.Uri): string {
  const own = vscode.workspace.workspaceFolders?.find((folder) => folder.uri.toString() === uri.toString());
  return own?.name ?? vscode.workspace.asRelativePath(uri);
}
