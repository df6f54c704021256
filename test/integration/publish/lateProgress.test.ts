import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { withLateProgress } from '../../../src/vscode/host/lateProgress.ts';
import { withShown } from '../support/progress.ts';

/** Runs `work`; gives the titles of the notifications that it shows, in each of which *Cancel* is pressed at once. */
async function shownBy(work: () => Promise<unknown>): Promise<readonly string[]> {
  const shown: string[] = [];
  await withShown(({ title = '', cancellable }, cancel) => {
    assert.equal(cancellable, true);
    shown.push(title);
    queueMicrotask(cancel);
    return () => undefined;
  }, work);
  return shown;
}

describe('a progress that is shown late', () => {
  it('is not shown for work that is done at once, whether it succeeds or not', async () => {
    assert.deepEqual(
      await shownBy(async () => {
        assert.equal(await withLateProgress('Quick', () => Promise.resolve(3)), 3);
      }),
      [],
    );
    const failing = (): Promise<unknown> => withLateProgress('Quick', () => Promise.reject(new Error('no')));
    assert.deepEqual(await shownBy(() => assert.rejects(failing, /^Error: no$/)), []);
  });

  it('is shown for work that goes on, and cancels it', async () => {
    const untilAborted = (signal: AbortSignal): Promise<never> =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      });
    const shown = await shownBy(() =>
      assert.rejects(withLateProgress('Slow', untilAborted), (error) => error instanceof vscode.CancellationError),
    );
    assert.deepEqual(shown, ['Slow']);
  });
});
