import * as vscode from 'vscode';
import { pathIn } from '../../core/text/addresses.ts';
import { toAddress } from './skillAddress.ts';

/** Texts of the folder's files that are not saved, by path, as they would be saved. */
export function unsavedIn(folder: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const document of vscode.workspace.textDocuments) {
    if (!document.isDirty || document.isClosed) continue;
    const path = pathIn(folder, toAddress(document.uri));
    if (path !== undefined) found.set(path, textOf(document));
  }
  return found;
}

/** The text of a document as it would be saved: VS Code keeps a byte order mark out of its documents. */
export function textOf(document: vscode.TextDocument): string {
  return (document.encoding === 'utf8bom' ? '\uFEFF' : '') + document.getText();
}

/** Skill folders whose SKILL.md is open, the one in front first, then the visible ones. */
export function openFolders(): readonly string[] {
  const front = vscode.window.activeTextEditor?.document;
  const visible = vscode.window.visibleTextEditors.map(({ document }) => document);
  const documents = [...(front ? [front] : []), ...visible, ...vscode.workspace.textDocuments];
  const folders = documents.filter(({ uri, isClosed }) => !isClosed && isSkillUri(uri)).map(folderAddress);
  return [...new Set(folders)];
}

export function isSkillUri(uri: vscode.Uri): boolean {
  return /(?:^|\/)skill\.md$/i.test(uri.path);
}

function folderAddress({ uri }: vscode.TextDocument): string {
  return toAddress(vscode.Uri.joinPath(uri, '..'));
}
