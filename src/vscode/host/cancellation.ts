import * as vscode from 'vscode';

/**
 * The token as an `AbortSignal`, whose reason is VS Code's `CancellationError`: canceling is no failure. The
 * subscription ends with the token's source.
 */
export function toAbortSignal(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort(new vscode.CancellationError());
  else
    token.onCancellationRequested(() => {
      controller.abort(new vscode.CancellationError());
    });
  return controller.signal;
}
