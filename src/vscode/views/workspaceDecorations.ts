import * as vscode from 'vscode';
import { Disposables } from '../../core/text/disposables.ts';
import { folderName } from './folderName.ts';
import type { FolderStatus, WorkspaceStatus } from './workspaceStatus.ts';
import { l10n } from '../../core/text/l10n.ts';

/**
 * Marks skill folders in the explorer, and wherever else VS Code shows them: `M` for changes that are not published.
 */
export class WorkspaceDecorations implements vscode.FileDecorationProvider, vscode.Disposable {
  readonly #own = new Disposables();
  readonly #status: WorkspaceStatus;
  readonly #changed = this.#own.add(new vscode.EventEmitter<vscode.Uri[]>());
  /** Decorated folders and their badge, so that only those that changed are asked for again. */
  #shown: ReadonlyMap<string, string> = new Map();
  readonly onDidChangeFileDecorations = this.#changed.event;

  constructor(status: WorkspaceStatus) {
    this.#status = status;
    this.#own.add(vscode.window.registerFileDecorationProvider(this));
    this.#own.add(
      status.onDidChange(() => {
        this.#update();
      }),
    );
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== 'file') return undefined;
    this.#status.start();
    const status = this.#status.of(uri);
    return status && decorationOf(status);
  }

  dispose(): void {
    this.#own.dispose();
  }

  #update(): void {
    const shown = new Map(
      (this.#status.statuses ?? []).flatMap((status) =>
        decorationOf(status) ? [[status.folder.toString(), status.state?.kind ?? '']] : [],
      ),
    );
    const touched = [...new Set([...shown.keys(), ...this.#shown.keys()])].filter(
      (key) => shown.get(key) !== this.#shown.get(key),
    );
    this.#shown = shown;
    if (touched.length > 0) this.#changed.fire(touched.map((key) => vscode.Uri.parse(key, true)));
  }
}

function decorationOf({ folder, state, connection }: FolderStatus): vscode.FileDecoration | undefined {
  if (state?.kind === 'unsettled')
    return new vscode.FileDecoration(
      '?',
      l10n.t`Skill ${folderName(folder)}: could not confirm whether the last upload reached ${connection?.name ?? l10n.t`the registry`}`,
      new vscode.ThemeColor('list.warningForeground'),
    );
  if (state?.kind !== 'changed' && state?.kind !== 'conflict') return undefined;
  const conflict = state.kind === 'conflict';
  const registry = connection?.name ?? l10n.t`the registry`;
  const tooltip = conflict
    ? state.noted === true
      ? l10n.t`Skill ${folderName(folder)}: changed here, and not based on the latest version on ${registry}`
      : l10n.t`Skill ${folderName(folder)}: changed here, and somebody published a newer version to ${registry}`
    : l10n.t`Skill ${folderName(folder)}: changed since it was published to ${registry}`;
  const color = conflict ? 'gitDecoration.conflictingResourceForeground' : 'gitDecoration.modifiedResourceForeground';
  return new vscode.FileDecoration('M', tooltip, new vscode.ThemeColor(color));
}
