import * as vscode from 'vscode';
import { HumanError } from '../../host/humanError.ts';
import type { With } from '../session.ts';
import { l10n } from '../../../core/text/l10n.ts';

/** Opens the page of the official service where a person looks at skills. */
export async function openConsole({ connections }: With<'connections'>): Promise<void> {
  const page = connections.active?.console;
  if (page === undefined) throw new HumanError(l10n.t`Only the connection to Anthropic has a Console.`);
  await vscode.env.openExternal(vscode.Uri.parse(page, true));
}
