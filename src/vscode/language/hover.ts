import * as vscode from 'vscode';
import { toMarkdownText } from '../../core/text/markdownText.ts';
import type { HoverPart } from '../../core/skill/hover.ts';
import { loadCore } from './loadCore.ts';
import { openSkill } from './openSkill.ts';
import { toDocumentRange, toOffset } from './positions.ts';
import type { Skills } from '../host/skills.ts';

/** Hovers in SKILL.md: what a key means and who takes it, lengths, files. */
export async function provideHover(
  folders: Skills,
  document: vscode.TextDocument,
  position: vscode.Position,
  token: vscode.CancellationToken,
): Promise<vscode.Hover | undefined> {
  const [core, open] = await Promise.all([loadCore(), openSkill(folders, document)]);
  const hover = open && core.hoverSkill(open.skill, toOffset(document, position), open.settings.target);
  if (!hover || token.isCancellationRequested) return undefined;
  return new vscode.Hover(hover.parts.map(toMarkdown), toDocumentRange(document, hover.range));
}

/** Texts of files are never read as Markdown: no links, images, icons or commands can come from them. */
function toMarkdown(part: HoverPart): vscode.MarkdownString {
  return new vscode.MarkdownString(part.kind === 'markdown' ? part.value : toMarkdownText(part.value));
}
