import * as vscode from 'vscode';
import type { Completion } from '../../core/skill/completion.ts';
import { loadCore } from './loadCore.ts';
import { openSkill } from './openSkill.ts';
import { toDocumentRange, toOffset } from './positions.ts';
import { hostKnowsSkills } from './settings.ts';
import type { Skills } from '../host/skills.ts';
import { l10n } from '../../core/text/l10n.ts';

/** Completion in SKILL.md: keys, values, paths of the skill, the whole file. */
export async function provideCompletions(
  folders: Skills,
  document: vscode.TextDocument,
  position: vscode.Position,
  token: vscode.CancellationToken,
): Promise<vscode.CompletionItem[]> {
  const [core, open] = await Promise.all([loadCore(), openSkill(folders, document)]);
  if (!open || token.isCancellationRequested) return [];
  const options = { target: open.settings.target, hostCompletes: hostKnowsSkills(document) };
  return core
    .completeSkill(open.skill, toOffset(document, position), options)
    .map((completion) => toItem(document, completion));
}

const kinds: Readonly<Record<Completion['kind'], vscode.CompletionItemKind>> = {
  key: vscode.CompletionItemKind.Property,
  value: vscode.CompletionItemKind.Value,
  file: vscode.CompletionItemKind.File,
  snippet: vscode.CompletionItemKind.Snippet,
};

function toItem(document: vscode.TextDocument, completion: Completion): vscode.CompletionItem {
  const item = new vscode.CompletionItem(completion.label, kinds[completion.kind]);
  const range = toDocumentRange(document, completion.range);
  item.detail = completion.detail;
  // The documentation is this product's own; what a file says never gets into it.
  if (completion.documentation !== undefined) item.documentation = new vscode.MarkdownString(completion.documentation);
  item.insertText = completion.isSnippet ? new vscode.SnippetString(completion.insert) : completion.insert;
  item.range = { inserting: range, replacing: toDocumentRange(document, completion.overwritten) };
  item.filterText = completion.kind === 'snippet' ? `${document.getText(range)}${completion.label}` : completion.label;
  if (completion.again) item.command = { command: 'editor.action.triggerSuggest', title: l10n.t`Suggest` };
  return item;
}
