import * as vscode from 'vscode';
import { toIconSafe } from '../../host/labels.ts';
import type { With } from '../session.ts';
import { l10n } from '../../../core/text/l10n.ts';

const searching = 'skillPublisher.searching';
/** What the manifest binds Escape to while one searches: a box that was hidden does not tell why. */
const cancel = 'skillPublisher.cancelSearch';

/**
 * Searches while the user types. What was found stays when one goes on to a row of it; Escape brings back what was
 * shown before.
 */
export async function searchRegistry({ registryView }: With<'registryView'>): Promise<void> {
  const before = registryView.filter.text;
  const input = vscode.window.createInputBox();
  input.title = l10n.t`Search the registry`;
  input.placeholder = l10n.t`Words in label, name, or ID`;
  input.value = before;
  input.prompt = l10n.t`All skills are searched while you type.`;
  const pending: Promise<void>[] = [];
  const show = (text: string): void => {
    const shown = registryView.setFilter({ text });
    // What fails is told at the end; until then somebody has to hold it.
    shown.catch(() => undefined);
    pending.push(shown);
  };
  await new Promise<void>((resolve) => {
    const listeners = [
      input.onDidChangeValue(show),
      input.onDidAccept(() => {
        input.hide();
      }),
      vscode.commands.registerCommand(cancel, () => {
        show(before);
        input.hide();
      }),
      input.onDidHide(() => {
        for (const listener of listeners) listener.dispose();
        resolve();
      }),
    ];
    void vscode.commands.executeCommand('setContext', searching, true);
    input.show();
  });
  input.dispose();
  void vscode.commands.executeCommand('setContext', searching, false);
  await Promise.all(pending);
}

interface SourcePick extends vscode.QuickPickItem {
  readonly source: string | undefined;
}

const explanations = (): Readonly<Record<string, string>> => ({
  custom: l10n.t`published by you and your workspace`,
  anthropic: l10n.t`built in, read-only`,
});

/** Shows the skills of one source only. */
export async function filterBySource({ registryView }: With<'registryView'>): Promise<void> {
  const { source: current } = registryView.filter;
  const rows: SourcePick[] = [
    { label: l10n.t`All sources`, source: undefined },
    ...registryView.sources.map((source): SourcePick => ({ label: toIconSafe(source), source })),
  ].map((row) => ({
    ...row,
    description: [explanations()[row.source ?? ''] ?? '', row.source === current ? l10n.t`shown now` : '']
      .filter((part) => part !== '')
      .join(' · '),
  }));
  const chosen = await vscode.window.showQuickPick(rows, { title: l10n.t`Show skills of which source?` });
  if (chosen) await registryView.setFilter({ source: chosen.source });
}
