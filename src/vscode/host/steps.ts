import * as vscode from 'vscode';

/** What the walkthrough marks as done, each when it happened: `skillPublisher.step.NAME` in its completion events. */
export type Step = 'write' | 'fix' | 'publish' | 'compare' | 'read';

/** Says that a step of the walkthrough happened. */
export function completeStep(step: Step): void {
  void vscode.commands.executeCommand('setContext', `skillPublisher.step.${step}`, true);
}
