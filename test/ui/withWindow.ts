import { VsCodeWindow, type WindowOptions } from './window.ts';

/**
 * Opens a window before the tests of the suite it is called in and closes it after; a failed test leaves
 * `out/ui/failed-….png`.
 */
export function withWindow(options: WindowOptions = {}): () => VsCodeWindow {
  let window: VsCodeWindow | undefined;
  before(async function () {
    this.timeout(120_000);
    window = await VsCodeWindow.open(options);
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await window?.screenshot(`failed-${this.currentTest.fullTitle().replaceAll(/\W+/g, '-')}`);
  });
  after(async () => {
    await window?.close();
  });
  return () => {
    if (window === undefined) throw new Error('the window is open only while tests run');
    return window;
  };
}
