import * as vscode from 'vscode';

/** Of this extension; `undefined` only where it is not installed as one. */
export function extensionVersion(): string | undefined {
  const extension = vscode.extensions.getExtension<unknown>('skill-publisher.skill-publisher');
  return ((extension?.packageJSON ?? {}) as { readonly version?: string }).version;
}
