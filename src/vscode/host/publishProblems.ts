import * as vscode from 'vscode';
import type { Problem, Severity } from '../../core/skill/problem.ts';
import { groupBy } from '../../core/skill/groupBy.ts';

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/**
 * What a publish finds and no other diagnostic shows (secrets, files that cannot travel, refusals of the service,
 * errors that the editor does not judge so), in the Problems view until the file changes.
 */
export class PublishProblems implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('skill-publisher-publish');
  readonly #listeners = vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) this.#collection.delete(document.uri);
    }),
    // The editor judges a file a moment after it was saved, often after the publish did.
    vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      for (const uri of uris) this.#dropShown(uri);
    }),
  );

  /** Replaces what is shown for a skill folder. */
  async set(folder: vscode.Uri, problems: readonly Problem[]): Promise<void> {
    this.clear(folder);
    const byFile = groupBy(problems, ({ file }) => file);
    for (const [file, list] of byFile) {
      const uri =
        file === '' ? vscode.Uri.joinPath(folder, 'SKILL.md') : vscode.Uri.joinPath(folder, ...file.split('/'));
      this.#collection.set(uri, unshown(uri, await toDiagnostics(uri, list)));
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
    this.#listeners.dispose();
  }

  #dropShown(uri: vscode.Uri): void {
    const own = this.#collection.get(uri) ?? [];
    const kept = unshown(uri, own);
    if (kept.length < own.length) this.#collection.set(uri, kept);
  }
}

const source = 'Skill Publisher';

/** Those that nobody else says in the same words on the same line. */
function unshown(uri: vscode.Uri, own: readonly vscode.Diagnostic[]): vscode.Diagnostic[] {
  const others = vscode.languages.getDiagnostics(uri).filter((other) => other.source !== source);
  return own.filter(
    ({ message, severity, range }) =>
      !others.some(
        (other) =>
          other.severity === severity && other.range.start.line === range.start.line && other.message === message,
      ),
  );
}

async function toDiagnostics(uri: vscode.Uri, problems: readonly Problem[]): Promise<vscode.Diagnostic[]> {
  // A binary or missing file has no text: its problems stand at its beginning.
  const document = await vscode.workspace.openTextDocument(uri).then(
    (opened) => opened,
    () => undefined,
  );
  return problems.map(({ code, message, range, severity }) => {
    const at = document
      ? new vscode.Range(document.positionAt(range.start), document.positionAt(range.end))
      : new vscode.Range(0, 0, 0, 0);
    const diagnostic = new vscode.Diagnostic(at, message, severities[severity]);
    diagnostic.source = source;
    diagnostic.code = code;
    return diagnostic;
  });
}
