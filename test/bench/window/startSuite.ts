import { appendFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { builtInExtensions } from '../windows.ts';

/** VS Code calls this in the extension host: writes down what *Developer: Startup Performance* says of each extension. */
export async function run(): Promise<void> {
  for (const id of [...builtInExtensions, 'skill-publisher.skill-publisher'])
    await vscode.extensions.getExtension<unknown>(id)?.activate();
  await vscode.commands.executeCommand('perfview.show');
  for (;;) {
    const page = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'perf');
    const rows = page?.getText().matchAll(/^\| ([\w.-]+) +\| \w+ +\| (\d+) +\| (\d+) +\| (\d+) +\|/gm) ?? [];
    const found = Array.from(rows, ([, id, load, call, finish]) => ({
      id,
      load: Number(load),
      call: Number(call),
      finish: Number(finish),
    }));
    if (found.length > 0) {
      appendFileSync(process.env['SKILL_PUBLISHER_BENCH_RESULT'] ?? '', `${JSON.stringify(found)}\n`);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
