import os from 'node:os';
import * as vscode from 'vscode';
import { extensionVersion } from './extensionVersion.ts';
import type { With } from './session.ts';

/**
 * Opens a report to fill in. It holds versions and the kind of the connection: no address, no name, no path and no key,
 * so that it can be posted as it is.
 */
export async function reportIssue({ connections }: With<'connections'>): Promise<void> {
  const { active } = connections;
  const content = [
    '# Skill Publisher: issue',
    '',
    '**What did you do?**',
    '',
    '**What happened, and what did you expect?**',
    '',
    '**The message, and the lines of “Skills: Show Log” about it** (remove what nobody should read)',
    '',
    '---',
    '',
    `- Skill Publisher ${extensionVersion() ?? 'unknown'}`,
    `- VS Code ${vscode.version}, ${vscode.env.uiKind === vscode.UIKind.Web ? 'web' : 'desktop'}`,
    `- ${os.platform()} ${os.release()}, ${os.arch()}, Node ${process.versions.node}`,
    `- connection: ${active === undefined ? 'none' : `${active.kind}${active.production ? ', production' : ''}`}`,
    `- restricted mode: ${vscode.workspace.isTrusted ? 'no' : 'yes'}`,
    '',
  ].join('\n');
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'markdown', content }));
}
