import type * as vscode from 'vscode';
import type { PlacedProblem } from '../../core/workspace/report.ts';
import type { Skills } from '../host/skills.ts';
import { loadCore } from './loadCore.ts';
import { textOf, toDocumentRange } from './positions.ts';

/** A problem, and where it stands in the document as it is now. */
interface ProblemInDocument {
  readonly problem: PlacedProblem;
  readonly range: vscode.Range;
}

/** What is wrong with a SKILL.md that was never saved; `undefined` when it is no longer what it was when asked. */
export async function judgeUntitled(
  skills: Pick<Skills, 'settingsOf'>,
  document: vscode.TextDocument,
  version: number,
): Promise<readonly ProblemInDocument[] | undefined> {
  const [core, settings] = await Promise.all([loadCore(), skills.settingsOf(document.uri)]);
  if (document.isClosed || document.version !== version) return undefined;
  const { problems } = core.judgeText(textOf(document), settings);
  return problems.map((problem) => ({ problem, range: toDocumentRange(document, problem.range) }));
}
