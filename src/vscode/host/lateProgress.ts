import * as vscode from 'vscode';

/** Milliseconds in which nobody asks what is going on. A notification stays for most of a second once it is shown. */
const patience = 500;

/** Work with a notification in which it can be canceled, when it takes longer than a moment. */
export async function withLateProgress<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const running = work(controller.signal);
  if (await isDone(running)) return running;
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (_progress, token) => {
      token.onCancellationRequested(() => {
        controller.abort(new vscode.CancellationError());
      });
      return running;
    },
  );
}

/** Whether it comes to an end within `patience`. */
async function isDone(running: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => {
      resolve(false);
    }, patience);
  });
  const done = running.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}
