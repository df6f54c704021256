import * as vscode from 'vscode';
import type { PublishPlan } from '../../../core/publish/plan.ts';
import { l10n } from '../../../core/text/l10n.ts';

const scheme = 'skill-package';

/** Read-only documents that list what a publish would send. Kept while they are open. */
export class PackagePreviews implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration = vscode.Disposable.from(
    this.#changed,
    vscode.workspace.registerTextDocumentContentProvider(scheme, this),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (uri.scheme === scheme) this.#texts.delete(uri.toString());
    }),
  );
  readonly onDidChange = this.#changed.event;

  async show(plan: PublishPlan): Promise<void> {
    const { toPackageText } = await import('./packageText.ts');
    const uri = vscode.Uri.from({ scheme, path: `/${plan.folder}/${plan.name ?? 'skill'}.zip.txt` });
    this.#texts.set(uri.toString(), toPackageText(plan));
    this.#changed.fire(uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), {
      preview: true,
      preserveFocus: true,
    });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? l10n.t`This preview has expired. Run “Skills: Preview Package” again.`;
  }

  dispose(): void {
    this.#registration.dispose();
  }
}
