import * as vscode from 'vscode';
import { HumanError } from '../../host/failures.ts';
import type { Session } from '../session.ts';

/** Opens the page of the official service where a person looks at skills. */
export async function openConsole({ connections }: Session): Promise<void> {
  const page = connections.active?.console;
  if (page === undefined) throw new HumanError('Only the connection to Anthropic has a Console.');
  await vscode.env.openExternal(vscode.Uri.parse(page, true));
}
