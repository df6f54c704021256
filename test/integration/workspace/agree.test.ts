import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activateExtension } from '../support/extension.ts';
import { closeAll, ownDiagnostics } from '../language/folder.ts';

/** Problems of a severity in the files of a folder, as the Problems view has them. */
function countIn(folder: vscode.Uri, severity: vscode.DiagnosticSeverity): number {
  return vscode.languages
    .getDiagnostics()
    .filter(([uri]) => uri.path.startsWith(`${folder.path}/`))
    .flatMap(([uri]) => ownDiagnostics(uri))
    .filter((diagnostic) => diagnostic.severity === severity).length;
}

function countOf(description: string, what: string): number {
  return Number(new RegExp(`(\\d+) ${what}s?\\b`).exec(description)?.[1] ?? 0);
}

describe('rows and the Problems view', () => {
  it('count the same problems for every skill of the workspace', async () => {
    await closeAll();
    const { workspaceTree } = await activateExtension();
    const differences = async (): Promise<readonly string[]> => {
      const rows = (await workspaceTree.getChildren()) ?? [];
      if (rows.length === 0) return ['no rows'];
      const found = await Promise.all(
        rows.map(async (folder) => {
          const item = await workspaceTree.getTreeItem(folder);
          const description = typeof item.description === 'string' ? item.description : '';
          const rowCounts = [countOf(description, 'error'), countOf(description, 'warning')];
          const shown = [
            countIn(folder, vscode.DiagnosticSeverity.Error),
            countIn(folder, vscode.DiagnosticSeverity.Warning),
          ];
          const isRead = item.contextValue !== 'folder:reading';
          return isRead && rowCounts.join() === shown.join()
            ? []
            : [`${folder.path}: ${item.contextValue ?? ''} ${rowCounts.join()} and ${shown.join()}`];
        }),
      );
      return found.flat();
    };
    await new Promise<void>((resolve, reject) => {
      const look = (): void => {
        differences().then((found) => {
          if (found.length > 0) return;
          done();
          resolve();
        }, reject);
      };
      const done = (): void => {
        clearTimeout(limit);
        for (const listener of listeners) listener?.dispose();
      };
      const limit = setTimeout(() => {
        done();
        differences().then((found) => {
          reject(new Error(found.join('\n')));
        }, reject);
      }, 15_000);
      const listeners = [vscode.languages.onDidChangeDiagnostics(look), workspaceTree.onDidChangeTreeData?.(look)];
      look();
    });
    const rows = (await workspaceTree.getChildren()) ?? [];
    assert.ok(rows.some((folder) => countIn(folder, vscode.DiagnosticSeverity.Error) > 0));
  });
});
