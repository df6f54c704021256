import * as vscode from 'vscode';
import { toIconSafe } from '../../host/labels.ts';
import type { Session } from '../session.ts';

const searching = 'skillPublisher.searching';
/** What the manifest binds Escape to while one searches: a box that was hidden does not tell why. */
const cancel = 'skillPublisher.cancelSearch';

/**
 * Searches while the user types. What was found stays when one goes on to a row of it; Escape brings back what was
 * shown before.
 */
export async function searchRegistry({ registryView }: Session): Promise<void> {
  const before = registryView.filter.text;
  const input = vscode.window.createInputBox();
  input.title = 'Search the registry';
  input.placeholder = 'Words in label, name or id';
  input.value = before;
  input.prompt = 'All skills are searched while you type.';
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

const explanations: Readonly<Record<string, string>> = {
  custom: 'published by you and your workspace',
  anthropic: 'built in, read-only',
};

/** Shows the skills of one source only. */
export async function filterBySource({ registryView }: Session): Promise<void> {
  const { source: current } = registryView.filter;
  const rows: SourcePick[] = [
    { label: 'All sources', source: undefined },
    ...registryView.sources.map((source): SourcePick => ({ label: toIconSafe(source), source })),
  ].map((row) => ({
    ...row,
    description: [explanations[row.source ?? ''] ?? '', row.source === current ? 'shown now' : '']
      .filter((part) => part !== '')
      .join(' · '),
  }));
  const chosen = await vscode.window.showQuickPick(rows, { title: 'Show skills of which source?' });
  if (chosen) await registryView.setFilter({ source: chosen.source });
}
