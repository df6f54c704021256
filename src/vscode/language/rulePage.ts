import * as vscode from 'vscode';

const command = 'skillPublisher.showRule';

/** What a click on the code of a problem opens; `undefined` for what is no rule. */
export function toRulePage(code: string): vscode.Uri | undefined {
  if (!/^[a-z-]+\/[a-z-]+$/.test(code)) return undefined;
  return vscode.Uri.parse(`command:${command}?${encodeURIComponent(JSON.stringify([code]))}`);
}

/** The command behind the codes: shows the page of rules at one rule. */
export function registerRulePage(page: vscode.Uri): vscode.Disposable {
  return vscode.commands.registerCommand(command, async (code: unknown) => {
    const fragment = typeof code === 'string' ? code.replace(/^secret\/.*/, 'secret').replaceAll('/', '') : '';
    await vscode.commands.executeCommand('markdown.showPreview', page.with({ fragment }));
  });
}
