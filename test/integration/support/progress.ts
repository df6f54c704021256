import * as vscode from 'vscode';

/**
 * Runs `work` while every progress notification reports to `onReport`, which gets its title, its message and the way to
 * press *Cancel*. The progress itself is not shown.
 */
export async function withReports(
  onReport: (title: string, message: string, cancel: () => void) => void,
  work: () => PromiseLike<unknown>,
): Promise<void> {
  await withShown(
    ({ title = '' }, cancel) =>
      ({ message = '' }) => {
        onReport(title, message, cancel);
      },
    work,
  );
}

/**
 * Runs `work` while every progress is given to `onShow`, with the way to press *Cancel* once it runs, instead of being
 * shown; what that returns gets its reports.
 */
export async function withShown(
  onShow: (options: vscode.ProgressOptions, cancel: () => void) => (report: { message?: string }) => void,
  work: () => PromiseLike<unknown>,
): Promise<void> {
  const window = vscode.window as unknown as Record<string, unknown>;
  const original = window['withProgress'];
  window['withProgress'] = (
    options: vscode.ProgressOptions,
    task: (progress: vscode.Progress<{ message?: string }>, token: vscode.CancellationToken) => Thenable<unknown>,
  ) => {
    const source = new vscode.CancellationTokenSource();
    const report = onShow(options, () => {
      source.cancel();
    });
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
