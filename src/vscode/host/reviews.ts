import * as vscode from 'vscode';

/**
 * What a person looks at between two sheets: the sheet closes, so that the keyboard is where the eyes are, and comes back
 * when what was opened is closed. A new publish of the same subject ends the waiting of the old one.
 */
export class Reviews implements vscode.Disposable {
  readonly #waiting = new Map<string, () => void>();

  /** Ends the waiting for `key`, whose flow then leaves without a word. */
  supersede(key: string): void {
    this.#waiting.get(key)?.();
    this.#waiting.delete(key);
  }

  /**
   * Opens something and waits until its tab is closed. True then, or at once when no tab came to the front; false when
   * `supersede(key)` was called meanwhile.
   */
  async untilClosed(key: string, open: () => Promise<unknown>): Promise<boolean> {
    const touched = new Set<vscode.Tab>();
    const opening = vscode.window.tabGroups.onDidChangeTabs(({ opened, changed }) => {
      for (const tab of [...opened, ...changed]) if (tab.isActive) touched.add(tab);
    });
    try {
      await open();
    } finally {
      opening.dispose();
    }
    const tab = [...touched].filter(({ isActive }) => isActive).at(-1);
    if (!tab) return true;
    this.supersede(key);
    // A tab that the next file takes the place of would bring the sheet back over that file.
    // Not waited for: it may be closed meanwhile, and that must be seen.
    if (tab.isPreview) void vscode.commands.executeCommand('workbench.action.keepEditor');
    return new Promise((resolve) => {
      const closing = vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        if (closed.includes(tab)) end(true);
      });
      const end = (closed: boolean): void => {
        closing.dispose();
        this.#waiting.delete(key);
        resolve(closed);
      };
      this.#waiting.set(key, () => {
        end(false);
      });
    });
  }

  dispose(): void {
    for (const key of [...this.#waiting.keys()]) this.supersede(key);
  }
}
