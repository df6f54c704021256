import type * as vscode from 'vscode';
import { toDisplayText } from '../../core/text/display.ts';

/** The last part of a folder's path, fit to show. */
export function folderName(folder: vscode.Uri): string {
  return toDisplayText(folder.path.split('/').at(-1) ?? '', 100);
}
