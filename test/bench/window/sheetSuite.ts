import { appendFileSync } from 'node:fs';
import * as vscode from 'vscode';

/** What the other extensions of the window, and the tests, may see of this one. */
interface Api {
  readonly registryTree: vscode.TreeDataProvider<unknown>;
}

const rounds = 9;

/** VS Code calls this in the extension host, with the skills `text-small` and `mixed-25` open. */
export async function run(): Promise<void> {
  const api = await vscode.extensions.getExtension<Api>('skill-publisher.skill-publisher')?.activate();
  if (!api) throw new Error('The extension is not there.');
  await vscode.commands.executeCommand('skillPublisher.useLocalRegistry');
  await api.registryTree.getChildren();
  const say = (name: string, values: readonly number[]): void => {
    appendFileSync(process.env['SKILL_PUBLISHER_BENCH_RESULT'] ?? '', `${JSON.stringify({ name, values })}\n`);
  };
  for (const name of ['text-small', 'mixed-25']) {
    const file = (await vscode.workspace.findFiles(`${name}/SKILL.md`))[0];
    if (!file) throw new Error(`There is no ${name}.`);
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) times.push(await untilSheet(vscode.Uri.joinPath(file, '..')));
    say(name, times);
  }
}

/** Milliseconds from the command to the sheet, which is then left as with Escape. */
async function untilSheet(folder: vscode.Uri): Promise<number> {
  const { window } = vscode;
  const create = window.createQuickPick.bind(window);
  const begun = performance.now();
  let shown: number | undefined;
  const watched = <T extends vscode.QuickPickItem>(): vscode.QuickPick<T> => {
    const pick = create<T>();
    const show = pick.show.bind(pick);
    pick.show = () => {
      show();
      shown ??= performance.now();
      setTimeout(() => {
        pick.hide();
      }, 50);
    };
    return pick;
  };
  Object.assign(window, { createQuickPick: watched });
  try {
    await vscode.commands.executeCommand('skillPublisher.publishVersion', folder);
  } finally {
    Object.assign(window, { createQuickPick: create });
  }
  if (shown === undefined) throw new Error('No sheet was shown.');
  return shown - begun;
}
