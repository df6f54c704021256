import * as vscode from 'vscode';
import type { Problem, Severity } from '../skill/problem.ts';

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** What only a publish finds (secrets, files that cannot travel, refusals of the service), in the Problems view until the file changes. */
export class PublishProblems implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('skill-publisher-publish');
  readonly #listener = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length > 0) this.#collection.delete(document.uri);
  });

  /** Replaces what is shown for a skill folder. */
  async set(folder: vscode.Uri, problems: readonly Problem[]): Promise<void> {
    this.clear(folder);
    const byFile = Map.groupBy(problems, ({ file }) => file);
    for (const [file, list] of byFile) {
      const uri = file === '' ? vscode.Uri.joinPath(folder, 'SKILL.md') : vscode.Uri.joinPath(folder, ...file.split('/'));
      this.#collection.set(uri, await toDiagnostics(uri, list));
    }
  }

  clear(folder: vscode.Uri): void {
    const stale: vscode.Uri[] = [];
    this.#collection.forEach((uri) => {
      if (uri.path.startsWith(`${folder.path}/`)) stale.push(uri);
    });
    for (const uri of stale) this.#collection.delete(uri);
  }

  dispose(): void {
    this.#collection.dispose();
    this.#listener.dispose();
  }
}

async function toDiagnostics(uri: vscode.Uri, problems: readonly Problem[]): Promise<vscode.Diagnostic[]> {
  // A binary or missing file has no text: its problems stand at its beginning.
  const document = await vscode.workspace.openTextDocument(uri).then(
    (opened) => opened,
    () => undefined,
  );
  return problems.map(({ code, message, range, severity }) => {
    const at = document ? new vscode.Range(document.positionAt(range.start), document.positionAt(range.end)) : new vscode.Range(0, 0, 0, 0);
    const diagnostic = new vscode.Diagnostic(at, message, severities[severity]);
    diagnostic.source = 'Skill Publisher';
    diagnostic.code = code;
    return diagnostic;
  });
}
