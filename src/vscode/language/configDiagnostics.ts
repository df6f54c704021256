import * as vscode from 'vscode';
import type { Skills } from '../host/skills.ts';
import { diagnosticSource } from './diagnosticSource.ts';
import { l10n } from '../../core/text/l10n.ts';

/** Says at a `skill-publisher.config.json` why it is not used: the skills below it are judged without it until then. */
export function registerConfigDiagnostics(skills: Skills): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('skills-configuration');
  return vscode.Disposable.from(
    collection,
    skills.onDidReadConfig(({ uri, fault }) => {
      if (!fault) {
        collection.delete(uri);
        return;
      }
      const { start, end, message } = fault;
      const range = new vscode.Range(start.line, start.character, end.line, end.character);
      const diagnostic = new vscode.Diagnostic(range, l10n.t`This file is not used: ${message}`);
      diagnostic.source = diagnosticSource;
      collection.set(uri, [diagnostic]);
    }),
  );
}
