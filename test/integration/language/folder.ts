import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { nudge } from '../support/nudge.ts';
import { makeWatchedFolder } from '../support/watchedFolder.ts';

/** A folder of its own in the open workspace, for one suite. */
export class TestFolder {
  readonly uri: vscode.Uri;

  constructor(name: string) {
    const root = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(root, 'no folder is open');
    this.uri = vscode.Uri.joinPath(root, name);
  }

  file(path: string): vscode.Uri {
    return vscode.Uri.joinPath(this.uri, ...path.split('/'));
  }

  async write(path: string, content: string | Uint8Array): Promise<vscode.Uri> {
    const uri = this.file(path);
    await makeWatchedFolder(vscode.Uri.joinPath(uri, '..').fsPath);
    await vscode.workspace.fs.writeFile(uri, typeof content === 'string' ? new TextEncoder().encode(content) : content);
    return uri;
  }

  async read(path: string): Promise<string> {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(this.file(path)));
  }

  async open(path: string): Promise<vscode.TextDocument> {
    const document = await vscode.workspace.openTextDocument(this.file(path));
    await vscode.window.showTextDocument(document);
    return document;
  }

  async remove(): Promise<void> {
    await closeAll();
    await vscode.workspace.fs.delete(this.uri, { recursive: true });
  }
}

/** Closes every editor, unsaved changes are lost. */
export async function closeAll(): Promise<void> {
  for (let count = 0; count < 20 && vscode.window.tabGroups.activeTabGroup.activeTab; count += 1) {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** The position of the `nth` time `text` stands in a document. */
export function positionOf(document: vscode.TextDocument, text: string, nth = 0): vscode.Position {
  let at = document.getText().indexOf(text);
  for (let count = 0; count < nth; count += 1) at = document.getText().indexOf(text, at + 1);
  assert.ok(at >= 0, `${text} is not in the document`);
  return document.positionAt(at);
}

/** The codes this product reports for a file, sorted. */
export function codesOf(uri: vscode.Uri): string[] {
  return ownDiagnostics(uri).map(codeOf).sort();
}

export function ownDiagnostics(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Skills');
}

export function codeOf({ code }: vscode.Diagnostic): string {
  return typeof code === 'object' ? String(code.value) : String(code);
}

/** Resolves when the diagnostics of a file are as wanted; fails with what they are. */
export async function diagnosticsWhere(
  uri: vscode.Uri,
  wanted: (codes: readonly string[]) => boolean,
  what: string,
): Promise<vscode.Diagnostic[]> {
  if (!wanted(codesOf(uri))) {
    await new Promise<void>((resolve, reject) => {
      const nudging = nudge(uri);
      const done = (): void => {
        nudging.dispose();
        clearTimeout(limit);
        subscription.dispose();
      };
      const subscription = vscode.languages.onDidChangeDiagnostics(() => {
        if (!wanted(codesOf(uri))) return;
        done();
        resolve();
      });
      const limit = setTimeout(() => {
        done();
        reject(new Error(`${what} is not reported for ${uri.path}; these are: ${codesOf(uri).join(', ') || 'none'}`));
      }, 15_000);
    });
  }
  return ownDiagnostics(uri);
}

/** Resolves with the diagnostic of this code when it is there. */
export async function diagnosticOf(uri: vscode.Uri, code: string): Promise<vscode.Diagnostic> {
  const found = (await diagnosticsWhere(uri, (codes) => codes.includes(code), code)).find(
    (diagnostic) => codeOf(diagnostic) === code,
  );
  assert.ok(found);
  return found;
}

export const goodSkill =
  '---\nname: good-skill\ndescription: Counts words in text files. Use when the user asks how long a text ' +
  'is.\nlicense: MIT\n---\n\n# Good skill\n\nCount the words and say the number.\n';
