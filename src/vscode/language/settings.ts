import * as vscode from 'vscode';
export { rulesOf, targetOf } from '../host/validationSettings.ts';

/**
 * Skills that are not checked unless they are open (`skillPublisher.exclude`), as one glob pattern; `undefined` when
 * there is none.
 */
export function excludePattern(): string | undefined {
  const value: unknown = vscode.workspace.getConfiguration('skillPublisher').get('exclude');
  if (!Array.isArray(value)) return undefined;
  const patterns = value.filter(
    (pattern): pattern is string => typeof pattern === 'string' && pattern !== '' && !pattern.includes(','),
  );
  return patterns.length === 0 ? undefined : `{${patterns.join(',')}}`;
}

/**
 * True when VS Code's own validation, completion and hover for skills work on the document: they go by its language.
 */
export function hostKnowsSkills(document: vscode.TextDocument): boolean {
  return document.languageId === 'skill' && vscode.extensions.getExtension('vscode.prompt') !== undefined;
}
