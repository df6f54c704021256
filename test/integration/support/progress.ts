import * as vscode from 'vscode';

/**
 * Runs `work` while every progress notification reports to `onReport`, which gets its title, its message and the way to
 * press *Cancel*. The progress itself is not shown.
 */
export async function withReports(
  onReport: (title: string, message: string, cancel: () => void) => void,
  work: () => PromiseLike<unknown>,
): Promise<void> {
  const window = vscode.window as unknown as Record<string, unknown>;
  const original = window['withProgress'];
  window['withProgress'] = (
    options: vscode.ProgressOptions,
    task: (progress: vscode.Progress<{ message?: string }>, token: vscode.CancellationToken) => Thenable<unknown>,
  ) => {
    const source = new vscode.CancellationTokenSource();
    const report = ({ message }: { message?: string }): void => {
      onReport(options.title ?? '', message ?? '', () => {
        source.cancel();
      });
    };
    return Promise.resolve(task({ report }, source.token)).finally(() => {
      source.dispose();
    });
  };
  try {
    await work();
  } finally {
    window['withProgress'] = original;
  }
}
