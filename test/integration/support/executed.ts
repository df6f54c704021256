import * as vscode from 'vscode';

/** One call of `vscode.commands.executeCommand`: the command and its arguments. */
export type Executed = readonly unknown[];

/**
 * Runs `work` and notes which commands are executed meanwhile, by the extension too. Those in `held` are noted only.
 */
export async function noting(
  executed: Executed[],
  work: () => PromiseLike<unknown>,
  held: readonly string[] = [],
): Promise<void> {
  const commands = vscode.commands as unknown as Record<string, unknown>;
  const original = vscode.commands.executeCommand.bind(vscode.commands);
  commands['executeCommand'] = (command: string, ...args: readonly unknown[]) => {
    executed.push([command, ...args]);
    return held.includes(command) ? Promise.resolve() : original(command, ...args);
  };
  try {
    await work();
  } finally {
    commands['executeCommand'] = original;
  }
}
